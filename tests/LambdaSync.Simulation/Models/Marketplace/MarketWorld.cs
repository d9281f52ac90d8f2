using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>What people wanted of AWS Marketplace, and what happened there.</summary>
sealed class MarketWorld
{
    public const string Account = "123456789012", Product = "prod-own1", OtherProduct = "prod-own2", Buyer = "111122223333", Partner = "222233334444", Maker = "999900001111";

    static readonly string[] Sources = ["aws.marketplacecatalog", "aws.agreement-marketplace", "aws.marketplace"];

    // What is told of a sale has to be known by then.
    static readonly TimeSpan Soon = TimeSpan.FromMinutes(1);

    // Entities that a tick has to read; those that a colleague has changed, too.
    readonly HashSet<string> _afterTick = new(StringComparer.Ordinal), _elsewhere = new(StringComparer.Ordinal);

    /// <summary>By number.</summary>
    public SortedDictionary<int, Wish> Wishes { get; } = [];

    /// <summary>The opportunities that offers are linked to, by number.</summary>
    public Dictionary<int, string> Opportunities { get; } = [];

    /// <summary>By number, with the id of the command that links it.</summary>
    public List<Link> Links { get; } = [];

    public List<Sale> Sales { get; } = [];

    /// <summary>Offers of other sellers.</summary>
    public HashSet<string> Others { get; } = new(StringComparer.Ordinal);

    /// <summary>Events that AWS sent, by id.</summary>
    public List<(string Id, string Body)> Events { get; } = [];

    /// <summary>Agreements and entities of which an event was lost or late.</summary>
    public HashSet<string> LostOrLate { get; } = new(StringComparer.Ordinal);

    /// <summary>When the last event of an agreement or entity came.</summary>
    public Dictionary<string, DateTimeOffset> LastTold { get; } = new(StringComparer.Ordinal);

    /// <summary>When a colleague changed an offer last, by its id.</summary>
    public Dictionary<string, DateTimeOffset> ChangedElsewhere { get; } = new(StringComparer.Ordinal);

    /// <summary>Change sets by id, those of colleagues too.</summary>
    public Dictionary<string, StartedSet> Sets { get; } = new(StringComparer.Ordinal);

    /// <summary>How long AWS shows no list and no description of a change set that was started.</summary>
    public TimeSpan ShownAfter { get; set; }

    /// <summary>What the account may have open at once.</summary>
    public ChangeSetLimits Limits { get; set; } = ChangeSetLimits.OfAws;

    /// <summary>How long change sets take.</summary>
    public (TimeSpan Prepare, TimeSpan Apply) Duration { get; set; }

    public static string Day(World world, int ahead) => world.Pump.Now.AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>An event of AWS Marketplace goes into its own queue; false: it is none.</summary>
    public bool Takes(World world, JsonNode envelope, string body)
    {
        if (!world.Queues.TryGetValue(MarketplaceModel.EventQueue, out var queue) || !Sources.Contains(envelope["source"]!.GetValue<string>()))
            return false;
        Events.Add((envelope["id"]!.GetValue<string>(), body));
        var lost = queue.Lost.Count;
        queue.Send(body);
        var (type, detail, message) = (envelope["detail-type"]!.GetValue<string>(), envelope["detail"]!, queue.Lost.Count > lost ? null : queue.Messages[^1]);
        if (type.StartsWith("Purchase Agreement", StringComparison.Ordinal))
            SaleTold(world, detail["agreement"]!["id"]!.GetValue<string>(), message);
        else if (type.StartsWith("Change Set", StringComparison.Ordinal))
            SetTold(world, detail["ChangeSetId"]!.GetValue<string>(), message);
        return true;
    }

    /// <summary>Looks at what events have told once a tick has gone round since: what a change set has changed, the next one reads.</summary>
    public void Begin(World world) => world.Functions["Outbound"].Ran += (began, end) =>
    {
        if (!end.IsAnswered)
            return;
        if (world.Store.ListWork(SyncModel.Catalog, 10_000, CancellationToken.None).Now().Any(w => w is { Key.Kind: WorkKind.ChangeSet, Parked: false, Cause: { } cause } && cause.Contains("AWS Marketplace's limit", StringComparison.Ordinal)))
            world.Tally.Reach(MarketReaches.Waits);
        foreach (var (id, told) in LastTold.Where(t => _afterTick.Contains(t.Key) && t.Value + Soon < began).ToList())
        {
            _afterTick.Remove(id);
            Check(world, id, told, Soon, MarketRecords.OfEntity);
        }
    };

    // What a colleague changes, the lists show. An offer set's offers are read once it is whole.
    void SetTold(World world, string id, Message? message)
    {
        var entities = AtAws.EntitiesOf(world, id).ToList();
        if (Sets.GetValueOrDefault(id) is not { Key: not null } set)
        {
            _elsewhere.UnionWith(entities);
            return;
        }

        if (entities.Find(e => e.StartsWith("offerset-", StringComparison.Ordinal)) is { } whole)
            entities.AddRange(AtAws.Entities(world, AtAws.Offer).Where(o => AtAws.Text(o["details"], "OfferSetId") == whole).Select(AtAws.Id));
        // Whoever hears of it before AWS shows it waits for a later tick.
        var isRead = set.ShownAt <= world.Pump.Now && (!set.Name.Contains("offer-set", StringComparison.Ordinal) || set.Changes.Contains("ReleaseOfferSet", StringComparison.Ordinal));
        foreach (var entity in entities.Distinct())
        {
            if (!IsTold(world, entity, message) || !isRead)
                _afterTick.Remove(entity);
            else
                _afterTick.Add(entity);
        }
    }

    void SaleTold(World world, string id, Message? message)
    {
        if (IsTold(world, id, message))
            Check(world, id, LastTold[id], LastTold[id] - world.Pump.Now + Soon, MarketRecords.OfAgreement);
    }

    // Null: the event was lost.
    bool IsTold(World world, string id, Message? message)
    {
        if (message is not null && message.VisibleAt <= world.Pump.Now + Soon)
        {
            LastTold[id] = message.VisibleAt;
            return true;
        }

        world.Tally.Reach(MarketReaches.EventLost);
        LostOrLate.Add(id);
        return false;
    }

    void Check(World world, string id, DateTimeOffset told, TimeSpan wait, Func<World, string, IEnumerable<string>> problems) => world.Pump.After(wait, world.Pump.World, () =>
    {
        if (world.IsHealed || LastTold[id] > told || LostOrLate.Contains(id) || _elsewhere.Contains(id) || !world.Own<Witness>().Deadlines.IsCalm(told))
            return;
        world.Tally.Reach(MarketReaches.Deadline);
        foreach (var problem in problems(world, id))
            world.Own<Witness>().Break(MarketInvariants.InTime, $"told of at {told:HH:mm:ss}, {problem}");
    });
}

/// <summary>Something that people want to be done in AWS Marketplace.</summary>
/// <param name="name">Only what it makes has the name; null: it makes nothing.</param>
sealed class Wish(int number, CommandDocument command, string? name)
{
    public int Number => number;

    public CommandDocument Command => command;

    public string? Name => name;

    /// <summary>The offer whose last day it changes, and the day; null: it changes none.</summary>
    public (string Offer, string Day)? Date { get; init; }

    /// <summary>The ids of the commands that ask for it.</summary>
    public List<string> Commands { get; } = [];

    /// <summary>The requests that were sent, repeated messages of one command too.</summary>
    public int Asked { get; set; }
}

/// <summary>A command that links an offer to an opportunity.</summary>
sealed record Link(string Command, string Opportunity, string Offer);

/// <summary>A buyer accepted an offer.</summary>
/// <param name="IsOwn">The account is the seller; else a channel partner is.</param>
sealed record Sale(string Agreement, string Offer, DateTimeOffset At, bool IsOwn);

/// <summary>A change set that was started.</summary>
/// <param name="Key">The request's, in its name; null: a colleague's.</param>
/// <param name="Changes">As they were sent.</param>
/// <param name="ShownAt">AWS shows it from then on.</param>
sealed record StartedSet(string Id, string? Key, string Name, string Changes, DateTimeOffset ShownAt);
