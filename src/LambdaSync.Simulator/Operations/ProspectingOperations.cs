using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>Prospecting tasks: AWS's insights become a context of a lead's engagement (DG working-with-your-leads).</summary>
static class ProspectingOperations
{
    const int Most = 100;

    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["StartProspectingFromEngagementTask"] = Start,
        ["GetProspectingFromEngagementTask"] = Get,
        ["ListProspectingFromEngagementTasks"] = List,
    };

    /// <summary>Each engagement is processed separately: engagements with a lead get their context.</summary>
    public static void End(World world, Catalog catalog, ProspectingTask task) => task.Ends = [.. task.Engagements.Select(id => End(world, catalog, task, id))];

    // The codes are not published; these are the ones other tasks have for the same.
    static ProspectingEnd End(World world, Catalog catalog, ProspectingTask task, string id)
    {
        if (!catalog.Engagements.TryGetValue(id, out var engagement) || !engagement.HasMember(World.Account))
            return new(id, null, "EngagementAccessDenied", $"Engagement {id} was not found.");
        if (!engagement.Contexts.Any(c => c.Type == "Lead"))
            return new(id, null, "EngagementValidationFailed", $"Engagement {id} has no lead.");
        if (engagement.Contexts.Count >= EngagementOperations.MaxContexts)
            return new(id, null, "ServiceQuotaExceeded", $"Engagement {id} has {EngagementOperations.MaxContexts} contexts.");
        var result = Head(catalog, task);
        result["EndTime"] = OpportunityOperations.TimeText(task.Due);
        result["Insights"] = new JsonObject { ["MarketplaceEngagementScore"] = "High", ["SolutionScore"] = "Medium" };
        var context = EngagementOperations.Add(engagement, "ProspectingResult", new JsonObject { ["ProspectingResult"] = new JsonObject { ["Aws"] = result } });
        engagement.Touch(EngagementMember.Aws, world.Clock.Now);
        EngagementEvents.TellUpdated(world, catalog, engagement);
        return new(id, Ids.ProspectingContext(context.Id), null, null);
    }

    // "Accepts up to 100 engagement identifiers."
    static JsonObject Start(Call call)
    {
        if (call.Texts("Identifiers").Count > Most)
            throw AwsError.BadRequest([new FieldError("Identifiers", "TOO_MANY_VALUES", $"Identifiers takes at most {Most} values.")]);
        var id = call.World.Ids.ProspectingTask();
        var task = new ProspectingTask(id, call["TaskName"], call.Now, call.Now + call.World.TaskTime, [.. call.Texts("Identifiers").Select(Lists.IdOf)]);
        call.Catalog.ProspectingTasks.Add(id, task);
        var answer = Head(call.Catalog, task);
        answer["Identifiers"] = Lists.Array(task.Engagements);
        answer["TaskStatus"] = "IN_PROGRESS";
        return answer;
    }

    static JsonObject Get(Call call)
    {
        var named = call["TaskIdentifier"];
        var task = call.Catalog.ProspectingTasks.GetValueOrDefault(Lists.IdOf(named)) ?? throw AwsError.NotFound("Prospecting task", named);
        var view = Head(call.Catalog, task);
        view["EndTime"] = EndTime(task);
        view["Engagements"] = new JsonArray([.. task.Engagements.Select(id => new JsonObject
        {
            ["EngagementIdentifier"] = id,
            ["Status"] = "IN_PROGRESS",
        })]);
        if (task.IsDone)
        {
            view["Engagements"] = new JsonArray([.. task.Ends.Select(e => new JsonObject
            {
                ["EngagementIdentifier"] = e.EngagementId,
                ["EngagementContextId"] = e.ContextId,
                ["Status"] = e.ContextId is null ? "FAILED" : "COMPLETED",
                ["ReasonCode"] = e.ReasonCode,
                ["Message"] = e.Message,
            }.Drop())]);
        }

        return view.Drop();
    }

    static JsonObject List(Call call)
    {
        var found = call.Catalog.ProspectingTasks.Values.Where(t => call.Has("TaskIdentifier", t.Id) && call.Has("TaskName", t.Name)
            && (Time(call, "StartAfter") is not { } after || t.Start > after) && (Time(call, "StartBefore") is not { } before || t.Start < before));
        return Paging.Of(call, "TaskSummaries", Sorted(call, found).Select(t =>
        {
            var summary = Head(call.Catalog, t);
            summary["EndTime"] = EndTime(t);
            summary["TotalEngagementCount"] = t.Engagements.Count;
            summary["FailedEngagementCount"] = Failed(t);
            summary["CompletedEngagementCount"] = t.Ends.Count - Failed(t);
            return summary.Drop();
        }));
    }

    static IEnumerable<ProspectingTask> Sorted(Call call, IEnumerable<ProspectingTask> tasks) => (call.Input["Sort"]?["SortBy"]?.GetValue<string>(), call.Input["Sort"]?["SortOrder"]?.GetValue<string>()) switch
    {
        ("TaskName", "ASCENDING") => tasks.OrderBy(t => t.Name, StringComparer.Ordinal),
        ("TaskName", _) => tasks.OrderByDescending(t => t.Name, StringComparer.Ordinal),
        ("FailedEngagementCount", "ASCENDING") => tasks.OrderBy(t => Failed(t)),
        ("FailedEngagementCount", _) => tasks.OrderByDescending(t => Failed(t)),
        _ => Lists.Sorted(call, tasks, t => t.Start, t => t.Id),
    };

    static JsonObject Head(Catalog catalog, ProspectingTask task) => new()
    {
        ["TaskId"] = task.Id,
        ["TaskArn"] = Ids.ProspectingArn(catalog.Name, task.Id),
        ["TaskName"] = task.Name,
        ["StartTime"] = OpportunityOperations.TimeText(task.Start),
    };

    static int Failed(ProspectingTask task) => task.Ends.Count(e => e.ContextId is null);

    static string? EndTime(ProspectingTask task) => task.IsDone ? OpportunityOperations.TimeText(task.Due) : null;

    static DateTimeOffset? Time(Call call, string name) => call.Text(name) is { } text ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}
