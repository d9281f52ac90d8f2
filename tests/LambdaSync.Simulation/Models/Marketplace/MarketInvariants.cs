using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>What holds for a seller in AWS Marketplace.</summary>
static class MarketInvariants
{
    public const string SetOnce = "set-once", InTime = "told-in-time", LimitKept = "limit-kept";

    static readonly string[] OfSync = ["explained", "quota-kept", WatchedInvariants.Token, WatchedInvariants.Quota];

    public static IReadOnlyList<Invariant> All { get; } =
    [
        Watched(SetOnce, "no change set is started while one of the same request and changes is open, or once it has succeeded"),
        Watched(InTime, "a sale is in the CRM a minute after its event, and what a request has changed a minute after the next tick"),
        Watched(LimitKept, "AWS refuses no change set because of the account's own open ones"),
        new("one-offer", "a request makes one entity at most, and one if AWS has taken it", MarketAnswers.OneOffer),
        new("answered", "each request is answered as AWS has it: applied, or why not and what to do", MarketAnswers.Answered),
        new("ended-once", "the end of each change set is in the log, of one that was applied once", MarketAnswers.EndedOnce),
        new("busy-waits", "a busy entity fails no request", MarketAnswers.BusyWaits),
        new("fault-retried", "what AWS itself failed is sent again", MarketAnswers.FaultRetried),
        new("tried-again", "what failed is sent again when a person asks again", MarketAnswers.TriedAgain),
        new("last-date", "an offer ends on the day that was wanted last", MarketAnswers.LastDate),
        new("crm-same", "the CRM has what AWS shows this account, each record once", MarketRecords.Same),
        new("resold-known", "a channel partner's sale is known from its event", MarketRecords.Resold),
        new("others-apart", "another seller's offer is no record here", OthersApart),
        new("told-once", "every event that came is recorded, and of each sale the opportunity is told", Told),
        new("reminded-truly", "a reminder of an agreement's end is dated after the agreement's acceptance", Reminded),
        new("nothing-left", "nothing is due, claimed or about to be written", NothingLeft),
        .. SyncInvariants.All.Where(i => OfSync.Contains(i.Name)),
    ];

    static Invariant Watched(string name, string rule) => new(name, rule, world => world.Own<Witness>().Broken(name));

    static IEnumerable<string> OthersApart(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var known = store.Texts("SELECT id FROM work WHERE kind = 'Offer'").Concat(MarketRecords.InCrm(world, MarketRecords.Offers).Select(o => MarketRecords.Text(o, MarketRecords.OfferId)!)).ToHashSet();
        return world.Own<MarketWorld>().Others.Where(known.Contains).Select(id => $"{id} is another seller's");
    }

    static IEnumerable<string> Told(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var (market, told, lost) = (world.Own<MarketWorld>(), store.Texts("SELECT id FROM notification").ToHashSet(), world.Queues[MarketplaceModel.EventQueue].Lost);
        foreach (var (id, body) in market.Events.Where(e => !lost.Contains(e.Body) && !told.Contains(e.Id)))
            yield return $"event {id} is not recorded: {body}";
        foreach (var link in market.Links)
        {
            if (MarketAnswers.StoredAt(store, link.Command) is not { } stored)
                continue;
            foreach (var sale in market.Sales.Where(s => s.Offer == link.Offer && s.At > stored && !told.Contains($"accepted-{s.Agreement}-{link.Opportunity}")))
                yield return $"{link.Opportunity} is not told of {sale.Agreement}, whose offer {sale.Offer} was linked at {stored:d HH:mm:ss} and sold at {sale.At:d HH:mm:ss}";
        }
    }

    static IEnumerable<string> Reminded(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var sales = world.Own<MarketWorld>().Sales.ToDictionary(s => s.Agreement, s => s.At);
        return store.Rows("SELECT kind, subject, at FROM notification WHERE id LIKE 'reminder-%' ORDER BY id")
            .Where(r => sales.TryGetValue((string)r[1]!, out var at) && (long)r[2]! < at.UtcTicks).Select(r => $"{r[1]} was accepted after its '{r[0]}'");
    }

    static IEnumerable<string> NothingLeft(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        return
        [
            .. store.Rows("SELECT kind, id, cause FROM work WHERE kind <> 'Schedule' AND (intent IS NOT NULL OR owner IS NOT NULL OR (due IS NOT NULL AND NOT (kind IN ('Offer', 'ResaleAuthorization', 'Agreement') AND due > $1))) ORDER BY 1, 2", world.Pump.Now.UtcTicks)
                .Select(r => $"{r[0]} {r[1]} is left: {r[2]}"),
            .. store.Rows("SELECT kind, id, cause FROM work WHERE parked AND kind <> 'ChangeSet' ORDER BY 1, 2").Select(r => $"{r[0]} {r[1]} waits although all is well: {r[2]}"),
        ];
    }
}
