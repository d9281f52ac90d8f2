using System.Globalization;

namespace LambdaSync.Mapping;

/// <summary>Checks <c>invitation</c>: its fields exist and fit, no line writes what a person answers in, and its conditions can hold.</summary>
static class InvitationCheck
{
    /// <summary>AWS's texts of reasons have at most so many characters (API_RejectEngagementInvitation).</summary>
    public const int MaxReason = 80;

    public static void Check(ObjectMapping mapping, string at, CheckScope scope)
    {
        if (mapping.Invitation is not { } invitation)
            return;
        foreach (var (member, crm, other) in Clashes(mapping))
            scope.Error(IssueCodes.MappingDuplicate, $"{at}.invitation.{member}", crm, Rule(crm, $"{at}.{other}"), Fix);
        foreach (var (member, crm) in invitation.Fields())
            Field(invitation, member, crm, $"{at}.invitation.{member}", scope, mapping);
        ConditionCheck.Check(invitation.AutoAccept ?? [], $"{at}.invitation.autoAccept.when", scope);
        foreach (var (i, rule) in (invitation.Owner?.Rules ?? []).Index())
            ConditionCheck.Check(rule.When, string.Create(CultureInfo.InvariantCulture, $"{at}.invitation.owner.rules[{i}].when"), scope);
        if (invitation.Owner is { } owner && scope.CrmField(owner.Crm, $"{at}.invitation.owner.crm") is { Writable: false })
            NotWritable($"{at}.invitation.owner.crm", owner.Crm, scope);
        foreach (var (crm, _) in invitation.Initial)
        {
            if (scope.CrmField(crm, $"{at}.invitation.initial") is { Writable: false })
                NotWritable($"{at}.invitation.initial", crm, scope);
        }

        if (invitation is { Answer: not null, Reject.Count: > 0, Reason: null })
            scope.Error(IssueCodes.MappingInvalid, $"{at}.invitation.reject", null, "AWS takes no rejection without a reason, and 'reason' names no field.", "Add \"reason\": the CRM field with the reason.");
    }

    /// <summary>Fields that the sync writes and something else uses too, each with the other place within the object.</summary>
    public static IEnumerable<(string Member, string Crm, string Other)> Clashes(ObjectMapping mapping)
    {
        if (mapping.Invitation is not { } invitation)
            yield break;
        var lines = mapping.Fields.Index().GroupBy(f => f.Item.Crm, StringComparer.Ordinal).ToDictionary(g => g.Key, g => string.Create(CultureInfo.InvariantCulture, $"fields[{g.First().Index}]"), StringComparer.Ordinal);
        // Status and error may be the record's own status fields: an invitation's are shown until its opportunity's are.
        foreach (var (member, crm) in invitation.Fields().Where(f => f.Member is "status" or "error"))
        {
            if (crm == mapping.AwsId || crm == mapping.SyncFlag || crm == invitation.Answer || crm == invitation.Reason)
                yield return (member, crm, crm == mapping.AwsId ? "awsId" : crm == mapping.SyncFlag ? "syncFlag" : "invitation");
            else if (lines.TryGetValue(crm, out var line))
                yield return (member, crm, line);
        }

        // AWS's value would replace the answer before it is read.
        foreach (var (i, line) in mapping.Fields.Index().Where(f => f.Item is { Inbound: true, Outbound: false } && f.Item.Crm == invitation.Answer))
            yield return ("answer", line.Crm, string.Create(CultureInfo.InvariantCulture, $"fields[{i}]"));
    }

    public static string Rule(string crm, string other) => $"{crm} belongs to the answering of invitations, and {other} writes it too.";

    public const string Fix = "Name a field of its own, or remove one of the two.";

    static void Field(InvitationMapping invitation, string member, string crm, string here, CheckScope scope, ObjectMapping mapping)
    {
        if (crm.Contains('.', StringComparison.Ordinal))
        {
            scope.Error(IssueCodes.MappingInvalid, here, crm, $"{crm} belongs to another record, which others share.", $"Name a field of {mapping.CrmObject} itself.");
            return;
        }

        if (scope.CrmField(crm, here) is not { } field)
            return;
        if (member is "status" or "error" && !field.Writable)
            NotWritable(here, crm, scope);
        if (member is "status" or "error" && field.Type is not (CrmFieldType.Text or CrmFieldType.LongText or CrmFieldType.Picklist))
            scope.Error(IssueCodes.MappingIncompatible, here, crm, $"{crm} shows a text, and it is of type {field.Type}.", "Name a text field.");
        foreach (var value in member == "answer" ? invitation.Accept.Concat(invitation.Reject) : [])
        {
            if (field is { Restricted: true, Values: { } picklist } && !picklist.Contains(Scalars.TextOf(value) ?? value))
                scope.Warn(IssueCodes.MappingValueMissing, here, value, $"The picklist {crm} does not have {value}.", Nearest.Hint(Scalars.TextOf(value) ?? value, picklist) + "Correct it.");
        }

        foreach (var value in member == "reason" ? field.Values?.Where(v => v.Length > MaxReason) ?? [] : [])
            scope.Warn(IssueCodes.MappingValueMissing, here, value, string.Create(CultureInfo.InvariantCulture, $"AWS takes reasons of at most {MaxReason} characters."), "Shorten the picklist's value.");
    }

    static void NotWritable(string here, string crm, CheckScope scope) => scope.Error(
        IssueCodes.MappingNotWritable, here, crm, $"The integration user may not write {crm}.", "Give it the right to edit the field (a formula or system field has none), or leave the member out.");
}
