using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Drafts a mapping from what the CRM says of its fields: equal names, well-known pairs, equal values (rows C6, C7).</summary>
public static class MappingAuto
{
    const string PreferredAwsId = "APN_CRM_Unique_Identifier__c";

    /// <summary>A mapping of every AWS field for which the CRM has a fitting one. Lines that exist are kept as they are.</summary>
    public static MappingDocument Build(CrmMetadata crm, MappingDocument? existing) => new(
        MappingReader.Version,
        Object(AceObject.Opportunity, crm, existing?.Opportunity),
        Object(AceObject.Lead, crm, existing?.Lead));

    static ObjectMapping? Object(AceObject aceObject, CrmMetadata crm, ObjectMapping? existing)
    {
        var crmObject = existing is not null
            ? crm.Object(existing.CrmObject)
            : StandardPairs.Objects(aceObject).Select(name => crm.Objects.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase))).FirstOrDefault(o => o is not null);
        if (crmObject is null)
            return existing;
        var catalogue = FieldCatalogue.Of(aceObject);
        var mapping = existing ?? new ObjectMapping(
            crmObject.Name, AwsId(crmObject), SyncFlag(crmObject), ShareMode.OnCommand, true, Owner.None, null, [], [], null, [])
        { Status = AutoStatus.Of(crmObject, catalogue) };
        var scope = new CheckScope(catalogue, crm, crmObject.Name, new IssueList());
        mapping = mapping with { Fields = new AutoLines(aceObject, mapping, crmObject, scope).Build() };
        if (existing is not null)
            return mapping;
        return aceObject == AceObject.Lead
            ? mapping with { Convert = AutoAnswers.Convert(crmObject, StandardPairs.Objects(AceObject.Opportunity)) }
            : mapping with { Invitation = AutoAnswers.Invitation(mapping, crmObject) };
    }

    static string AwsId(CrmObject crmObject)
    {
        var fit = crmObject.Fields.Where(ObjectCheck.IsIdField).Select(f => f.Name).ToList();
        return fit.Find(name => name == PreferredAwsId)
            ?? fit.Find(name => AutoNames.Normal(name) == AutoNames.Normal(PreferredAwsId))
            ?? fit.Find(AutoNames.IsForAws) ?? (fit.Count > 0 ? fit[0] : PreferredAwsId);
    }

    static string? SyncFlag(CrmObject crmObject) =>
        crmObject.Fields.FirstOrDefault(f => f is { Type: CrmFieldType.Boolean, Writable: true } && AutoNames.Normal(f.Name) is "syncwithaws" or "sync" or "syncwithpartnercentral")?.Name;
}
