using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>Operations that only start: the answer says IN_PROGRESS, a list tells how it ended.</summary>
static class TaskOperations
{
    const string Accepting = "StartEngagementByAcceptingInvitationTask", Submitting = "StartEngagementFromOpportunityTask", Converting = "StartOpportunityFromEngagementTask";

    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        [Accepting] = Accept,
        [Submitting] = Submit,
        [Converting] = Convert,
        ["ListEngagementByAcceptingInvitationTasks"] = call => List(call, Accepting),
        ["ListEngagementFromOpportunityTasks"] = call => List(call, Submitting),
        ["ListOpportunityFromEngagementTasks"] = call => List(call, Converting),
    };

    /// <summary>The answer of a start that is asked again: "call it again with the same payload to check the latest status" (DG working-with-opportunities-from-aws).</summary>
    public static JsonObject Latest(Catalog catalog, JsonObject answer) =>
        answer["TaskId"]?.GetValue<string>() is { } id && catalog.Tasks.TryGetValue(id, out var task) ? View(catalog, task) : answer;

    /// <summary>As in an ARN: StartEngagementFromOpportunityTask's are engagement-from-opportunity-task.</summary>
    public static string Path(EngagementTask task) =>
        string.Concat(task.Operation["Start".Length..].Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString())) + "/" + task.Id;

    static JsonObject Accept(Call call)
    {
        var invitation = InvitationOperations.Find(call.Catalog, call["Identifier"]);
        InvitationRules.CheckAnswer(call.Catalog, invitation);
        // A lead becomes an opportunity later, if at all (DG working-with-your-leads).
        if (invitation.Referral is null)
            throw AwsError.Refused(FieldError.Invalid("Identifier", "This invitation does not create an opportunity. Use AcceptEngagementInvitation."));
        return Start(call, new(
            t =>
            {
                if (invitation.Status != Invitation.Pending)
                    throw new TaskFailed("InvitationValidationFailed", $"The invitation is {invitation.Status}.");
                var (opportunity, job) = Referrals.Accept(call.World, call.Catalog, invitation);
                (t.OpportunityId, t.JobId) = (opportunity.Id, job.Id);
            },
            InvitationId: invitation.Id));
    }

    static JsonObject Submit(Call call)
    {
        var opportunity = OpportunityOperations.Find(call.Catalog, call["Identifier"]);
        if (call.Catalog.Tasks.Values.Any(t => t.Operation == Submitting && t.OpportunityId == opportunity.Id && t.Status == EngagementTask.InProgress))
            throw AwsError.Conflict($"A task is submitting {opportunity.Id}.");
        var submission = call.Input["AwsSubmission"]!.DeepClone().AsObject();
        return Start(call, new(t => Submission.Work(call.World, call.Catalog, t, submission), OpportunityId: opportunity.Id));
    }

    static JsonObject Convert(Call call)
    {
        var engagement = Lists.Engagement(call, "Identifier");
        return Start(call, new(t => Leads.Work(call.World, call.Catalog, t), EngagementId: engagement.Id, ContextId: call["ContextIdentifier"]));
    }

    static JsonObject Start(Call call, Plan plan)
    {
        var asked = call.Catalog.TaskFailures.Find(f => f.Operation == call.Operation);
        if (asked is not null)
            call.Catalog.TaskFailures.Remove(asked);
        var due = call.Catalog.TasksToHold.Remove(call.Operation) ? DateTimeOffset.MaxValue : call.Now + call.World.TaskTime;
        var task = new EngagementTask(call.World.Ids.Of("task-"), call.Operation, call.Now, due)
        {
            Work = plan.Work,
            Asked = asked,
            OpportunityId = plan.OpportunityId,
            EngagementId = plan.EngagementId,
            InvitationId = plan.InvitationId,
            ContextId = plan.ContextId,
        };
        call.Catalog.Tasks.Add(task.Id, task);
        TagOperations.Put(call, Path(task));
        return View(call.Catalog, task);
    }

    static JsonObject List(Call call, string operation)
    {
        var found = call.Catalog.Tasks.Values.Where(t => t.Operation == operation
            && call.Has("TaskIdentifier", t.Id) && call.Has("TaskStatus", t.Status) && call.Has("OpportunityIdentifier", t.OpportunityId)
            && call.Has("EngagementIdentifier", t.EngagementId) && call.Has("EngagementInvitationIdentifier", t.InvitationId) && call.Has("ContextIdentifier", t.ContextId));
        return Paging.Of(call, "TaskSummaries", Lists.Sorted(call, found, t => t.Start, t => t.Id).Select(t => View(call.Catalog, t)));
    }

    // The three summaries differ in which ids they have.
    static JsonObject View(Catalog catalog, EngagementTask task) => new JsonObject
    {
        ["TaskId"] = task.Id,
        ["TaskArn"] = Ids.Arn(catalog.Name, Path(task)),
        ["StartTime"] = OpportunityOperations.TimeText(task.Start),
        ["TaskStatus"] = task.Status,
        ["Message"] = task.Message,
        ["ReasonCode"] = task.ReasonCode,
        ["OpportunityId"] = task.OpportunityId,
        ["ResourceSnapshotJobId"] = task.JobId,
        ["EngagementId"] = task.EngagementId,
        ["EngagementInvitationId"] = task.InvitationId,
        ["ContextId"] = task.ContextId,
    }.Drop();

    /// <summary>What a new task will do, and the ids it has from the start.</summary>
    sealed record Plan(Action<EngagementTask> Work, string? OpportunityId = null, string? EngagementId = null, string? InvitationId = null, string? ContextId = null);
}
