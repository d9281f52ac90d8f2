using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>The prospecting tasks: only their types are published here, so they do what the types say and no more.</summary>
static class ProspectingOperations
{
    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["StartProspectingFromEngagementTask"] = Start,
        ["GetProspectingFromEngagementTask"] = Get,
        ["ListProspectingFromEngagementTasks"] = List,
    };

    static JsonObject Start(Call call)
    {
        if (call.Texts("Identifiers").Count == 0)
            throw AwsError.BadRequest([FieldError.Required("Identifiers")]);
        var id = call.World.Ids.Of("task-");
        var task = new ProspectingTask(id, call.Text("TaskName") ?? id, call.Now, call.Now + call.World.TaskTime, [.. call.Texts("Identifiers").Select(Lists.IdOf)]);
        call.Catalog.ProspectingTasks.Add(id, task);
        var answer = Head(call.Catalog, task);
        answer["Identifiers"] = Lists.Array(task.Engagements);
        answer["TaskStatus"] = "IN_PROGRESS";
        return answer;
    }

    static JsonObject Get(Call call)
    {
        var named = call.Text("TaskIdentifier") ?? throw AwsError.BadRequest([FieldError.Required("TaskIdentifier")]);
        var task = call.Catalog.ProspectingTasks.GetValueOrDefault(Lists.IdOf(named)) ?? throw AwsError.NotFound("Prospecting task", named);
        var view = Head(call.Catalog, task);
        view["EndTime"] = End(call, task);
        view["Engagements"] = new JsonArray([.. task.Engagements.Select(id => new JsonObject
        {
            ["EngagementIdentifier"] = id,
            ["Status"] = !IsDone(call, task) ? "IN_PROGRESS" : IsKnown(call, id) ? "COMPLETED" : "FAILED",
            ["Message"] = IsDone(call, task) && !IsKnown(call, id) ? $"Engagement {id} was not found." : null,
        }.Drop())]);
        return view.Drop();
    }

    static JsonObject List(Call call)
    {
        var found = call.Catalog.ProspectingTasks.Values.Where(t => call.Has("TaskIdentifier", t.Id) && call.Has("TaskName", t.Name)
            && (Time(call, "StartAfter") is not { } after || t.Start > after) && (Time(call, "StartBefore") is not { } before || t.Start < before));
        return Paging.Of(call, "TaskSummaries", Sorted(call, found).Select(t =>
        {
            var summary = Head(call.Catalog, t);
            summary["EndTime"] = End(call, t);
            summary["TotalEngagementCount"] = t.Engagements.Count;
            summary["FailedEngagementCount"] = Failed(call, t);
            summary["CompletedEngagementCount"] = IsDone(call, t) ? t.Engagements.Count - Failed(call, t) : 0;
            return summary.Drop();
        }));
    }

    static IEnumerable<ProspectingTask> Sorted(Call call, IEnumerable<ProspectingTask> tasks) => (call.Input["Sort"]?["SortBy"]?.GetValue<string>(), call.Input["Sort"]?["SortOrder"]?.GetValue<string>()) switch
    {
        ("TaskName", "ASCENDING") => tasks.OrderBy(t => t.Name, StringComparer.Ordinal),
        ("TaskName", _) => tasks.OrderByDescending(t => t.Name, StringComparer.Ordinal),
        ("FailedEngagementCount", "ASCENDING") => tasks.OrderBy(t => Failed(call, t)),
        ("FailedEngagementCount", _) => tasks.OrderByDescending(t => Failed(call, t)),
        _ => Lists.Sorted(call, tasks, t => t.Start, t => t.Id),
    };

    static JsonObject Head(Catalog catalog, ProspectingTask task) => new()
    {
        ["TaskId"] = task.Id,
        ["TaskArn"] = Ids.Arn(catalog.Name, "prospecting-from-engagement-task/" + task.Id),
        ["TaskName"] = task.Name,
        ["StartTime"] = OpportunityOperations.TimeText(task.Start),
    };

    static bool IsDone(Call call, ProspectingTask task) => task.Due <= call.Now;

    static bool IsKnown(Call call, string engagementId) => call.Catalog.Engagements.TryGetValue(engagementId, out var engagement) && engagement.HasMember(World.Account);

    static int Failed(Call call, ProspectingTask task) => IsDone(call, task) ? task.Engagements.Count(id => !IsKnown(call, id)) : 0;

    static string? End(Call call, ProspectingTask task) => IsDone(call, task) ? OpportunityOperations.TimeText(task.Due) : null;

    static DateTimeOffset? Time(Call call, string name) => call.Text(name) is { } text ? DateTimeOffset.Parse(text, System.Globalization.CultureInfo.InvariantCulture) : null;
}
