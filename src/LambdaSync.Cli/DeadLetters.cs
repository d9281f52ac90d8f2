using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>Messages and files that wait to be tried again, or are parked.</summary>
static class DeadLetters
{
    // Records that wait are listed with them and left out here.
    const int MaxWork = 100_000;

    public static async Task<IReadOnlyList<WorkItem>> List(ISyncStore store, string catalog, CancellationToken cancellation) =>
        [.. (await store.ListWork(catalog, MaxWork, cancellation)).Where(IsOne)];

    /// <summary>The one of this id, or null when none waits or is parked under it.</summary>
    public static async Task<WorkItem?> Find(ISyncStore store, string catalog, string id, CancellationToken cancellation)
    {
        foreach (var kind in (WorkKind[])[WorkKind.Message, WorkKind.File])
        {
            if (await store.GetWork(new WorkKey(catalog, kind, id), cancellation) is { } item && (item.Due is not null || item.Parked))
                return item;
        }

        return null;
    }

    /// <summary>Where it comes from: the queue a message failed in, or the file without its version.</summary>
    public static string From(WorkItem item) => item.Key.Kind == WorkKind.Message
        ? item.Key.Id[..Math.Max(0, item.Key.Id.IndexOf('/', StringComparison.Ordinal))]
        : item.Key.Id[..Math.Max(0, item.Key.Id.LastIndexOf('@'))];

    static bool IsOne(WorkItem item) => WorkGroups.Of(item.Key.Kind) == WorkGroup.Arrivals;
}
