using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>What a run left undone, as lines that name each thing, why it waits, and what to run.</summary>
static class Leftovers
{
    // Each list says how many more there are.
    const int MaxLines = 5;

    const int MaxWork = 100_000;

    /// <returns>The lines; none: nothing is left.</returns>
    public static async Task<IReadOnlyList<string>> Of(ISyncStore store, string catalog, CancellationToken cancellation)
    {
        var work = await store.ListWork(catalog, MaxWork, cancellation);
        var arrivals = work.Count(item => WorkGroups.Of(item.Key.Kind) == WorkGroup.Arrivals);
        return
        [
            .. work.Where(item => item.Key.Id == Pause.Name && item is { Key.IsSchedule: true, Cause: not null }).Select(item => $"{item.Cause}: run 'lambdasync resume' to continue"),
            .. arrivals > 0 ? [$"{arrivals} files or messages wait for a retry or are parked: run 'lambdasync deadletter list' to see them"] : (string[])[],
            // An invitation waits for a person's answer, not for us.
            .. Lines("records", work.Where(item => WorkGroups.Of(item.Key.Kind) == WorkGroup.Records && !item.AwaitsAnswer), "lambdasync log show ID"),
            .. Lines("schedules", work.Where(item => item.Key.IsSchedule && item.Cause is not null && item.Key.Id != Pause.Name), "lambdasync schedule list"),
        ];
    }

    static IEnumerable<string> Lines(string what, IEnumerable<WorkItem> left, string command)
    {
        var items = left.ToList();
        if (items.Count == 0)
            yield break;
        yield return $"{items.Count} {what} are not done: run '{command}' to see more";
        foreach (var item in items.Take(MaxLines))
            yield return $"  {item.Key.Id} {(item.Parked ? "is parked" : "waits")}{(item.Cause is { } cause ? ": " + cause : "")}";
        if (items.Count > MaxLines)
            yield return $"  and {items.Count - MaxLines} more";
    }
}
