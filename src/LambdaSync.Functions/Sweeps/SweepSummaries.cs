using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Open linked opportunities, a few a tick: changes of AWS's own side do not change LastModifiedDate.</summary>
sealed class SweepSummaries : ISweep
{
    const int SummaryPageSize = 50;

    public bool ListsOpportunities => true;

    public string Name => Schedules.Summaries;

    public Schedule Default { get; } = new(TimeSpan.FromDays(1));

    // A record that changes during the run moves to the list's end and is compared once more there.
    public async Task<SweepStep> Step(SweepRun run)
    {
        var settings = run.Parts.Settings;
        var page = await OpportunityList.Page(
            run, from => OpportunityPage.Request(settings.Catalog, from, onlyOpen: true, filter: null), Math.Min(SummaryPageSize, settings.ListPage), SummaryPageSize);
        var result = await PageBatches.Reconcile(run, page, i => i.State is { Closed: false }, Reason.Summary);
        if (result.Stopped is { } stopped)
            return new SweepStep(result.Schedule, stopped);
        if (page.IsLast)
            return run.EndRun(result.Schedule.End(run.Now));
        return page.NextToken is null ? run.NextTick(result.Schedule) : run.NextPage(result.Schedule, page.NextToken);
    }
}
