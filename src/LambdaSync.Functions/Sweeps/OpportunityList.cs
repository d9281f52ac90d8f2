using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Reads ListOpportunities in ascending order of LastModifiedDate.</summary>
static class OpportunityList
{
    /// <summary>Reads from the step's token or cursor up to <paramref name="maxItems"/> opportunities.</summary>
    /// <param name="request">The request's body for a first LastModifiedDate; null from the list's start.</param>
    public static async Task<ListedPage> Page(SweepRun run, Func<DateTimeOffset?, byte[]> request, int pageSize, int maxItems)
    {
        var (listed, skipped) = (new List<OpportunitySummary>(), 0);
        var (token, cursor) = (run.Token, run.Progress.Start.Cursor);
        var progress = new PageProgress();
        bool isLast;
        do
        {
            await run.KeepLease();
            var page = await run.Parts.Aws.Page(SellingOperations.ListOpportunities, request(OpportunityPage.Date(cursor)), pageSize, token, progress, CancellationToken.None);
            var items = page.Items.Select(item => OpportunitySummary.Read(item.Span)).OfType<OpportunitySummary>().ToList();
            skipped += page.Items.Count - items.Count;
            listed.AddRange(items.Except(listed));
            var last = items.Aggregate(cursor, (date, item) => OpportunityPage.Advance(date, item.Modified));
            // The next page is requested by date, not by token: records that change in between move to the list's end, which can move
            // others up, and AWS does not define a token whose request changed. The token is used only while all records have one date.
            (token, cursor, isLast) = (last == cursor ? page.NextToken : null, last, page.NextToken is null);
        }
        while (!isLast && listed.Count < maxItems);
        run.Parts.Log.Skipped(SellingOperations.ListOpportunities.Name, skipped);

        // A token continues after everything that was listed.
        var isAll = listed.Count <= maxItems;
        return new ListedPage(await WithState(run, [.. listed.Take(maxItems)]), isAll && isLast, isAll ? token : null);
    }

    static async Task<IReadOnlyList<ListedOpportunity>> WithState(SweepRun run, IReadOnlyList<OpportunitySummary> listed)
    {
        if (listed.Count == 0)
            return [];
        var keys = listed.Select(item => WorkKey.Opportunity(run.Parts.Catalog, item.Id)).ToList();
        var states = (await run.Parts.Store.GetRecords([.. keys.Distinct()], CancellationToken.None)).ToDictionary(state => state.Key);
        return [.. listed.Zip(keys, (item, key) => new ListedOpportunity(key, item.Modified, states.GetValueOrDefault(key)))];
    }
}
