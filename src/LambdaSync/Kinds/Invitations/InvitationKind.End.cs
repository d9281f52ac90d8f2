using System.Globalization;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Invitations;

public sealed partial class InvitationKind
{
    /// <summary>What operators are notified of before an invitation's end.</summary>
    public const string EndsSoon = "Engagement Invitation Ends Soon";

    // Days before the end, the latest first.
    static readonly int[] Reminders = [1, 5];

    // After its end AWS closes it when it comes to it.
    static readonly TimeSpan AfterEnd = TimeSpan.FromMinutes(1), PollAfterEnd = TimeSpan.FromHours(1);

    // The invitation waits for a person, and is reminded of once at each of its times.
    Turn Waiting(RecordView view, InvitationMemo memo, DateTimeOffset now)
    {
        if (memo.Deadline(HolidaysFor(memo)) is { } end && Due(memo, view.Claim.Data is null, end, now) is { } days)
        {
            memo = memo with { Reminded = days };
            var issue = InvitationIssues.Ending(end, days, IsInFiles(memo));
            var id = string.Create(CultureInfo.InvariantCulture, $"reminder-{days}-{view.Key.Id}");
            view = With(view, memo).WithEntry(EntryOf(view, OwnJob.OfReminder(view.Claim, view.Reasons, now), Outcome.Skipped, [issue], now)) with
            {
                Notifications = [.. view.Notifications, new Notification(id, view.Key.Catalog, now, EndsSoon, view.Key.Id, "Receiver", Found: true)],
            };
        }

        return new(view, Until(view, memo, now));
    }

    // One that is first seen within five days of its end is news already.
    static int? Due(InvitationMemo memo, bool isNew, DateTimeOffset end, DateTimeOffset now)
    {
        foreach (var days in Reminders)
        {
            if (now < end && now >= end - TimeSpan.FromDays(days))
                return memo.Reminded is { } last && last <= days || (isNew && days > Reminders[0]) || (memo.Reminded is null && days > Reminders[0] && IsShort(memo, end)) ? null : days;
        }

        return null;
    }

    // It never had more than five days.
    static bool IsShort(InvitationMemo memo, DateTimeOffset end) =>
        InvitationDocument.Date(memo.Answer, "InvitationDate") is { } sent && sent >= end - TimeSpan.FromDays(Reminders[^1]);

    Step.End Until(RecordView view, InvitationMemo memo, DateTimeOffset now)
    {
        if (memo.Expires is not { } expires)
            return new Step.Await("the invitation waits for an answer; AWS gives no end");
        var deadline = memo.Deadline(HolidaysFor(memo)) ?? expires;
        var next = Reminders.Select(days => deadline - TimeSpan.FromDays(days)).Append(expires + AfterEnd).Where(time => time > now).DefaultIfEmpty(now + PollAfterEnd).Min();
        var cause = string.Create(CultureInfo.InvariantCulture, $"the invitation waits for an answer until {deadline.UtcDateTime:yyyy-MM-dd HH:mm 'UTC'}");
        return new Step.Wait(next - now, cause, [Reason.Timer], ResetsAttempts: true);
    }

    // Accepted, rejected, expired or gone, whoever did it.
    Turn Over(RecordView view)
    {
        var memo = MemoOf(view);
        var before = InvitationMemo.Read(view.Claim.Data).Status;
        view = Answered(view with { Deadline = null }, InvitationIssues.Over(memo.Status));
        if (before == InvitationMemo.Pending && memo.Status != before && view.Entries.Count == 0 && !view.HasLastEntry)
            view = view.WithIssues([InvitationIssues.NowOver(memo.Status)]) with { Outcome = Outcome.Skipped };
        if (memo.Status != InvitationMemo.Accepted)
            return new(view.State is { Closed: false } state ? view.WithState(state with { Closed = true }) : view, new Step.Done());
        if (memo.IsLead)
            return new(view, (before != memo.Status || view.State is { Closed: false }) && memo.Engagement is { } engagement ? new Step.Forward(WorkKey.Engagement(rules.Catalog, engagement), Reason.Refresh) : new Step.Done());
        return Accepted(view, memo, isNews: before != memo.Status);
    }

    // The opportunity takes over the CRM record; it is woken, so that this does not wait for its event.
    Turn Accepted(RecordView view, InvitationMemo memo, bool isNews)
    {
        if (memo.Opportunity is null && (isNews || view.State is { Closed: false }))
        {
            var list = AwsRequest.ListAcceptancesOf(rules.Catalog, view.Key.Id);
            // An answer of this claim may be that of a task.
            if (!view.Answers.TryGetValue(list.Operation, out var tasks))
                return new(view, new Step.ReadAws(list));
            memo = memo with { Opportunity = TaskSummary.All(tasks.Span).Select(task => task.OpportunityId).FirstOrDefault(id => id is not null) };
            if (memo.Opportunity is null && memo.Engagement is { } engagement)
            {
                // Accepted in Partner Central's pages, which start no task.
                var resources = AwsRequest.ListOpportunitiesIn(rules.Catalog, engagement);
                if (!view.Answers.TryGetValue(resources.Operation, out var shared))
                    return new(view, new Step.ReadAws(resources));
                memo = memo with { Opportunity = ResourceAssociation.All(shared.Span).FirstOrDefault(r => r.CreatedBy != memo.Sender)?.ResourceId };
            }

            view = With(view, memo);
        }

        return new(view, memo.Opportunity is { } id && (isNews || view.State is { Closed: false }) ? new Step.Forward(rules.Opportunity(id), Reason.Refresh) : new Step.Done());
    }
}
