using System.Globalization;
using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Whether a mapping can work: against AWS's field catalogue and against what the CRM says of its own fields (rows C3, C11).</summary>
public static class MappingCheck
{
    /// <summary>What was found, in the document's order; of very many issues the first ones and their number. Without a CRM only AWS's side is checked. An error forbids publishing.</summary>
    public static IReadOnlyList<Issue> Check(MappingDocument doc, CrmMetadata? crm)
    {
        var issues = new IssueList(MappingReader.MaxIssues);
        if (doc.Opportunity is { } opportunity)
            Object("opportunity", AceObject.Opportunity, opportunity, crm, issues);
        if (doc.Lead is { } lead)
            Object("lead", AceObject.Lead, lead, crm, issues);
        if (crm is not null)
            MarketplaceSections.Check(doc.Marketplace, doc.Opportunity?.CrmObject, crm, issues);
        return issues.ToList();
    }

    static void Object(string at, AceObject aceObject, ObjectMapping mapping, CrmMetadata? crm, IssueList issues)
    {
        var scope = new CheckScope(FieldCatalogue.Of(aceObject), crm, mapping.CrmObject, issues);
        if (crm is not null && crm.Object(mapping.CrmObject) is null)
        {
            scope.Error(
                IssueCodes.MappingUnknownCrmField, $"{at}.crmObject", mapping.CrmObject, $"The CRM has no object '{mapping.CrmObject}' that the integration user can see.",
                Nearest.Hint(mapping.CrmObject, crm.Objects.Select(o => o.Name)) + "Correct it, or give the user the right to read it.");
        }

        ObjectCheck.Keys(mapping, at, scope);
        ConditionCheck.Check(mapping.WhenInbound, $"{at}.when.inbound", scope);
        ConditionCheck.Check(mapping.WhenOutbound, $"{at}.when.outbound", scope);
        var lines = new List<CheckedLine>();
        foreach (var (i, field) in mapping.Fields.Index())
            lines.Add(LineCheck.Check(field, string.Create(CultureInfo.InvariantCulture, $"{at}.fields[{i}]"), scope));
        // Files and the API have lines of their own: one of each may write a field.
        foreach (var side in lines.GroupBy(line => LeadPaths.IsApi(line.Line.Aws)))
            DuplicateCheck.Check([.. side], mapping, scope);
        ElementCheck.Check(lines, scope);
        ObjectCheck.Controlled(lines, scope);
        StatusCheck.Check(mapping, at, scope);
        InvitationCheck.Check(mapping, at, scope);
        ObjectCheck.RequiredInCrm(mapping, at, scope);
        if (aceObject == AceObject.Opportunity)
            ObjectCheck.RequiredByAws(lines, mapping, at, scope);
        else
            ObjectCheck.OnlyInFiles(mapping, at, scope);
    }
}
