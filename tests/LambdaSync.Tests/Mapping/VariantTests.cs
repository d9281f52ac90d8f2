using System.Text;
using System.Text.Json;
using LambdaSync.Mapping;
using Xunit;

namespace LambdaSync.Tests.Mapping;

/// <summary>Record types, hidden, computed and controlled fields of a CRM, as a mapping is checked against them.</summary>
public sealed class VariantTests
{
    static readonly CrmField Stage = new("Stage__c", "Stage", CrmFieldType.Picklist, Restricted: true, Values: ["Prospect", "Qualified", "Launched", "Technical Validation", "Business Validation", "Committed", "Closed Lost"]);

    [Theory]
    [Trait("Row", "F-28")]
    [InlineData(true, Severity.Error)]
    [InlineData(false, Severity.Warning)]
    public void A_value_that_a_record_type_does_not_offer_is_found(bool isDefault, Severity severity)
    {
        var crm = With(new CrmVariant("012A", "Partner deals", isDefault, Lists("Stage__c", ["Prospect", "Qualified", "Technical Validation", "Business Validation", "Committed", "Closed Lost"])), Stage);
        var issue = Assert.Single(Check("""{ "aws": "LifeCycle.Stage", "crm": "Stage__c" }""", crm), i => i.Code == IssueCodes.MappingValueMissing);
        Assert.Equal((severity, "'Launched'"), (issue.Severity, issue.Value));
        Assert.Contains("Partner deals", issue.Rule, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "F-28")]
    public void A_draft_uses_the_values_of_the_record_type_that_new_records_have()
    {
        var crm = With(new CrmVariant("012A", "Partner deals", true, Lists("AWS_Stage__c", ["Prospect", "Qualified"])), Stage with { Name = "AWS_Stage__c", Label = "AWS Stage" });
        var line = MappingAuto.Build(crm, null).Opportunity!.Fields.Single(f => f.Crm == "AWS_Stage__c");
        Assert.Equal(["Prospect", "Qualified"], line.Values.Select(v => v.Aws));
    }

    [Fact]
    [Trait("Row", "D10")]
    public void A_record_type_that_lacks_a_word_of_the_sync_status_is_found()
    {
        var field = new CrmField("Status__c", "Status", CrmFieldType.Picklist, Restricted: true, Values: LambdaSync.Sync.SyncStatuses.Words);
        var issues = Check("""{ "aws": "Project.Title", "crm": "Name" }""", With(new CrmVariant("012A", "Partner deals", false, Lists("Status__c", ["Synced"])), field), "\"status\": { \"syncStatus\": \"Status__c\" }, ");
        Assert.Contains(issues, i => i is { Code: IssueCodes.MappingIncompatible, Value: "Status__c" } && i.Rule.StartsWith("In 'Partner deals'", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Row", "F-4")]
    public void A_field_that_the_integration_user_may_not_see_is_an_error()
    {
        var issue = Assert.Single(Check("""{ "aws": "Project.Title", "crm": "Title__c" }""", With(null, new CrmField("Title__c", "Title", CrmFieldType.Text, Length: 255) { Readable = false })), IsOfLine);
        Assert.Equal((IssueCodes.MappingNotReadable, Severity.Error, "Title__c"), (issue.Code, issue.Severity, issue.Value));
    }

    [Theory]
    [Trait("Row", "F-25")]
    [InlineData("", 1)]
    [InlineData(", \"outbound\": false", 0)]
    public void A_computed_field_that_is_sent_is_named(string more, int named)
    {
        var crm = With(null, new CrmField("Title__c", "Title", CrmFieldType.Text, Length: 255, Writable: false) { Calculated = true });
        var issues = Check($$"""{ "aws": "Project.Title", "crm": "Title__c", "inbound": false{{more}} }""", crm);
        Assert.Equal(named, issues.Count(i => i is { Code: IssueCodes.MappingCalculated, Severity: Severity.Warning }));
    }

    [Fact]
    public void A_field_for_new_records_only_and_one_that_another_field_controls_are_named()
    {
        var crm = With(
            null, new CrmField("Title__c", "Title", CrmFieldType.Text, Length: 255) { CreateOnly = true },
            Stage with { ControlledBy = "Kind__c" }, new CrmField("Kind__c", "Kind", CrmFieldType.Picklist, Values: ["A"]));
        var issues = Check("""{ "aws": "Project.Title", "crm": "Title__c" }, { "aws": "LifeCycle.Stage", "crm": "Stage__c" }""", crm);
        Assert.Contains(issues, i => i is { Code: IssueCodes.MappingNotWritable, Severity: Severity.Warning, Value: "Title__c" });
        Assert.Contains(issues, i => i.Severity == Severity.Warning && i.Rule.Contains("no line fills Kind__c", StringComparison.Ordinal));
    }

    [Fact]
    public void A_saved_description_says_the_same()
    {
        var crm = With(
            new CrmVariant("012A", "Partner deals", true, Lists("Stage__c", ["Prospect"])),
            Stage with { ControlledBy = "Kind__c", Allowed = Lists("A", ["Prospect", "Qualified"]) },
            new CrmField("Hidden__c", "Hidden", CrmFieldType.Number, Scale: 2, Required: true, Writable: false) { Readable = false, Calculated = true, Unique = true, CreateOnly = true, UpdateOnly = true });
        var json = MetadataDocument.Write(crm);
        Assert.Equivalent(crm, MetadataDocument.Read(json), strict: true);
        Assert.Equal(Encoding.UTF8.GetString(json), Encoding.UTF8.GetString(MetadataDocument.Write(MetadataDocument.Read(json))));
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"objects":[{"name":"A","fields":[{"name":"F","type":"Nonsense"}]}]}""")]
    [InlineData("""{"objects":[{"name":"A"}]}""")]
    [InlineData("no JSON")]
    public void Another_file_is_refused(string text) => Assert.ThrowsAny<JsonException>(() => MetadataDocument.Read(Encoding.UTF8.GetBytes(text)));

    static bool IsOfLine(Issue issue) => issue.Record is null && issue.Field?.StartsWith("opportunity.fields[0]", StringComparison.Ordinal) == true;

    static Dictionary<string, IReadOnlyList<string>> Lists(string name, IReadOnlyList<string> values) => new() { [name] = values };

    static CrmMetadata With(CrmVariant? variant, params CrmField[] fields)
    {
        var crm = SampleCrm.With(fields);
        return crm with { Objects = [.. crm.Objects.Select(o => o.Name == "Opportunity" && variant is not null ? o with { Variants = [variant], VariantField = "RecordTypeId" } : o)] };
    }

    static IReadOnlyList<Issue> Check(string lines, CrmMetadata crm, string members = "")
    {
        var document = MappingReader.Read(Encoding.UTF8.GetBytes($$"""{ "version": 1, "opportunity": { "crmObject": "Opportunity", "awsId": "APN_CRM_Unique_Identifier__c", {{members}}"fields": [{{lines}}] } }"""), new List<Issue>())!;
        return MappingCheck.Check(document, crm);
    }
}
