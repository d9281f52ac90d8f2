using LambdaSync.Gates;
using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Engagements;

public sealed partial class EngagementKind
{
    const string ContextNotFound = "ContextNotFound", Disqualified = "DisqualifiedLeadNotPermitted";

    /// <summary>How a conversion that runs stands: read, and what its end means.</summary>
    Turn? Followed(RecordView view, DateTimeOffset now)
    {
        if (view is not { IsTaskRead: false, State: { Closed: false, Submission: { IsRunning: true } conversion } state })
            return null;
        var list = AwsRequest.ListConversions(rules.Catalog, view.Key.Id);
        if (!view.Answers.TryGetValue(list.Operation, out var answer))
            return new(view, new Step.ReadAws(list));
        if (TaskSummary.All(answer.Span).FirstOrDefault(t => t.TaskId == conversion.Task) is not { HasEnded: true } task)
            return Next(view with { IsTaskRead = true }, now);
        if (task is { Status: SubmissionState.Complete, OpportunityId: { } opportunity })
        {
            IReadOnlyList<Issue> issues = task.SnapshotJobId is null ? [LeadIssues.Complete(opportunity), LeadIssues.SnapshotMissing(opportunity)] : [LeadIssues.Complete(opportunity)];
            return Made(view, state, conversion, opportunity, issues, now);
        }

        var reason = TaskReasons.Of(task.ReasonCode ?? "");
        if (reason.Class == TaskReasonClass.Converted)
            return Found(view, state, conversion, now);
        var failed = conversion with { Status = SubmissionState.Failed, ReasonCode = task.ReasonCode };
        return Next((view with { IsTaskRead = true }).WithState(state with { Submission = failed }).WithEntry(EntryOf(view, state, OwnJob.OfFailedTask(view.Claim, view.Reasons, now), Outcome.Failed, [LeadIssues.Failed(reason), .. TaskReason.SaidByAws(task.Message)], now)), now);
    }

    // The conversion, once AWS has what people entered in the CRM.
    Turn Converted(RecordView view, DateTimeOffset now)
    {
        if (view.State is not { Closed: false } state || view is { CrmNow: null, CrmConverted: null })
            return new(view, new Step.Done());
        var request = view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.Convert);
        if (state.Submission is { IsRunning: true } running)
            return Running(request is null ? view : Replies.Answered(view, request, LeadIssues.Running(running)), running, now);
        if (state.Submission?.OpportunityId is { } opportunity)
        {
            view = request is null ? view : Replies.Answered(view, request, LeadIssues.Converted(opportunity));
            return new(view, new Step.Done());
        }

        if (request is null && !IsDue(view, state))
            return new(view, new Step.Done());
        if (rules.TravelsInFiles)
            return Turns.Held(view, [LeadIssues.OpportunitiesInFiles()]);
        if (!view.Answers.TryGetValue(Engagement(view).Operation, out var engagement))
            return new(view, new Step.ReadAws(Engagement(view)));
        // A customer project says that there is an opportunity: a second conversion would be refused.
        if (LeadBody.HasProject(engagement.Span))
            return Found(view, state, state.Submission, now);
        if (view.Aws is null)
            return Turns.Held(view, [LeadIssues.Failed(TaskReasons.Of(ContextNotFound))]);
        if (LeadBody.IsDisqualified(state.AwsBaseline))
            return Turns.Held(view, [LeadIssues.Failed(TaskReasons.Of(Disqualified))]);
        if (ConvertedTo(view) is null && view.CrmNow is { } crm && Leads.Outbound.EditedFields(state, crm) is { Count: > 0 } edited && Leads.Outbound.Sends(state, crm))
            return Turns.Held(view, [LeadIssues.UnsentEdits(edited)]);
        if (state.Submission is { HasFailed: true } failed && TaskTimes.Delay(failed, now) is { } delay && request is null)
            return new(view, new Step.Wait(delay, LeadIssues.FailedCause(failed), [Reason.Task], ResetsAttempts: true));
        if (OfColleague(view, state, request, now) is { } colleague)
            return colleague;
        var context = LeadBody.Lead(state.AwsBaseline)["ContextId"]!.GetValue<string>();
        var body = StartOpportunityFromEngagementTask.Body(rules.Catalog, ClientToken.Of(view.Claim, view.Calls), view.Key.Id, context);
        // The attempts of a conversion that fails for a passing reason are counted, so that it is not tried without end.
        var attempts = state.Submission is { HasFailed: true } last && last.Content == SubmissionState.ContentOfLead(state.AwsBaseline) ? last.Attempts : 0;
        var call = new PendingCall(nameof(StartOpportunityFromEngagementTask), body, now, state with { Submission = null }, [LeadIssues.Started()], state)
        {
            Request = request?.ToReason(),
            Attempts = attempts + 1,
        };
        return new(view, new Step.CallAws(call));
    }

    // A colleague may be converting the lead, or has just done so and the engagement does not show it yet: a second task would make a second
    // opportunity. AWS has no lock for this, so the list is read last before the call.
    Turn? OfColleague(RecordView view, RecordState state, RecordRequest? request, DateTimeOffset now)
    {
        var list = AwsRequest.ListConversions(rules.Catalog, view.Key.Id);
        if (!view.Answers.TryGetValue(list.Operation, out var listed))
            return new(view, new Step.ReadAws(list));
        var tasks = TaskSummary.All(listed.Span);
        if (tasks.Any(t => t is { Status: SubmissionState.Complete, OpportunityId: not null }))
            return Found(view, state, state.Submission, now);
        if (tasks.FirstOrDefault(t => t is { Status: SubmissionState.InProgress, TaskId: not null }) is not { } task)
            return null;
        var running = new SubmissionState(task.TaskId!, now, SubmissionState.InProgress, "", null, SubmissionState.ContentOfLead(state.AwsBaseline));
        view = view.WithState(state with { Submission = running });
        return Running(request is null ? view : Replies.Answered(view, request, LeadIssues.Running(running)), running, now);
    }

    // Due because the sides differ: the CRM says that the lead is to be an opportunity, and AWS has none.
    bool IsDue(RecordView view, RecordState state)
    {
        if (state.Submission is { IsRunning: true } or { OpportunityId: not null })
            return false;
        if (state.Submission is { HasFailed: true } failed && failed.Content == SubmissionState.ContentOfLead(state.AwsBaseline))
            return TaskReasons.Of(failed.ReasonCode ?? "").MayRetry(failed.Attempts);
        return ConvertedTo(view) is not null
            || (Leads.Mapping.Source.Convert is { } convert && view.CrmNow is { } crm
                && ((convert.Flag is { } flag && crm[flag] == "true") || Leads.Mapping.Converts(state.AwsBaseline, crm.ToJson())));
    }

    /// <summary>The CRM's opportunity that its own conversion made of the lead, or null.</summary>
    string? ConvertedTo(RecordView view) =>
        view.CrmConverted is { } into && into.Object == rules.Mapping.Source.CrmObject ? into.Id
        : Leads.Mapping.Source.Convert?.To is { } field && view.CrmNow is { } crm && !crm.IsEmpty(field) ? Scalars.TextOf(crm[field]!) : null;

    // Somebody has converted the lead already: a task of this account names the opportunity, or the engagement's snapshot does.
    Turn Found(RecordView view, RecordState state, SubmissionState? conversion, DateTimeOffset now)
    {
        var (tasks, associations) = (AwsRequest.ListConversions(rules.Catalog, view.Key.Id), AwsRequest.ListOpportunitiesIn(rules.Catalog, view.Key.Id));
        if (!view.Answers.TryGetValue(tasks.Operation, out var listed))
            return new(view, new Step.ReadAws(tasks));
        var opportunity = TaskSummary.All(listed.Span).FirstOrDefault(t => t is { Status: SubmissionState.Complete, OpportunityId: not null })?.OpportunityId;
        if (opportunity is null)
        {
            if (!view.Answers.TryGetValue(associations.Operation, out var associated))
                return new(view, new Step.ReadAws(associations));
            opportunity = ResourceAssociation.All(associated.Span) is [{ ResourceId: var shared }, ..] ? shared : null;
        }

        if (opportunity is null)
            return Turns.Held(view, [LeadIssues.OpportunityMissing()]);
        conversion ??= new SubmissionState("", now, SubmissionState.Complete, "", null, SubmissionState.ContentOfLead(state.AwsBaseline));
        return Made(view, state, conversion, opportunity, [LeadIssues.Found(opportunity)], now);
    }

    // The lead has its opportunity. Its CRM record is the one that the CRM's own conversion made, else a new one.
    Turn Made(RecordView view, RecordState state, SubmissionState conversion, string opportunity, IReadOnlyList<Issue> issues, DateTimeOffset now)
    {
        if (!view.IsCrmRead && Leads.Mapping.Source.Convert?.To is not null)
            return new(view, new Step.ReadCrm(CrmLookup.Of(view.Key.Id, null, state)));
        var ended = conversion with { Status = SubmissionState.Complete, ReasonCode = null, OpportunityId = opportunity };
        if (view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.Convert) is { } request)
            view = view.Without(request);
        view = view.WithState(state with { Submission = ended }).WithEntry(EntryOf(view, state, OwnJob.OfTask(view.Claim, view.Reasons, now), Outcome.Updated, issues, now));
        // The conversion is stored before anything follows from it. The opportunity's own work begins, whether or not its event has come,
        // unless it has to be linked first; the lead's record names its opportunity.
        return ConvertedTo(view) is null
            ? new(view, new Step.Forward(rules.Opportunity(opportunity), Reason.Refresh, Again: Reason.Refresh))
            : Turns.Again(view, Reason.Refresh);
    }

    // The CRM has converted the lead itself: its opportunity record is AWS's opportunity, and no second one is created for it.
    Turn Linked(RecordView view, string crmId, string opportunity)
    {
        if (view.Requests.FirstOrDefault(r => r.Verb == RequestVerbs.Convert) is { } request)
            view = Replies.Answered(view, request, LeadIssues.Converted(opportunity));
        var (source, key) = (rules.Mapping.Source, rules.Opportunity(opportunity));
        if (!view.Link.IsRead)
            return new(view, new Step.ReadLink(source.CrmObject, crmId));
        if (view.Link.Key == key)
            return new(view, new Step.Done());
        if (view.Link.Key is { } other)
            return new(view.WithIssues([LeadIssues.OtherRecord(crmId, opportunity, other.Id)]) with { Outcome = Outcome.Skipped }, new Step.Done());
        var link = new RecordState(key, source.CrmObject, crmId, "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        return new(view.WithState(link), new Step.Forward(key, Reason.Refresh, view.RequestReasons));
    }

    static Turn Running(RecordView view, SubmissionState running, DateTimeOffset now) => now - running.Started > TaskTimes.Max
        ? new(view, new Step.Hold([LeadIssues.Endless(running)], RecordIssues.Cause([LeadIssues.Endless(running)])!))
        : new(view, new Step.Wait(TaskTimes.PollInterval(running, now), "AWS is converting the lead", [Reason.Task, .. view.RequestReasons], ResetsAttempts: true));

    static LogEntry EntryOf(RecordView view, RecordState state, Job job, Outcome outcome, IReadOnlyList<Issue> issues, DateTimeOffset now)
    {
        var detail = new JobDetail(job.Id, 0, state.Key.Id, state.CrmId, outcome, now, "{}"u8.ToArray(), issues) { Reason = Reason.MostTelling(view.Reasons) };
        return new LogEntry(detail, OwnJob.Ended(job, outcome, now));
    }
}
