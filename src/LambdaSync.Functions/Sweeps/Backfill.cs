using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>All opportunities, or those of a filter, once. A person starts it.</summary>
sealed class Backfill : ISweep
{
    public bool ListsOpportunities => true;

    public string Name => Schedules.BackfillPrefix;

    public Schedule? Default => null;

    public async Task<SweepStep> Step(SweepRun run)
    {
        try
        {
            return await NextPage(run);
        }
        catch (Exception refused) when (run.Token is null && IsRefused(refused))
        {
            return new SweepStep(run.Progress.Schedule, new WorkNext.Parked($"{Sentence.Of(refused.Message)} {Reconcile.BeginAnew}"));
        }
    }

    static async Task<SweepStep> NextPage(SweepRun run)
    {
        var (settings, schedule) = (run.Parts.Settings, run.Progress.Start);
        var page = await OpportunityList.Page(
            run, from => OpportunityPage.Request(settings.Catalog, from, onlyOpen: false, schedule.Filter), settings.ListPage, PageBatches.BatchSize);
        var result = await PageBatches.Reconcile(run, page, i => i.State is null || (!schedule.OnlyUnlinked && !i.State.Closed), Reason.Refresh);
        if (result.Stopped is { } stopped)
            return new SweepStep(result.Schedule, stopped);
        return page.IsLast
            ? new SweepStep(result.Schedule with { Ended = run.Now }, WorkNext.Finished)
            : run.NextPage(result.Schedule, page.NextToken);
    }

    // AWS refuses the first request because of its filter, which a retry does not change. Without a status AWS was not reached.
    static bool IsRefused(Exception refused) =>
        refused is RequestHeldException or AwsServiceException { Fault: AwsFault.Permanent, IsAccess: false, Status: > 0 };
}
