using System.Globalization;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Kinds.Marketplace;
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
    // AWS's lists may be late by as much.
    static readonly TimeSpan Overlap = TimeSpan.FromMinutes(10);

    public string Name => Schedules.Marketplace;

    public Schedule Default { get; } = new(TimeSpan.FromHours(1));

    public async Task<SweepStep> Step(SweepRun run)
    {
        var (found, listed) = (new FoundRecords(run), 0);
        if (run.Parts.Records.Marketplace is not { } marketplace)
            return await found.Reconcile(0);
        foreach (var section in MarketSection.All.Where(section => run.Parts.Records.MarketplaceSections.Contains(section.Name)))
        {
            await run.KeepLease();
            listed += section.EntityTypes.Count > 0 ? await Entities(run, marketplace, section, found) : await Agreements(run, marketplace, found);
        }

        return await found.Reconcile(listed);
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

    static async Task<int> Agreements(SweepRun run, MarketplaceClient marketplace, FoundRecords found)
    {
        var listed = 0;
        IReadOnlyList<(string Name, string Value)> since = run.Progress.Start.Ended is { } last
            ? [("AfterLastUpdateTime", (last - Overlap).UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture))] : [];
        await foreach (var agreement in marketplace.Agreements.SearchAgreements(since, CancellationToken.None))
        {
            if (OpportunityBody.Text(agreement.Span, "agreementId") is not { } id)
                continue;
            found.Add(MarketSection.Agreement.Key(run.Parts.Catalog, id));
            listed++;
        }

        return listed;
    }

    static DateTimeOffset? Date(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
