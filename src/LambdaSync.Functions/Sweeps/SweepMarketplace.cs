using System.Globalization;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>
/// What AWS Marketplace has and the mapping has a section for, made here or elsewhere: entities whose date differs from the known one, and
/// agreements, private and public, that were updated since the run before. Without such a section AWS is not asked.
/// </summary>
sealed class SweepMarketplace : ISweep
{
    const int Page = 100;

    // AWS's lists may be late by as much.
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public string Name => Schedules.Marketplace;

    public Schedule Default { get; } = new(TimeSpan.FromHours(1));

    public async Task<SweepStep> Step(SweepRun run)
    {
        var (found, listed) = (new FoundRecords(run), 0);
        if (run.Parts.Records.Marketplace?.In(Lane.Sweep) is not { } marketplace)
            return await found.Reconcile(0);
        string? position = null;
        foreach (var section in MarketSection.All.Where(section => run.Parts.Records.MarketplaceSections.Contains(section.Name)))
        {
            await run.KeepLease();
            if (section.EntityTypes.Count > 0)
            {
                listed += await Entities(run, marketplace, section, found);
                continue;
            }

            position = Text(run.Now);
            listed += await Agreements(run, marketplace);
        }

        return await found.Reconcile(listed, position);
    }

    static async Task<int> Entities(SweepRun run, MarketplaceClient marketplace, MarketSection section, FoundRecords found)
    {
        var dates = new Dictionary<WorkKey, DateTimeOffset?>();
        foreach (var type in section.EntityTypes)
        {
            // Only authorizations are shared; they name the products that they are for.
            foreach (var isShared in section == MarketSection.ResaleAuthorization ? [false, true] : (bool[])[false])
            {
                await foreach (var entity in marketplace.Catalog.ListEntities(type, isShared, CancellationToken.None))
                {
                    if (OpportunityBody.Text(entity.Span, "EntityId") is { } id)
                        dates[section.Key(run.Parts.Catalog, id)] = Date(OpportunityBody.Text(entity.Span, "LastModifiedDate"));
                }
            }
        }

        foreach (var chunk in dates.Keys.Chunk(100))
        {
            var known = (await run.Parts.Store.GetRecords(chunk, CancellationToken.None)).ToDictionary(state => state.Key, state => state.AwsModified);
            foreach (var key in chunk.Where(key => !known.TryGetValue(key, out var modified) || modified is null || modified != dates[key]))
                found.Add(key);
        }

        return dates.Count;
    }

    // The list has no dates, so what it names is stored as due before the position moves: there may be more than one run can read.
    static async Task<int> Agreements(SweepRun run, MarketplaceClient marketplace)
    {
        // Null: agreements were not listed yet, and those of before the mapping had a section are wanted too.
        IReadOnlyList<(string Name, string Value)> since = Date(run.Progress.Start.Cursor) is { } last ? [("AfterLastUpdateTime", Text(last - Overlap))] : [];
        var (listed, wakes) = (0, new List<Wake>());
        await foreach (var agreement in marketplace.Agreements.SearchAgreements(since, CancellationToken.None))
        {
            if (OpportunityBody.Text(agreement.Span, "agreementId") is not { } id)
                continue;
            wakes.Add(new Wake(MarketSection.Agreement.Key(run.Parts.Catalog, id), Reason.Sweep, Lane.Sweep, run.Now));
            listed++;
            if (wakes.Count == Page)
                await Store();
        }

        await Store();
        return listed;

        async Task Store()
        {
            await run.KeepLease();
            if (wakes.Count > 0)
                await run.Parts.Store.Wake(wakes, CancellationToken.None);
            wakes.Clear();
        }
    }

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static DateTimeOffset? Date(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
