using LambdaSync.Sync.Invitations;

namespace LambdaSync.Mapping;

/// <summary>Drafts how people answer in the CRM, from fields that were made for it: <c>invitation</c> of opportunities, <c>convert</c> of leads.</summary>
static class AutoAnswers
{
    // AWS's first stage.
    const string First = "Prospect";

    /// <param name="mapping">With its lines.</param>
    /// <returns>Null: no field has values that accept and reject, or none takes the reason.</returns>
    public static InvitationMapping? Invitation(ObjectMapping mapping, CrmObject crmObject)
    {
        if (Line(mapping, "invitation:Status") is not { Outbound: true } answer || Line(mapping, "invitation:RejectionReason") is not { Outbound: true } reason)
            return null;
        var (accept, reject) = (ValuesOf(answer, InvitationMemo.Accepted), ValuesOf(answer, InvitationMemo.Rejected));
        return accept.Count == 0 || reject.Count == 0
            ? null
            : new InvitationMapping(answer.Crm, accept, reject, reason.Crm, null, null, mapping.Status?.SyncStatus, mapping.Status?.LastError) { Initial = Initial(mapping, crmObject) };
    }

    public static ConvertMapping? Convert(CrmObject crmObject, IReadOnlyCollection<string> opportunities)
    {
        var flag = crmObject.Fields.FirstOrDefault(f => f is { Type: CrmFieldType.Boolean, Writable: true } && AutoNames.Normal(f.Name) == "convertataws")?.Name;
        var to = crmObject.Fields.FirstOrDefault(f => f.RelatesTo is { } other && opportunities.Contains(other) && AutoNames.Normal(f.Name) is "convertedopportunityid" or "convertedopportunity")?.Name;
        return (flag ?? to) is null ? null : new ConvertMapping(flag, [], to);
    }

    // An invitation shows no stage. Where the CRM requires one, there would be no record to answer in.
    static Dictionary<string, string> Initial(ObjectMapping mapping, CrmObject crmObject) => mapping.Fields
        .Where(line => line.Aws == "LifeCycle.Stage" && crmObject.Fields.Any(f => f.Name == line.Crm && f.Required))
        .Select(line => (line.Crm, Value: ValuesOf(line, First).Append(FirstOf(crmObject, line.Crm)).FirstOrDefault(value => value is not null)))
        .Where(field => field.Value is not null).ToDictionary(field => field.Crm, field => field.Value!, StringComparer.Ordinal);

    static string? FirstOf(CrmObject crmObject, string name) =>
        crmObject.Fields.First(f => f.Name == name).Values is { Count: > 0 } values ? Scalars.OfText(values.FirstOrDefault(value => value == First) ?? values[0]) : null;

    static FieldMapping? Line(ObjectMapping mapping, string aws) => mapping.Fields.FirstOrDefault(line => line.Aws == aws);

    static IReadOnlyList<string> ValuesOf(FieldMapping line, string aws) => line.Values.FirstOrDefault(v => v.Aws == aws)?.Crm ?? [];
}
