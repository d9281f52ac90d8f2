namespace LambdaSync.Sync.Work;

/// <summary>
/// What a person or another program requested of one record with a command. It travels as a reason of the record's work, so it is stored
/// before it is acknowledged, survives a crash, and is cleared by the settlement of the claim that carried it out.
/// </summary>
/// <param name="Verb">One of <see cref="RequestVerbs"/>.</param>
/// <param name="Arguments">By name; no empty values.</param>
public sealed record RecordRequest(string Verb, IReadOnlyDictionary<string, string> Arguments)
{
    /// <summary>Who requested it, as the sync log shows it; null: not known.</summary>
    public string? By => Arguments.GetValueOrDefault("by");

    /// <summary>The id of the command's job; null: it had none.</summary>
    public string? Job => Arguments.GetValueOrDefault("job");

    /// <summary>The request as the sync log shows it: <c>submit by jane</c>.</summary>
    public string Words => By is { } by ? $"{Verb} by {by}" : Verb;

    /// <summary>An argument, or null.</summary>
    public string? this[string argument] => Arguments.GetValueOrDefault(argument);

    /// <summary>The reason: <c>submit?by=...&amp;job=...</c>, arguments by name, so that equal requests are one reason.</summary>
    public string ToReason() => Verb + "?" + string.Join('&', Arguments.OrderBy(a => a.Key, StringComparer.Ordinal).Select(a => a.Key + "=" + Uri.EscapeDataString(a.Value)));

    /// <summary>The request that a reason carries, or null: it is another reason.</summary>
    public static RecordRequest? Read(string reason)
    {
        var mark = reason.IndexOf('?', StringComparison.Ordinal);
        if (mark < 0)
            return null;
        var arguments = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var argument in reason[(mark + 1)..].Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var equals = argument.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
                arguments[argument[..equals]] = Uri.UnescapeDataString(argument[(equals + 1)..]);
        }

        return new RecordRequest(reason[..mark], arguments);
    }
}

/// <summary>The verbs of requests. Their arguments have the names of AWS's API model, in camel case.</summary>
public static class RequestVerbs
{
    /// <summary>StartEngagementFromOpportunityTask. <c>involvementType</c> and <c>visibility</c>, where they differ from the mapping's.</summary>
    public const string Submit = "submit";

    /// <summary>AssociateOpportunity: <c>relatedEntityType</c>, <c>relatedEntityIdentifier</c>.</summary>
    public const string Associate = "associate";

    /// <summary>DisassociateOpportunity: <c>relatedEntityType</c>, <c>relatedEntityIdentifier</c>.</summary>
    public const string Disassociate = "disassociate";

    /// <summary>AssignOpportunity: <c>email</c>, <c>firstName</c>, <c>lastName</c>, <c>businessTitle</c>.</summary>
    public const string Assign = "assign";

    /// <summary>UpdateEngagementContext of a lead: <c>qualificationStatus</c>.</summary>
    public const string Qualify = "qualify";

    /// <summary>StartOpportunityFromEngagementTask of a lead.</summary>
    public const string Convert = "convert";

    /// <summary>CreateEngagement with the lead of a CRM record.</summary>
    public const string CreateLead = "create-lead";

    /// <summary>A prospecting task has ended for a lead: <c>task</c>, <c>status</c>, <c>reasonCode</c>, <c>message</c>. No command's.</summary>
    public const string Enriched = "enriched";

    /// <summary>CreateEngagementInvitation for the engagement of an opportunity: <c>account</c>, <c>responsibility</c>, <c>message</c>, <c>alias</c>.</summary>
    public const string Invite = "invite";

    /// <summary>StartEngagementByAcceptingInvitationTask of an opportunity's invitation, AcceptEngagementInvitation of a lead's.</summary>
    public const string Accept = "accept";

    /// <summary>RejectEngagementInvitation: <c>reason</c>.</summary>
    public const string Reject = "reject";

    /// <summary>CancelChangeSet of a change set that LambdaSync has started.</summary>
    public const string CancelChangeSet = "change-set-cancel";

    /// <summary>An opportunity was associated with an offer of AWS Marketplace: <c>opportunity</c>, its key's kind and id. No command's.</summary>
    public const string Linked = "linked";

    /// <summary>The opportunity is not associated with the offer any more: <c>opportunity</c>, as of <see cref="Linked"/>. No command's.</summary>
    public const string Unlinked = "unlinked";

    /// <summary>Another record of AWS Marketplace names this one, and is to be read again once the CRM has this one: <c>by</c>, its AWS id. No command's.</summary>
    public const string Named = "named";

    /// <summary>How a command about the record has ended: <c>verb</c>, <c>error</c> if it was refused, <c>by</c>, <c>person</c>, <c>job</c>. No command's.</summary>
    public const string Commanded = "commanded";

    /// <summary>What an event says of an agreement and its description does not: <c>intent</c>, <c>status</c>, <c>successor</c> ... No command's.</summary>
    public const string Announced = "announced";

    /// <summary>Those that commands request.</summary>
    public static IReadOnlyList<string> All { get; } = [Submit, Associate, Disassociate, Assign, Qualify, Convert, CreateLead, Invite, Accept, Reject, CancelChangeSet];

    /// <summary>Whether the verb answers an invitation.</summary>
    public static bool IsAnswer(string verb) => verb is Accept or Reject;
}
