using LambdaSync.Fields;
using LambdaSync.Kinds.Engagements;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Engagements with a lead context that are new or changed.</summary>
sealed class SweepEngagements : ISweep
{
    public string Name => Schedules.Engagements;

    public Schedule Default { get; } = new(TimeSpan.FromHours(1));

    public async Task<SweepStep> Step(SweepRun run)
    {
        var (found, listed) = (new FoundRecords(run), 0);
        await foreach (var engagement in SummaryList.Read(run, AwsRequest.ListLeadEngagements(run.Parts.Catalog), EngagementSummary.Read))
        {
            listed++;
            var key = WorkKey.Engagement(run.Parts.Catalog, engagement.Id);
            var stored = (await run.Parts.Store.GetWork(key, CancellationToken.None))?.Data;
            if (stored is null || engagement.ModifiedAt is null || OpportunityBody.Text(stored, "ModifiedAt") != engagement.ModifiedAt)
                found.Add(key, stored is null ? "Engagement Created" : "Engagement Updated", engagement.Modified, role: null);
            else if (!run.Parts.Settings.Transports.InFiles(AceObject.Lead) && EngagementKind.IsLeftToFiles(stored))
                found.Add(key);
        }

        return await found.Reconcile(listed);
    }
}
