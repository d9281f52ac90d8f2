using System.Text.Json.Nodes;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Mapping;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;
using CommandIntakes = LambdaSync.Functions.Commands;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>A seller in AWS Marketplace for a day or some: offers, authorizations, offer sets and agreements, changed by commands, colleagues, buyers and other sellers.</summary>
sealed class MarketplaceModel : SyncModel
{
    public const string EventQueue = "marketplace-events", CommandQueue = "commands";

    const string Events = "MarketplaceEvents", Intake = "Commands";

    const double LongPart = 0.25, LowPart = 0.3;

    static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30), Hour = TimeSpan.FromHours(1), LongLength = TimeSpan.FromDays(3);

    static readonly MappingDocument WithMarketplace = Mapping with { Marketplace = MappingReader.Read(BuiltInMapping.JsonWithMarketplace(), new List<Issue>())!.Marketplace };

    public override string Name => "marketplace";

    public override IReadOnlyList<IPlot> Plots { get; } =
    [
        new MarketPlot(),
        new FaultPlot([.. Functions, Events, Intake], ["store", "crm", "partner-central", "marketplace", "marketplace"], [EventQueue]) { Most = 9, MaxCrashes = 15, MaxCalls = 40, Whole = LargeLength },
    ];

    public override IReadOnlyList<Invariant> Invariants => MarketInvariants.All;

    public override IReadOnlyList<string> Reaches => MarketReaches.All;

    public override IReadOnlyList<Variant> Variants => MarketVariants.All;

    public override TimeSpan Length(Chance chance) => chance.Is(LongPart) ? LongLength : SmallLength;

    protected override MappingDocument MappingOf(World world) => WithMarketplace;

    protected override bool MayWait(WorkKind kind) => base.MayWait(kind) || kind is WorkKind.Offer or WorkKind.ResaleAuthorization or WorkKind.Agreement;

    protected override MarketplaceClient? MarketplaceOf(World world, Incarnation process, QuotaGate? gate)
    {
        var calls = new MarketCalls(world);
        var client = new MarketplaceClient(calls.Before(process, process.Reach(world.MarketplaceOutside, calls.Call, Timeout)));
        return gate is null ? client : client.Within(gate, () => Patience);
    }

    protected override ChangeSetPlaces? PlacesOf(World world, Incarnation process, ISyncStore store) =>
        new(process.Reach(world.StoreOutside, QuotaWatch.Over(world.Quotas, world, process)), store, MarketWorld.Account, world.Own<MarketWorld>().Limits, process.Time);

    public override void Build(World world)
    {
        base.Build(world);
        var settings = SettingsOf(world);
        var events = world.Add(new Function<MarketplaceEvents>(world, Events, process =>
        {
            var (store, _, worker) = Parts(world, process, settings);
            return new MarketplaceEvents(store, worker, settings, process.Time, process.Logger<MarketplaceEvents>());
        })
        { Warmth = Warmth });
        var commands = world.Add(new Function<CommandIntakes>(world, Intake, process =>
        {
            var (store, _, worker) = Parts(world, process, settings);
            return new CommandIntakes(store, worker, settings, process.Time, process.Logger<CommandIntakes>());
        })
        { Warmth = Warmth });
        world.AddQueue(EventQueue, TimeSpan.FromMinutes(30), 20).Attach(events, 10, (handler, batch, context) => handler.Handle(batch, context));
        world.AddQueue(CommandQueue, TimeSpan.FromMinutes(30), 20).Attach(commands, 10, (handler, batch, context) => handler.Handle(batch, context));
        Prepare(world);
        world.Own<MarketWorld>().Begin(world);
        Pass(world);
    }

    // What waited too long for a line is sent once more, and AWS works as usual.
    public override void Heal(World world)
    {
        base.Heal(world);
        SyncSteps.Control(world, "fail-change-set", new JsonObject { ["count"] = 0 });
        world.Own<MarketWorld>().ShownAfter = TimeSpan.Zero;
        MarketSteps.Take(world, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(2));
        foreach (var queue in (string[])[EventQueue, CommandQueue])
            world.Queues[queue].Redrive();
    }

    // AWS knows a token for longer than it hides a change set: otherwise no request could find out whether AWS has the change set.
    static void Prepare(World world)
    {
        var chance = world.Chance.For("marketplace");
        foreach (var product in (string[])[MarketWorld.Product, MarketWorld.OtherProduct])
            SyncSteps.Control(world, "add-product", new JsonObject { ["id"] = product, ["title"] = "Product " + product });
        SyncSteps.Control(world, "market-settings", new JsonObject { ["tokenSeconds"] = chance.Mostly(TimeSpan.FromMinutes(10), TimeSpan.FromDays(1)).TotalSeconds });
        MarketSteps.Take(world, chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)), chance.Mostly(TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(20)));
        var limits = world.Chance.For("limits");
        if (!limits.Is(LowPart))
            return;
        // An offer set has two offers.
        var (sets, offers) = (limits.Between(1, 4), limits.Between(2, 4));
        world.Own<MarketWorld>().Limits = new ChangeSetLimits(sets, offers, offers);
        SyncSteps.Control(world, "market-settings", new JsonObject { ["maxOpen"] = sets, ["maxBusy"] = offers });
    }

    // Agreements and offers end by time alone.
    static void Pass(World world)
    {
        SyncSteps.Drain(world);
        world.Pump.After(Hour, world.Pump.World, () => Pass(world));
    }
}
