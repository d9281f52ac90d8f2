namespace LambdaSync.Mapping;

/// <summary>How invitations to opportunities are shown and answered in the CRM. Without it, only commands answer them.</summary>
/// <param name="Answer">The CRM field in which a person answers, or null.</param>
/// <param name="Accept">The values of <paramref name="Answer"/> that accept, canonical JSON text.</param>
/// <param name="Reject">The values of <paramref name="Answer"/> that reject, canonical JSON text.</param>
/// <param name="Reason">The CRM field with the reason of a rejection, or null.</param>
/// <param name="AutoAccept">What an invitation has to meet to be accepted without a person, all of it; null: none is.</param>
/// <param name="Owner">Who gets a new invitation, or null.</param>
/// <param name="Status">The CRM field that shows how the invitation stands, or null.</param>
/// <param name="Error">The CRM field that shows why an answer was not taken, or null.</param>
public sealed record InvitationMapping(
    string? Answer, IReadOnlyList<string> Accept, IReadOnlyList<string> Reject, string? Reason, IReadOnlyList<Condition>? AutoAccept, OwnerMapping? Owner,
    string? Status, string? Error)
{
    /// <summary>Days that are no working days, beside Saturdays and Sundays: requests from AWS Marketplace have five working days.</summary>
    public IReadOnlyList<DateOnly> Holidays { get; init; } = [];

    /// <summary>The holidays that count for an invitation: those of its own section; a lead's section without any has those of the opportunities.</summary>
    public static IReadOnlyList<DateOnly> HolidaysFor(bool isLead, ObjectMapping? opportunities, ObjectMapping? leads) =>
        isLead && leads?.Invitation is { Holidays.Count: > 0 } own ? own.Holidays : opportunities?.Invitation?.Holidays ?? [];

    /// <summary>What the CRM record of a new invitation gets in fields that the invitation shows nothing of, canonical JSON text: a stage, say, where the CRM requires one.</summary>
    public IReadOnlyDictionary<string, string> Initial { get; init; } = new Dictionary<string, string>();

    /// <summary>The CRM fields that are read, by their names in the JSON.</summary>
    public IEnumerable<(string Member, string Crm)> Fields() =>
        new (string Member, string? Crm)[] { ("answer", Answer), ("reason", Reason), ("status", Status), ("error", Error) }.Where(f => f.Crm is not null).Select(f => (f.Member, f.Crm!));

    /// <summary>The conditions on an invitation.</summary>
    public IEnumerable<Condition> Conditions() => (AutoAccept ?? []).Concat(Owner?.Rules.SelectMany(rule => rule.When) ?? []);
}

/// <summary>Who gets a new invitation: the value of the first rule that holds, else the default.</summary>
/// <param name="Crm">The CRM field that names the owner.</param>
/// <param name="Default">Canonical JSON text, or null: the field is left as the CRM fills it.</param>
public sealed record OwnerMapping(string Crm, IReadOnlyList<OwnerRule> Rules, string? Default);

/// <param name="Value">Canonical JSON text.</param>
public sealed record OwnerRule(IReadOnlyList<Condition> When, string Value);
