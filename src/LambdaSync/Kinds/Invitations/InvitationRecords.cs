using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Invitations;

/// <summary>The CRM record of an accepted invitation becomes the record of what came of it: an opportunity, or a lead's engagement.</summary>
static class InvitationRecords
{
    /// <summary>The step that takes over the record, or null: the invitation has none that can be taken over.</summary>
    /// <param name="view">Of what came of the invitation; nothing in the CRM names it.</param>
    /// <param name="source">The object's mapping.</param>
    /// <param name="taken">What of the invitation's state stays known, and what the log is to say.</param>
    public static Turn? TakeOver(RecordView view, WorkKey invitation, ObjectMapping source, Func<RecordState, (RecordState Known, IReadOnlyList<Issue> Notes)> taken, DateTimeOffset now)
    {
        if (view.Other?.Key != invitation)
            return new(view, new Step.ReadOther(invitation));
        // Its CRM record may be in the making.
        if (view.Other.Work is { Parked: false } work && (work.Intent is not null || work.ClaimedUntil > now))
            return new(view, new Step.Wait(InboundSteps.CreationPollInterval, "the CRM record of its invitation is being made"));
        if (view.Other.State is not { Closed: false, MovedTo: null } from || from.CrmObject != source.CrmObject)
            return null;
        // Where updates do not reach the CRM, what was masked is filled all the same, by the rules of a first link.
        var (kept, notes) = taken(from);
        var known = source.InboundUpdates ? kept : kept.LinkOnly();
        var state = known with { Key = view.Key, Version = 0, AwsModified = null, OwnWrite = null, Submission = null };
        var linked = view.WithState(state).WithIssues(notes) with { TakesOver = from, Outcome = Outcome.Linked, CrmId = from.CrmId };
        return new(linked, new Step.Wait(TimeSpan.Zero, Reasons: [Reason.Refresh, .. view.RequestReasons]));
    }

    /// <summary>The invitation that was accepted, of those that ListEngagementInvitations has answered; or null.</summary>
    public static string? Accepted(ReadOnlySpan<byte> answer, bool isLead) => ListAnswer.Items(answer, "EngagementInvitationSummaries").Select(item => InvitationMemo.Read(item.ToArray()))
        .FirstOrDefault(memo => memo.Status == InvitationMemo.Accepted && memo.IsLead == isLead)?.Id;
}
