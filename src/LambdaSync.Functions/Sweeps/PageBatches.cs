using System.Globalization;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Reconciles a page's records in batches, within the run's change budget.</summary>
static class PageBatches
{
    /// <summary>As many records as go to the CRM in one call.</summary>
    public const int BatchSize = 200;

    /// <param name="isCandidate">Whether a listed record is to be compared. Those that this run has done are left out.</param>
    public static async Task<PageResult> Reconcile(SweepRun run, ListedPage page, Func<ListedOpportunity, bool> isCandidate, string reason)
    {
        var start = run.Progress.Start;
        var candidates = page.Items.Where(i => isCandidate(i) && !start.HasDone(i.Key.Id, i.Modified)).ToList();
        var maxChanges = start.MaxChanges ?? run.Parts.Settings.MaxChanges;
        var left = Math.Max(0, maxChanges - start.Changed);
        var budget = new ChangeBudget(left);
        var waiting = candidates.ToHashSet();
        foreach (var batch in candidates.OrderBy(i => i.Modified).Chunk(start.Part ?? BatchSize))
        {
            run.Progress.StartBatch(batch.Length);
            await run.KeepLease();
            await run.Parts.Records.Sweep([.. batch.Select(i => i.Key)], reason, budget, [], run.Context, run.Lease);
            if (budget.IsExceeded)
                return new PageResult(run.Progress.Schedule with { Changed = Changed() }, Exceeded(run.Name, maxChanges));
            waiting.ExceptWith(batch);
            run.Progress.AdvanceTo(After(page.Items.Where(i => i.Modified <= batch[^1].Modified && !waiting.Contains(i))));
        }

        return new PageResult(After(page.Items), null);

        int Changed() => start.Changed + left - budget.Left;

        Schedule After(IEnumerable<ListedOpportunity> done) => start.AdvanceTo([.. done.Select(i => (i.Key.Id, i.Modified))]) with
        {
            Changed = Changed(),
            Worked = start.Worked + candidates.Count - waiting.Count,
        };
    }

    static WorkNext.Parked Exceeded(string name, int maxChanges) => new(string.Create(
        CultureInfo.InvariantCulture,
        $"the run would overwrite more than {maxChanges} existing records. Fix: check its changes so far ('lambdasync log list'), then 'lambdasync schedule set {name} --max-changes N'"));
}

/// <param name="Schedule">The schedule after the records that are done.</param>
/// <param name="Stopped">Why the run stopped before the page's end, or null when all of the page is done.</param>
sealed record PageResult(Schedule Schedule, WorkNext.Parked? Stopped);
