using System.Globalization;
using LambdaSync.Commands;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

public sealed partial class CommandIntake
{
    // A task has a name of its own, which says whose it is; one that is stored already is not stored again.
    async Task Enrich(string job, IReadOnlyList<string> engagements, CancellationToken cancellation)
    {
        var wakes = engagements.Chunk(ProspectingBatch.Max).Select((part, i) =>
        {
            var batch = new ProspectingBatch(string.Create(CultureInfo.InvariantCulture, $"lambdasync-{job}-{i + 1}"), part);
            return new Wake(WorkKey.Prospecting(catalog, batch.Name), Reason.Timer, Lane.Sweep, Now, batch.ToJson());
        }).ToList();
        if (wakes.Count > 0)
            await store.Wake(wakes, cancellation);
    }

    static (Outcome Outcome, Issue? Issue) Enrichment(WorkKey key) => key.IsEngagement ? (Outcome.Requested, null) : (Outcome.Failed, CommandIssues.NoEngagement());
}
