using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Invitations;

public sealed partial class InvitationKind
{
    /// <summary>An answer that is wanted.</summary>
    /// <param name="Request">The command that wants it, or null: the CRM record or a rule does.</param>
    sealed record WantedAnswer(bool Accepts, string? Reason, RecordRequest? Request);

    /// <summary>How an acceptance that runs stands: read, and what its end means.</summary>
    Turn? Followed(RecordView view, DateTimeOffset now)
    {
        if (MemoOf(view) is not { Task: { IsRunning: true } task } memo)
            return null;
        var get = AwsRequest.GetAcceptance(rules.Catalog, task.Id);
        if (!view.Answers.TryGetValue(get.Operation, out var answer))
            return new(view, new Step.ReadAws(get));
        view = view with { IsTaskRead = true };
        if (TaskSummary.First(answer.Span) is not { HasEnded: true } ended)
        {
            return now - task.Started > TaskTimes.Max
                ? Turns.Held(view, [InvitationIssues.Endless(task)])
                : new(view, new Step.Wait(TaskTimes.PollInterval(task.Started, now), "AWS is working on the acceptance", [Reason.Task, .. view.RequestReasons], ResetsAttempts: true));
        }

        var hasFailed = ended.Status == SubmissionState.Failed;
        memo = memo with { Task = task with { Status = ended.Status, ReasonCode = hasFailed ? ended.ReasonCode ?? "" : null }, Opportunity = ended.OpportunityId ?? memo.Opportunity };
        view = With(view, memo);
        if (!hasFailed)
            view = view.WithEntry(EntryOf(view, OwnJob.OfTask(view.Claim, view.Reasons, now), Outcome.Updated, [InvitationIssues.Complete(memo.Opportunity)], now));
        // What was read of the invitation before the task's end does not count.
        return view.IsPrechecked ? Again(view) : Next(view, now);
    }

    // Who edited the CRM record has had the answer: only a later edit is a reason to try again.
    static Turn Again(RecordView view) => new(view, new Step.Wait(TimeSpan.Zero, Reasons: [Reason.Task, .. view.RequestReasons]));

    // It waits for an answer.
    Turn Pending(RecordView view, DateTimeOffset now)
    {
        var memo = MemoOf(view);
        if (memo.Task is { HasFailed: true, IsLogged: false } unlogged)
        {
            memo = memo with { Task = unlogged with { IsLogged = true } };
            var issue = InvitationIssues.Failed(unlogged);
            var outcome = issue.Severity == Severity.Error ? Outcome.Failed : Outcome.Skipped;
            view = With(view, memo).WithEntry(EntryOf(view, OwnJob.OfFailedTask(view.Claim, view.Reasons, now), outcome, [issue], now));
        }

        return Wanted(view) switch
        {
            null => Waiting(view, memo, now),
            var wanted when IsInFiles(memo) => InFiles(view, memo, wanted, now),
            { Accepts: true } wanted => Accept(view, memo, wanted, now),
            var wanted => Reject(view, memo, wanted, now),
        };
    }

    // What comes of it would travel through the API, and AWS's files bring it too.
    bool IsInFiles(InvitationMemo memo) => memo.IsLead ? leads?.TravelsInFiles == true : rules.TravelsInFiles;

    // The CRM record shows it as long as it is so; the log says it when a person has answered.
    Turn InFiles(RecordView view, InvitationMemo memo, WantedAnswer wanted, DateTimeOffset now)
    {
        var issue = InvitationIssues.InFiles(memo.IsLead);
        if (wanted.Request is { } request)
            view = Replies.Refused(view, request, issue);
        else if (view.Has(Reason.Crm, Reason.Refresh))
            view = view.WithIssues([issue]) with { Outcome = Outcome.Failed };
        return Waiting(view, memo, now);
    }

    Turn Accept(RecordView view, InvitationMemo memo, WantedAnswer wanted, DateTimeOffset now)
    {
        if (memo.Task is { HasFailed: true } failed && wanted.Request is null)
        {
            var mayRetry = InvitationIssues.ReasonOf(failed).MayRetry(failed.Attempts);
            // What failed for good waits for a change of the CRM record, or a command.
            if (!mayRetry && !view.Has(Reason.Crm, Reason.Refresh))
                return Waiting(view, memo, now);
            if (mayRetry && TaskTimes.Delay(failed.Started, failed.ReasonCode, failed.Attempts, now) is { } delay)
                return new(view, new Step.Wait(delay, InvitationIssues.FailedCause(failed), [Reason.Task], ResetsAttempts: true));
        }

        if (memo.IsLead)
            return Call(view, nameof(AcceptEngagementInvitation), AcceptEngagementInvitation.Body(rules.Catalog, view.Key.Id), InvitationIssues.Accepting(), wanted, now);
        var body = StartEngagementByAcceptingInvitationTask.Body(rules.Catalog, ClientToken.Of(view.Claim, view.Calls), view.Key.Id);
        return Call(view, nameof(StartEngagementByAcceptingInvitationTask), body, InvitationIssues.Accepting(), wanted, now, 1 + (memo.Task?.Attempts ?? 0));
    }

    Turn Reject(RecordView view, InvitationMemo memo, WantedAnswer wanted, DateTimeOffset now)
    {
        var problem = RejectionReason.Problem(wanted.Reason, memo.IsLead);
        if (problem is { Severity: Severity.Error })
        {
            // The CRM record shows it as long as it is so; the log says it when somebody has written it.
            if (wanted.Request is { } request)
                view = Replies.Refused(view, request, problem);
            else if (view.Has(Reason.Crm, Reason.Refresh))
                view = view.WithIssues([problem]) with { Outcome = Outcome.Failed };
            return Waiting(view, memo, now);
        }

        var reason = memo.IsLead ? wanted.Reason! : RejectionReason.Normal(wanted.Reason!);
        var body = RejectEngagementInvitation.Body(rules.Catalog, view.Key.Id, reason);
        return Call(view, nameof(RejectEngagementInvitation), body, problem ?? InvitationIssues.Rejecting(), wanted, now);
    }

    Turn Call(RecordView view, string operation, byte[] body, Issue issue, WantedAnswer wanted, DateTimeOffset now, int attempts = 0)
    {
        var next = view.State ?? new RecordState(view.Key, SourceOf(view).CrmObject, "", "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        return new(view, new Step.CallAws(new PendingCall(operation, body, now, next, [issue], view.State) { Request = wanted.Request?.ToReason(), Attempts = attempts }));
    }

    // A command's answer, else the CRM record's, else the rule's.
    WantedAnswer? Wanted(RecordView view)
    {
        if (view.Requests.FirstOrDefault(r => RequestVerbs.IsAnswer(r.Verb)) is { } request)
            return new WantedAnswer(request.Verb == RequestVerbs.Accept, request["reason"], request);
        var crm = view.State is { Closed: false } ? view.CrmNow : null;
        if (crm is not null && AnswersOf(view).Answer is { } field && !crm.IsEmpty(field))
        {
            if (AnswersOf(view).Accept.Contains(crm[field]!))
                return new WantedAnswer(true, null, null);
            if (AnswersOf(view).Reject.Contains(crm[field]!))
                return new WantedAnswer(false, ReasonIn(view, crm), null);
        }

        // The command is carried out once its task has succeeded, or has failed for good.
        var memo = MemoOf(view);
        var isTriedAgain = memo.Task is { HasFailed: true, IsRequested: true } failed && InvitationIssues.ReasonOf(failed).MayRetry(failed.Attempts);
        return isTriedAgain || ((!memo.IsLead || IsOfLeads(view)) && RulesOf(view).Mapping.AcceptsByRule(view.Aws!.Document, crm?.ToJson() ?? "{}"u8.ToArray())) ? new WantedAnswer(true, null, null) : null;
    }

    string? ReasonIn(RecordView view, FlatRecord crm) => AnswersOf(view).Reason is { } field && !crm.IsEmpty(field) ? Scalars.TextOf(crm[field]!)?.Trim() : null;

    // Why the answer in the CRM record was not taken, as it stands.
    Issue? ErrorOf(RecordView view, FlatRecord crm)
    {
        var memo = MemoOf(view);
        if (!memo.IsPending)
            return null;
        if (IsInFiles(memo) && AnswersOf(view).Answer is { } given && !crm.IsEmpty(given))
            return InvitationIssues.InFiles(memo.IsLead);
        if (AnswersOf(view).Answer is { } field && !crm.IsEmpty(field) && AnswersOf(view).Reject.Contains(crm[field]!))
            return RejectionReason.Problem(ReasonIn(view, crm), memo.IsLead) is { Severity: Severity.Error } problem ? problem : null;
        if (memo.Task is { HasFailed: true } failed && InvitationIssues.Failed(failed) is { Severity: Severity.Error } issue)
            return issue;
        return view.Outcome == Outcome.Failed ? view.Issues.FirstOrDefault(i => i.Severity == Severity.Error) : null;
    }

    static LogEntry EntryOf(RecordView view, Job job, Outcome outcome, IReadOnlyList<Issue> issues, DateTimeOffset now)
    {
        var detail = new JobDetail(job.Id, 0, view.Key.Id, view.State?.CrmId, outcome, now, "{}"u8.ToArray(), issues) { Reason = Reason.MostTelling(view.Reasons) };
        return new LogEntry(detail, OwnJob.Ended(job, outcome, now));
    }
}
