using LambdaSync.Sync;

namespace LambdaSync.Connections.Crm;

/// <summary>Something that people are to notice.</summary>
/// <param name="Key">The same notice has the same key, so that one sent again is recognised.</param>
/// <param name="Kind">What it is: one of <see cref="CrmNoticeKinds"/>.</param>
/// <param name="Text">One line for a person.</param>
/// <param name="About">The CRM's record, or null: there is none yet.</param>
/// <param name="AwsId">AWS's identifier of the record, or null.</param>
public sealed record CrmNotice(string Key, string Kind, string Text, CrmReference? About, string? AwsId, DateTimeOffset At)
{
    /// <summary>The CRM's user whom it is for, or null: whoever the record belongs to.</summary>
    public string? Person { get; init; }

    /// <summary>The job in the sync log that says more, or null.</summary>
    public string? Job { get; init; }

    /// <summary>Something has failed; otherwise somebody is to act.</summary>
    public bool IsFailure => Kind is CrmNoticeKinds.Failed or CrmNoticeKinds.CommandRefused;
}

/// <summary>The kinds of notices.</summary>
public static class CrmNoticeKinds
{
    public const string ReferralReceived = "referral-received", ActionRequired = "action-required", Failed = "failed", Expiring = "expiring", CommandRefused = "command-refused";
}
