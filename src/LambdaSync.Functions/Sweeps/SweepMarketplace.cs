using System.Globalization;
using LambdaSync.Connections.Aws;
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
        var (position, sellers, isWhole) = ((string?)null, new Sellers(run, marketplace), true);
        foreach (var section in MarketSection.All.Where(section => run.Parts.Records.MarketplaceSections.Contains(section.Name)))
        {
            await run.KeepLease();
            if (section.EntityTypes.Count > 0)
            {
                listed += await Entities(run, sellers, section, found);
                continue;
            }

            position = Text(run.Now);
            foreach (var (seller, line) in sellers.All)
                listed += await sellers.Ask(seller, () => Agreements(run, seller, line));
            isWhole = sellers.Failed.Count == 0;
        }

        // What an account has not listed is asked for again.
        position = isWhole ? position : run.Progress.Start.Cursor;

        return await found.Reconcile(listed, position);
    }

    static async Task<int> Entities(SweepRun run, Sellers sellers, MarketSection section, FoundRecords found)
    {
        var dates = new Dictionary<WorkKey, (DateTimeOffset? Modified, string? Seller)>();
        foreach (var type in section.EntityTypes)
        {
            // Only authorizations are shared; they name the products that they are for. One between two of our accounts is its maker's.
            foreach (var isShared in section == MarketSection.ResaleAuthorization ? [false, true] : (bool[])[false])
            {
                foreach (var (seller, line) in sellers.All)
                    await sellers.Ask(seller, () => Listed(line, type, isShared, seller));
            }
        }

        foreach (var chunk in dates.Keys.Chunk(100))
        {
            var known = (await run.Parts.Store.GetRecords(chunk, CancellationToken.None)).ToDictionary(state => state.Key, state => state.AwsModified);
            var changed = chunk.Where(key => !known.TryGetValue(key, out var modified) || modified is null || modified != dates[key].Modified).ToList();
            List<Wake> whose = [.. changed.Where(key => dates[key].Seller is not null).Select(key => new Wake(key, MarketMemo.Of(dates[key].Seller!), Lane.Sweep, run.Now))];
            if (whose.Count > 0)
                await run.Parts.Store.Wake(whose, CancellationToken.None);
            changed.ForEach(found.Add);
        }

        async Task<int> Listed(MarketplaceClient marketplace, string type, bool isShared, string? seller)
        {
            await foreach (var entity in marketplace.Catalog.ListEntities(type, isShared, CancellationToken.None))
            {
                if (OpportunityBody.Text(entity.Span, "EntityId") is { } id)
                    dates.TryAdd(section.Key(run.Parts.Catalog, id), (Date(OpportunityBody.Text(entity.Span, "LastModifiedDate")), seller));
            }

            return 0;
        }

        return dates.Count;
    }

    // The list has no dates, so what it names is stored as due before the position moves: there may be more than one run can read.
    static async Task<int> Agreements(SweepRun run, string? seller, MarketplaceClient marketplace)
    {
        // Null: agreements were not listed yet, and those of before the mapping had a section are wanted too.
        IReadOnlyList<(string Name, string Value)> since = Date(run.Progress.Start.Cursor) is { } last ? [("AfterLastUpdateTime", Text(last - Overlap))] : [];
        var (listed, wakes) = (0, new List<Wake>());
        await foreach (var agreement in marketplace.Agreements.SearchAgreements(since, CancellationToken.None))
        {
            if (OpportunityBody.Text(agreement.Span, "agreementId") is not { } id)
                continue;
            var key = MarketSection.Agreement.Key(run.Parts.Catalog, id);
            if (seller is not null)
                wakes.Add(new Wake(key, MarketMemo.Of(seller), Lane.Sweep, run.Now));
            wakes.Add(new Wake(key, Reason.Sweep, Lane.Sweep, run.Now));
            listed++;
            if (wakes.Count >= Page)
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

    /// <summary>The lines of all seller accounts, the main one first. One whose role can't be assumed, or may not list, keeps no other from being listed.</summary>
    sealed class Sellers(SweepRun run, MarketplaceClient main)
    {
        public HashSet<string> Failed { get; } = new(StringComparer.Ordinal);

        public IReadOnlyList<(string? Seller, MarketplaceClient Line)> All { get; } = [(null, main), .. run.Parts.Records.Sellers.Select(seller => ((string?)seller.Key, seller.Value.In(Lane.Sweep)))];

        public async Task<int> Ask(string? seller, Func<Task<int>> list)
        {
            if (seller is null)
                return await list();
            if (Failed.Contains(seller))
                return 0;
            try
            {
                return await list();
            }
            catch (AwsServiceException refused) when (refused.IsAccess)
            {
                Failed.Add(seller);
                run.Parts.Log.Seller(seller, refused.Rule());
                return 0;
            }
        }
    }

    static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    static DateTimeOffset? Date(string? text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date) ? date : null;
}
