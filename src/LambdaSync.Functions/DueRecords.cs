using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>The due records that one function works on. Those of the others stay due, and must not hide what lies behind them.</summary>
static class DueRecords
{
    /// <returns>The most urgent ones, at most <paramref name="most"/>; none: nothing that is wanted is due.</returns>
    /// <exception cref="ConnectionException">The store is away.</exception>
    public static async Task<IReadOnlyList<WorkKey>> Of(ISyncStore store, string catalog, DateTimeOffset now, int most, Func<WorkKey, bool> wanted)
    {
        for (var limit = most; ; limit *= 2)
        {
            var due = await store.Due(catalog, WorkGroup.Records, now, limit, CancellationToken.None);
            var found = due.Where(wanted).Take(most).ToList();
            if (found.Count > 0 || due.Count < limit)
                return found;
        }
    }
}
