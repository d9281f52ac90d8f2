using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using LambdaSync.Commands;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Mapping;
using LambdaSync.Sync.Invitations;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>What infra/salesforce ships, against our own mapping check and commands. The referee's tests compare describe.json with the metadata.</summary>
[Trait("Row", "H6")]
public sealed partial class MetadataMappingTests
{
    static readonly XNamespace Metadata = "http://soap.sforce.com/2006/04/metadata";
    static readonly CrmMetadata Describe = MetadataFile.Read(Shipped("describe.json")).Metadata;

    // Members of invitations are in no catalogue of fields.
    static readonly string[] Expected =
    [
        "Warning mapping-unknown-path invitation:Arn: 'invitation:Arn' is not in the field catalogue.",
        "Warning mapping-unknown-path invitation:Kind: 'invitation:Kind' is not in the field catalogue.",
    ];

    // In files one field says both what the partner needs and how AWS is involved.
    static readonly string[] SaidByTwoLines = ["partnerPrimaryNeedFromAws"];

    public static TheoryData<string> Flows =>
    [
        .. ((string[])["force-app", "marketplace"]).SelectMany(package => Directory.EnumerateFiles(Shipped(package, "main", "default", "flows"), "*.xml").Select(f => $"{package}/{Path.GetFileName(f)}"))
            .Where(f => !f.Contains("Log_Notification", StringComparison.Ordinal)),
    ];

    [Theory]
    [InlineData("mapping.standard.json", "Opportunity", "Lead")]
    [InlineData("mapping.ace.json", "ACE_Opportunity__c", "ACE_Lead__c")]
    [InlineData("mapping.standard-marketplace.json", "Opportunity", "Lead")]
    [InlineData("mapping.ace-marketplace.json", "ACE_Opportunity__c", "ACE_Lead__c")]
    public void The_mapping_fits_the_objects(string file, string opportunity, string lead)
    {
        var mapping = Mapping(file);
        Assert.Equal((opportunity, lead), (mapping.Opportunity!.CrmObject, mapping.Lead!.CrmObject));

        var issues = MappingCheck.Check(mapping, Describe);

        var found = issues.Where(i => i.Severity != Severity.Note).Select(i => $"{i.Severity} {i.Code} {i.Value}: {i.Rule}").Except(Expected).ToList();
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    /// <summary>AWS's side is complete: each line of the built-in mapping has its line here.</summary>
    [Theory]
    [InlineData("mapping.standard.json")]
    [InlineData("mapping.ace.json")]
    public void Every_AWS_field_of_the_built_in_mapping_is_mapped(string file)
    {
        var (here, builtIn) = (Mapping(file), Read(BuiltInMapping.Json()));
        Assert.Empty(builtIn.Opportunity!.Fields.Select(l => l.Aws).Except(here.Opportunity!.Fields.Select(l => l.Aws)).Except(SaidByTwoLines));
        Assert.Empty(builtIn.Lead!.Fields.Select(l => l.Aws).Except(here.Lead!.Fields.Select(l => l.Aws)));
        Assert.Empty(builtIn.Opportunity.Fields.Where(l => l.Outbound).Select(l => l.Aws).Except(here.Opportunity.Fields.Where(l => l.Outbound).Select(l => l.Aws)).Except(SaidByTwoLines));
    }

    /// <summary>Sellers have each section; what the built-in CRM shows of it is shown here too.</summary>
    [Theory]
    [InlineData("mapping.standard")]
    [InlineData("mapping.ace")]
    public void Sellers_have_all_sections(string name)
    {
        var (seller, other, builtIn) = (Mapping($"{name}-marketplace.json"), Mapping($"{name}.json"), Read(BuiltInMapping.JsonWithMarketplace()));
        Assert.Empty(other.Marketplace);
        Assert.Equal(MappingWriter.Write(other), MappingWriter.Write(seller with { Marketplace = other.Marketplace }));
        Assert.Equal(MarketplaceSections.Names.Order(), seller.Marketplace.Keys.Order());
        foreach (var (section, mapping) in builtIn.Marketplace)
            Assert.Equal(mapping.Fields.Select(l => (l.Aws, OfOpportunity(l.Crm))), seller.Marketplace[section].Fields.Select(l => (l.Aws, l.Crm)));
        // A lookup leads to the object of the mapping's own opportunities.
        Assert.DoesNotContain(MappingCheck.Check(seller, Describe), issue => issue.Field?.StartsWith("marketplace", StringComparison.Ordinal) == true);

        string OfOpportunity(string crm) => crm == "Opportunity__c" && name == "mapping.ace" ? "ACE_Opportunity__c" : crm;
    }

    /// <summary>The picklists are restricted: AWS's own values are all there.</summary>
    [Fact]
    public void Picklists_of_AWS_Marketplace_have_AWS_s_values()
    {
        var sections = Mapping("mapping.standard-marketplace.json").Marketplace;
        var types = sections[MarketplaceSections.Product].Fields.Single(l => l.Crm == "AWS_Product_Type__c").Values.Select(v => v.Aws);
        Assert.Equal(MarketSection.Product.EntityTypes.Order(), types.Order());
        // Intents of agreements' events (user guide, notifications-eventbridge).
        Assert.Equal(["NEW", "RENEW", "REPLACE", "AMEND"], Describe.Object("AWS_Agreement__c")!.Fields.Single(f => f.Name == "AWS_Intent__c").Values!);
        // Every other field is free text, a number, a date or a flag.
        var lists = sections.Values.SelectMany(s => s.Fields.Where(l => Describe.Object(s.CrmObject)!.Fields.Single(f => f.Name == l.Crm).Type == CrmFieldType.Picklist)).Select(l => l.Crm);
        Assert.Equal(["AWS_Intent__c", "AWS_Product_Type__c"], lists.Order());
    }

    /// <summary>Every lookup between the sellers' objects, and to opportunities, is filled by a line: people need not, and can't.</summary>
    [Theory]
    [InlineData("mapping.standard-marketplace.json", "ACE_Opportunity__c")]
    [InlineData("mapping.ace-marketplace.json", "Opportunity__c")]
    public void Every_lookup_is_filled_by_the_mapping(string file, string other)
    {
        var sections = Mapping(file).Marketplace;
        var lookups = sections.Values.SelectMany(s => Describe.Object(s.CrmObject)!.Fields.Where(f => f.Type == CrmFieldType.Reference && f.Name != "OwnerId" && f.Name != other).Select(f => $"{s.CrmObject}.{f.Name}"));
        Assert.Equal(lookups.Order(), sections.Values.SelectMany(s => s.Fields.Where(l => MarketplaceLookup.Of(l.Aws) is not null).Select(l => $"{s.CrmObject}.{l.Crm}")).Order());
        // None is left out of the mapping.
        Assert.Equal(MarketplaceLookup.All.Select(l => l.Path).Order(), sections.Values.SelectMany(s => s.Fields.Select(l => l.Aws)).Where(aws => MarketplaceLookup.Of(aws) is not null).Order());
    }

    /// <summary>People read what AWS and LambdaSync decide; what is theirs, such as whether a price may be zero, they edit.</summary>
    [Theory]
    [InlineData("LambdaSync_Marketplace_User", "LambdaSync_Offer_Command__e,LambdaSync_Resale_Command__e")]
    [InlineData("LambdaSync_Channel_Partner", "LambdaSync_Offer_Command__e")]
    public void Permission_sets_of_sellers_follow_the_mapping(string name, string events)
    {
        var set = XDocument.Load(Shipped("marketplace", "main", "default", "permissionsets", $"{name}.permissionset-meta.xml")).Root!;
        var editable = set.Elements(Metadata + "fieldPermissions").ToDictionary(f => Text(f, "field"), f => Text(f, "editable") == "true");
        foreach (var section in Mapping("mapping.standard-marketplace.json").Marketplace.Values)
            Assert.All(section.Fields.Select(l => l.Crm).Append(section.AwsId).Where(crm => crm != "Name"), crm => Assert.False(editable[$"{section.CrmObject}.{crm}"]));
        Assert.True(editable["AWS_Private_Offer__c.AWS_Zero_Price__c"]);
        Assert.Equal(events.Split(','), set.Elements(Metadata + "objectPermissions").Where(o => Text(o, "object").EndsWith("__e", StringComparison.Ordinal) && Text(o, "allowCreate") == "true").Select(o => Text(o, "object")));
    }

    [Fact]
    public void Auto_finds_the_lines_of_the_ACE_objects()
    {
        var shipped = Mapping("mapping.ace.json");
        var bare = shipped with { Opportunity = shipped.Opportunity! with { Fields = [] } };

        var lines = MappingAuto.Build(Describe, bare).Opportunity!.Fields;

        var missing = shipped.Opportunity!.Fields.Where(l => !l.Aws.Contains(':', StringComparison.Ordinal)).Select(l => (l.Aws, l.Crm)).Except(lines.Select(l => (l.Aws, l.Crm))).ToList();
        Assert.True(missing.Count <= 8, string.Join(", ", missing));
    }

    [Theory]
    [MemberData(nameof(Flows))]
    public void A_flow_sends_a_command_that_is_known(string file)
    {
        var parts = file.Split('/');
        var flow = XDocument.Load(Shipped(parts[0], "main", "default", "flows", parts[1])).Root!;
        var create = flow.Element(Metadata + "recordCreates")!;
        var values = create.Elements(Metadata + "inputAssignments").ToDictionary(a => Text(a, "field"), a => a.Element(Metadata + "value")!);
        var verbs = values["Verb__c"].Element(Metadata + "stringValue") is { } verb ? [verb.Value] : Choices(flow, values["Verb__c"].Element(Metadata + "elementReference")!.Value);
        var expression = flow.Element(Metadata + "formulas")?.Element(Metadata + "expression")!.Value ?? Text(values["Arguments__c"], "stringValue");
        var arguments = Argument().Matches(expression).Select(m => m.Groups[1].Value).ToList();
        Assert.NotEmpty(verbs);
        foreach (var known in verbs.Select(v => CommandVerbs.ArgumentsOf(v) ?? throw new InvalidOperationException($"there is no verb {v}")))
        {
            Assert.Empty(arguments.Except(known.Select(a => a.Name)));
            Assert.Empty(known.Where(a => a.IsRequired).Select(a => a.Name).Except(arguments));
        }

        Assert.All(verbs, v => Assert.True(CommandRole.May(CrmCommandEvent.Roles[Text(create, "object")], v)));

        foreach (var reason in arguments.Contains("reason") ? Choices(flow, "reason") : [])
            Assert.Null(RejectionReason.Problem(reason, isLead: false));
    }

    /// <summary>The administrator's guide names parameters of the stack, and how many custom fields the packages add.</summary>
    [Fact]
    public void The_guide_is_true_of_the_template_and_the_metadata()
    {
        var guide = File.ReadAllText(Shipped("README.md"));
        var parameters = JsonDocument.Parse(File.ReadAllBytes(RepositoryFolder.File("serverless.template"))).RootElement.GetProperty("Parameters");
        var named = Parameter().Matches(guide).Select(m => m.Groups[1].Value).Distinct().ToList();
        Assert.Superset(new HashSet<string> { "Crm", "SalesforceHost", "SalesforceEventSource", "CrmCommandsSource" }, named.ToHashSet());
        Assert.All(named, name => Assert.True(parameters.TryGetProperty(name, out _), name));
        var fields = Directory.EnumerateFiles(Shipped("force-app", "main", "default", "objects", "Opportunity", "fields"), "*__c.field-meta.xml").Count();
        Assert.Contains($"room for {fields} custom fields on Opportunity", guide, StringComparison.Ordinal);
    }

    /// <summary>Text that a person writes stays one text of the JSON, whatever is in it.</summary>
    [Fact]
    public void Arguments_are_escaped()
    {
        var flow = XDocument.Load(Shipped("force-app", "main", "default", "flows", "LambdaSync_Opportunity_Assign.flow-meta.xml")).Root!;
        var expression = flow.Element(Metadata + "formulas")!.Element(Metadata + "expression")!.Value;
        Assert.Equal("""'{' & '"email":"' & SUBSTITUTE(SUBSTITUTE({!email}, '\\', '\\\\'), '"', '\\"') & '"' & ',"firstName":"' & SUBSTITUTE(SUBSTITUTE({!firstName}, '\\', '\\\\'), '"', '\\"') & '"' & ',"lastName":"' & SUBSTITUTE(SUBSTITUTE({!lastName}, '\\', '\\\\'), '"', '\\"') & '"' & '}'""", expression);
    }

    static IReadOnlyList<string> Choices(XElement flow, string field)
    {
        var names = flow.Descendants(Metadata + "fields").Single(f => Text(f, "name") == field).Elements(Metadata + "choiceReferences").Select(c => c.Value).ToHashSet();
        return [.. flow.Elements(Metadata + "choices").Where(c => names.Contains(Text(c, "name"))).Select(c => Text(c.Element(Metadata + "value")!, "stringValue"))];
    }

    static string Text(XElement owner, string name) => owner.Element(Metadata + name)!.Value;

    static MappingDocument Mapping(string file) => Read(File.ReadAllBytes(Shipped(file)));

    static MappingDocument Read(byte[] json)
    {
        var issues = new List<Issue>();
        var mapping = MappingReader.Read(json, issues);
        Assert.Empty(issues);
        return mapping!;
    }

    static string Shipped(params string[] parts) => RepositoryFolder.File(["infra", "salesforce", .. parts]);

    [GeneratedRegex("\"(\\w+)\":\"")]
    private static partial Regex Argument();

    [GeneratedRegex("`(\\w+)=[a-z]")]
    private static partial Regex Parameter();
}
