namespace LambdaSync.Mapping;

/// <summary>The sections of a mapping for what AWS Marketplace has. Only AWS writes it, so their lines go inbound.</summary>
public static class MarketplaceSections
{
    public const string Product = "product", Offer = "offer", OfferSet = "offerSet", ResaleAuthorization = "resaleAuthorization", Agreement = "agreement";

    /// <summary>Each is also the root of its lines' paths: <c>offer:Name</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = [Product, Offer, OfferSet, ResaleAuthorization, Agreement];

    public static IReadOnlyDictionary<string, ObjectMapping> None { get; } = new Dictionary<string, ObjectMapping>();

    /// <summary>Reads the member <c>marketplace</c> of a mapping document.</summary>
    internal static IReadOnlyDictionary<string, ObjectMapping> Read(Place? place)
    {
        if (place?.Object([.. Names]) is not { } members)
            return None;
        var sections = new Dictionary<string, ObjectMapping>(StringComparer.Ordinal);
        foreach (var name in Names)
        {
            if (Section(members.Find(name)) is { } section)
                sections[name] = section;
        }

        return sections;
    }

    /// <summary>Whether the CRM has the objects and fields that the sections name, and the fields take what is written to them.</summary>
    /// <param name="opportunities">The CRM's object that opportunities are mapped to, or null: none.</param>
    internal static void Check(IReadOnlyDictionary<string, ObjectMapping> sections, string? opportunities, CrmMetadata crm, IssueList issues)
    {
        foreach (var (name, mapping) in sections)
        {
            if (crm.Object(mapping.CrmObject) is not { } found)
            {
                issues.Add(Issue.Error(
                    IssueCodes.MappingUnknownCrmField, $"marketplace.{name}.crmObject", mapping.CrmObject, $"The CRM has no object '{mapping.CrmObject}' that the integration user can see.", "Correct it, or give the user the right to read it."));
                continue;
            }

            foreach (var field in mapping.Fields.Select(line => line.Crm).Prepend(mapping.AwsId).Distinct(StringComparer.Ordinal).Where(field => !field.Contains('.', StringComparison.Ordinal) && found.Fields.All(f => f.Name != field)))
                issues.Add(Issue.Error(IssueCodes.MappingUnknownCrmField, $"marketplace.{name}", field, $"The CRM's object {mapping.CrmObject} has no field '{field}'.", "Correct it, or create the field."));
            if (found.Fields.FirstOrDefault(f => f.Name == mapping.AwsId) is { ExternalId: false })
                issues.Add(Issue.Error(IssueCodes.MappingIncompatible, $"marketplace.{name}.awsId", mapping.AwsId, $"{mapping.AwsId} is no external id, so no record is found by it.", "Mark the field as an external id."));
            foreach (var line in mapping.Fields.Where(line => line.Inbound))
            {
                if (found.Fields.FirstOrDefault(f => f.Name == line.Crm) is { } field && Unfit(line, field, Target) is var (code, rule, fix))
                    issues.Add(Issue.Error(code, $"marketplace.{name}", line.Crm, rule, fix));
            }
        }

        string? Target(MarketplaceLookup lookup) => lookup.IsToOpportunity ? opportunities : sections.GetValueOrDefault(lookup.To)?.CrmObject;
    }

    static (string Code, string Rule, string Fix)? Unfit(FieldMapping line, CrmField field, Func<MarketplaceLookup, string?> target)
    {
        var lookup = MarketplaceLookup.Of(line.Aws);
        if (field.Type == CrmFieldType.Reference && lookup is null)
            return (IssueCodes.MappingIncompatible, $"{field.Name} leads to a record of the CRM, and {line.Aws} is none.", "Map it to a text field.");
        if (lookup is not null && target(lookup) is var to && (to is null || (field.RelatesTo is { } related && related != to)))
            return to is null
                ? (IssueCodes.MappingIncompatible, $"{line.Aws} is a record that the mapping has no section for.", "Map those records, or leave the line out.")
                : (IssueCodes.MappingIncompatible, $"{field.Name} leads to {field.RelatesTo}, and {line.Aws} is a record of {to}.", "Correct the field or the path.");
        if (!field.Writable)
            return (IssueCodes.MappingNotWritable, $"The integration user may not write {field.Name}.", "Give the user the right to write it, or map another field.");
        return field is { Restricted: true, Values: { } picklist } && line.Values.SelectMany(v => v.Crm).Select(Scalars.TextOf).OfType<string>().FirstOrDefault(value => !picklist.Contains(value)) is { } missing
            ? (IssueCodes.MappingValueMissing, $"The picklist {field.Name} has no value '{missing}'.", "Add the value to the picklist, or correct it in the line.") : null;
    }

    static ObjectMapping? Section(Place? place)
    {
        if (place?.Object("crmObject", "awsId", "inboundUpdates", "when", "fields") is not { } members)
            return null;
        var when = members.Find("when")?.Object("inbound");
        return new ObjectMapping(
            members.Required("crmObject")?.Text() ?? "", members.Required("awsId")?.Text() ?? "", null, ShareMode.OnCommand, members.Flag("inboundUpdates", true), Owner.Aws, null,
            ConditionReader.All(when?.Find("inbound")), [], null,
            [.. members.Required("fields")?.Items(atLeastOne: false, MappingReader.MaxLines).Select(FieldReader.Read).OfType<FieldMapping>().Select(line => line with { Outbound = false }) ?? []]);
    }
}
