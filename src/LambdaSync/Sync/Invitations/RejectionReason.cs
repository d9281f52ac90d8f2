namespace LambdaSync.Sync.Invitations;

/// <summary>The reason of a rejection, as RejectEngagementInvitation takes it.</summary>
public static class RejectionReason
{
    const int MaxLength = 80;

    /// <summary>What AWS publishes for opportunities (API_RejectEngagementInvitation). A lead's reason is the partner's own words.</summary>
    public static IReadOnlyList<string> OfOpportunity { get; } =
        ["Customer problem unclear", "Next steps unclear", "Unable to support", "Duplicate of partner referral", "Other"];

    /// <summary>The reason as AWS writes it: one of the published ones may be written with other capitals.</summary>
    public static string Normal(string reason) => OfOpportunity.FirstOrDefault(known => known.Equals(reason, StringComparison.OrdinalIgnoreCase)) ?? reason;

    /// <summary>Why AWS would refuse the reason (an error), or may (a warning); null: it takes it.</summary>
    /// <param name="isLead">The invitation is for a lead.</param>
    public static Issue? Problem(string? reason, bool isLead)
    {
        var offered = isLead ? "write it in your own words" : "give one of: " + string.Join(", ", OfOpportunity);
        if (string.IsNullOrEmpty(reason))
            return Error(null, "AWS takes no rejection without a reason", offered);
        if (reason.Length > MaxLength)
            return Error(reason, $"the reason has {reason.Length} characters; AWS takes 1 to {MaxLength}", isLead ? "shorten it" : offered);
        if (!reason.All(IsAllowed))
            return Error(reason, "the reason has characters that AWS does not take, such as line breaks or emoji", "write it in plain text on one line");
        return isLead || OfOpportunity.Contains(Normal(reason))
            ? null
            : Issue.Warning(IssueCodes.RejectionReason, null, reason, "this is none of the reasons that AWS publishes for opportunities, so AWS may refuse it", offered);
    }

    // The model's pattern: U+0020 to U+007E, U+00A0 to U+D7FF, U+E000 to U+FFFD.
    static bool IsAllowed(char c) => c is (>= '\u0020' and <= '\u007e') or (>= '\u00a0' and <= '\ud7ff') or (>= '\ue000' and <= '\ufffd');

    static Issue Error(string? reason, string rule, string fix) => Issue.Error(IssueCodes.RejectionReason, null, reason, rule, fix);
}
