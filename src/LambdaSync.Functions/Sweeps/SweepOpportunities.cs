using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Opportunities that AWS changed since the last run, by LastModifiedDate.</summary>
sealed class SweepOpportunities : ISweep
{
    public bool ListsOpportunities => true;

    public string Name => Schedules.Opportunities;

    public Schedule Default { get; } = new(TimeSpan.FromMinutes(15));

    public async Task<SweepStep> Step(SweepRun run)
    {
        var settings = run.Parts.Settings;
        // A run starts where the last one ended: what was modified before that is done.
        run.Progress.StartRun(OpportunityPage.Overlap);
        var page = await OpportunityList.Page(run, from => OpportunityPage.Request(settings.Catalog, from, onlyOpen: false, filter: null), settings.ListPage, settings.ListPage);
        if (page.Items.Count > 0)
            run.Progress.Listed(run.Now, OpportunityPage.Overlap, page.Items.Max(i => i.Modified));
        var result = await PageBatches.Reconcile(run, page, i => OpportunityPage.NeedsLook(i.State, i.Modified), Reason.Sweep);
        if (result.Stopped is { } stopped)
            return new SweepStep(result.Schedule, stopped);
        return page.IsLast ? run.EndRun(result.Schedule.EndAtCursor(run.Now)) : run.NextPage(result.Schedule, page.NextToken);
    }
}
