using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Gates;

/// <summary>Why a record is where it is, and what to do first (row A31).</summary>
/// <param name="Text">How it stands, one sentence.</param>
/// <param name="Gates">Every gate on its way to AWS; empty of what is no opportunity.</param>
/// <param name="First">What to do first, one sentence.</param>
public sealed record Explanation(RecordSituation Situation, string Text, IReadOnlyList<Gate> Gates, string First)
{
    /// <param name="record">What is known of it.</param>
    /// <param name="now">Decides what is due.</param>
    public static Explanation Of(RecordFacts record, CompiledMapping mapping, DateTimeOffset now)
    {
        var gates = record is { State: not { Closed: true } } && (record.Key.IsOpportunity || (record.Key.IsCrmRecord && mapping.Object == AceObject.Opportunity)) && (record.State ?? (object?)record.Crm) is not null
            ? RecordGates.Of(record, mapping, DateOnly.FromDateTime(now.UtcDateTime))
            : [];
        var situation = SituationOf(record, gates, mapping, now);
        return new(situation, Situations.Text(situation, record, mapping, now), gates, WithId(Situations.First(situation, record, gates, mapping, now), record.Id));
    }

    // A command is shown as it is to be typed.
    static string WithId(string text, string id) => text.Replace(" ID'", $" {id}'", StringComparison.Ordinal).Replace(" ID --", $" {id} --", StringComparison.Ordinal);

    static RecordSituation SituationOf(RecordFacts record, IReadOnlyList<Gate> gates, CompiledMapping mapping, DateTimeOffset now)
    {
        if (record is { State: null, Work: null, Crm: null })
            return RecordSituation.Unknown;
        if (record.State is { Closed: true } && !record.Key.IsInvitation)
            return RecordSituation.Closed;
        if (record.Work is { Parked: true } && !record.Key.IsInvitation)
            return RecordSituation.Held;
        if (record.Work is { ClaimedUntil: { } until } && until > now)
            return RecordSituation.InWork;
        if (record is { Key.IsEngagement: true, State: not null })
            return record.Work is { Due: not null, Cause: not null } ? RecordSituation.Waiting : RecordSituation.Lead;
        if (record.Key.IsInvitation || record.Key.IsEngagement)
            return RecordSituation.Invitation;
        var review = new GateOpportunity(record.AtAws).ReviewStatus;

        // What waits for the end of a review is no failure.
        if (record.Work is { Due: not null, Attempts: 0 } waiting && waiting.Reasons.Contains(Reason.Locked) && ReviewLock.Locks(review))
            return review == "Rejected" ? RecordSituation.Rejected : RecordSituation.InReview;
        if (record.Work is { Due: not null, Cause: not null })
            return RecordSituation.Waiting;
        // A lead of the CRM goes to AWS when a command says so.
        if (record.State is null && mapping.Object == AceObject.Lead)
            return record.Crm is null ? RecordSituation.NotLinked : RecordSituation.NotShared;
        if (record.State is null)
            return record.Crm is null ? RecordSituation.NotLinked : gates.Any(g => g is { IsOpen: false, Name: "sharing" or "conditions" or "stage" }) ? RecordSituation.NotShared : RecordSituation.Flagged;
        return review switch
        {
            "Pending Submission" => RecordSituation.Draft,
            "Submitted" or "In review" or "In Review" => RecordSituation.InReview,
            "Action Required" => RecordSituation.ActionRequired,
            "Rejected" => RecordSituation.Rejected,
            _ => RecordSituation.Linked,
        };
    }
}
