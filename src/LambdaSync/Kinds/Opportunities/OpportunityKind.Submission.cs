using LambdaSync.Gates;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    /// <summary>How a submission that runs stands: read, and what its end means.</summary>
    Turn? Followed(RecordView view, DateTimeOffset now)
    {
        if (view is not { IsTaskRead: false, State: { Closed: false, Submission: { IsRunning: true } submission } state })
            return null;
        var get = AwsRequest.GetSubmission(rules.Catalog, submission.Task);
        if (!view.Answers.TryGetValue(get.Operation, out var answer))
            return new(view, new Step.ReadAws(get));
        if (TaskSummary.First(answer.Span) is not { HasEnded: true } task)
            return Next(view with { IsTaskRead = true }, now);
        var reason = task.Status == SubmissionState.Failed ? TaskReasons.Of(task.ReasonCode ?? "") : null;
        if (reason is { Class: TaskReasonClass.Reread })
        {
            // Another task may have been first: then AWS has the submission, although this task failed.
            if (!view.Answers.TryGetValue(Opportunity(view).Operation, out var opportunity))
                return new(view, new Step.ReadAws(Opportunity(view)));
            if (!Draft.Is(OpportunityBody.ReviewStatus(OpportunityBody.Document(opportunity.Span, []))))
                reason = null;
        }

        view = view with { IsTaskRead = true };
        var ended = submission with { Status = reason is null ? SubmissionState.Complete : SubmissionState.Failed, ReasonCode = reason is null ? null : task.ReasonCode };
        IReadOnlyList<Issue> issues = reason is null ? [SubmitIssues.Complete(task.EngagementId)] : [reason.Issue, .. TaskReason.SaidByAws(task.Message)];
        return Next(view.WithState(state with { Submission = ended }).WithEntry(EntryOf(view, state, reason is null ? Outcome.Updated : Outcome.Failed, issues, now)), now);
    }

    static LogEntry EntryOf(RecordView view, RecordState state, Outcome outcome, IReadOnlyList<Issue> issues, DateTimeOffset now)
    {
        var job = OwnJob.OfTask(view.Claim, view.Reasons, now);
        var detail = new JobDetail(job.Id, 0, state.Key.Id, state.CrmId, outcome, now, "{}"u8.ToArray(), issues) { Reason = Reason.MostTelling(view.Reasons) };
        return new LogEntry(detail, OwnJob.Ended(job, outcome, now));
    }

    // The submission, once everything that reviewers are to see is at AWS.
    Turn Submitted(RecordView view, DateTimeOffset now)
    {
        if (view.State is not { Closed: false } state || view.CrmNow is not { } crm)
            return new(view, new Step.Done());
        var request = view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.Submit);
        if (state.Submission is { IsRunning: true } running)
            return Running(request is null ? view : Replies.Answered(view, request, SubmitIssues.Running(running)), running, now);
        if (request is null && !IsDue(state, crm))
            return new(view, new Step.Done());
        if (SubmitIssues.NotNow(state) is { } why)
            return new(request is null ? view : Replies.Answered(view, request, why), new Step.Done());
        if (rules.Outbound.EditedFields(state, crm) is { Count: > 0 } edited)
            return Waits(view, request, [SubmitIssues.UnsentEdits(edited)]);
        var gates = SubmissionGates.Of(new GateFacts(state.AwsBaseline, DateOnly.FromDateTime(now.UtcDateTime), rules.Mapping));
        var errors = gates.Where(issue => issue.Severity == Severity.Error).ToList();
        if (errors.Count > 0)
            return Waits(view, request, errors);
        if (state.Submission is { HasFailed: true } failed && TaskTimes.Delay(failed, now) is { } delay && request is null)
            return new(view, new Step.Wait(delay, SubmitIssues.FailedCause(failed), [Reason.Task], ResetsAttempts: true));
        // What AWS requires and a person need not enter is filled before reviewers see it.
        if (rules.Outbound.Completion(state, view.Aws?.Document ?? default) is { } completion)
            return Update(view, state, completion, now);
        var (involvement, visibility) = TermsOf(state, crm, request, now);
        var body = StartEngagementFromOpportunityTask.Body(rules.Catalog, ClientToken.Of(view.Claim, view.Calls), state.Key.Id, involvement, visibility);
        var next = state with { Submission = null };
        // The attempts of a submission that fails for a passing reason are counted, so that it is not tried without end.
        var attempts = state.Submission is { HasFailed: true } last && last.Content == SubmissionState.ContentOf(state.AwsBaseline) ? last.Attempts : 0;
        var call = new PendingCall(nameof(StartEngagementFromOpportunityTask), body, now, next, [SubmitIssues.Started(involvement, visibility), .. gates], state)
        {
            Request = request?.ToReason(),
            Attempts = attempts + 1,
        };
        return new(view, new Step.CallAws(call));
    }

    // Due because the sides differ: the mapping says that the deal is to be with AWS, and AWS has a draft.
    bool IsDue(RecordState state, FlatRecord crm)
    {
        // Asked of every record that the CRM reports: nothing is read of one that no submission is about.
        if (state.Submission is null && rules.Mapping.Source.Submit is not { Trigger: SubmitTrigger.Ready })
            return false;
        if (!Draft.Is(OpportunityBody.ReviewStatus(state.AwsBaseline)) || SubmitIssues.IsReferral(state) || state.Submission is { IsRunning: true })
            return false;
        if (state.Submission is { HasFailed: true } failed && TaskReasons.Of(failed.ReasonCode ?? "") is var reason)
        {
            // What failed for a passing reason is submitted again, whether something has changed meanwhile or not.
            var attempts = failed.Content == SubmissionState.ContentOf(state.AwsBaseline) ? failed.Attempts : 0;
            if (attempts > 0 || reason.MayRetry(attempts))
                return reason.MayRetry(attempts);
        }

        return rules.Mapping.Source.Submit is { Trigger: SubmitTrigger.Ready } submit && state.Submission is null or { HasFailed: true }
            && (submit.Flag is null || crm[submit.Flag] == "true") && rules.Outbound.Sends(state, crm);
    }

    static Turn Running(RecordView view, SubmissionState running, DateTimeOffset now)
    {
        if (now - running.Started > TaskTimes.Max)
            return new(view, new Step.Hold([SubmitIssues.Endless(running)], RecordIssues.Cause([SubmitIssues.Endless(running)])!));
        return new(view, new Step.Wait(TaskTimes.PollInterval(running, now), "AWS is working on the submission", [Reason.Task, .. view.RequestReasons], ResetsAttempts: true));
    }

    // Without a command, a draft that lacks something is no failure: its status says what it lacks. A command waits until it can be carried out.
    static Turn Waits(RecordView view, RecordRequest? request, IReadOnlyList<Issue> why) => request is null
        ? new(view, new Step.Done())
        : Turns.Held(view, why);

    // The command's words, else the CRM's own fields, else the mapping's.
    (string Involvement, string? Visibility) TermsOf(RecordState state, FlatRecord crm, RecordRequest? request, DateTimeOffset now)
    {
        var (own, submit) = (rules.Outbound.SubmissionTerms(state, crm, DateOnly.FromDateTime(now.UtcDateTime)), rules.Mapping.Source.Submit);
        return (request?["involvementType"] ?? own.Involvement ?? submit?.Involvement ?? "Co-Sell", request?["visibility"] ?? own.Visibility ?? submit?.Visibility ?? "Full");
    }
}
