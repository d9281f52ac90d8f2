using System.Text.Json.Nodes;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync.Sales;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>Opportunities on both sides for a day, now and then for a week: events, sweeps, the CRM's edits, creations, reviews.</summary>
class SyncModel : Model
{
    /// <summary>How long things happen in most seeds, and in the others.</summary>
    public static readonly TimeSpan SmallLength = TimeSpan.FromDays(1), LargeLength = TimeSpan.FromDays(7);

    const double LargePart = 0.05;

    public const string Queue = "partner-events", Catalog = "AWS", Sweeper = "Reconcile";

    // Fewer than every five minutes: what happens between two of them is the same. More of them come with edits (TickStep).
    static readonly TimeSpan OutboundTick = TimeSpan.FromHours(2), ReconcileTick = TimeSpan.FromHours(4);

    // What a creation is sent again in, and as much as clocks may be wrong by.
    static readonly TimeSpan ShortestTokenLife = TimeSpan.FromMinutes(10);

    /// <summary>How long one request waits for its turn.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    // A new process makes its clients and its mapping anew, which would be most of a seed's time.
    protected const double Warmth = 0.97;

    protected static readonly string[] Functions = ["PartnerEvents", "Outbound", Sweeper];

    // What is edited, and what a creation needs.
    static readonly string[] Used =
    [
        "Project.Title", "LifeCycle.NextSteps", "Customer.Account.Address.City", "Project.AdditionalComments", "aws:LifeCycle.Stage",
        "Customer.Account.CompanyName", "Customer.Account.WebsiteUrl", "Customer.Account.Industry", "Customer.Account.Address.CountryCode",
        "Customer.Account.Address.PostalCode", "LifeCycle.TargetCloseDate", "Project.CustomerBusinessProblem", "expectedMonthlyAwsRevenue",
        // What a submission needs beside them.
        "solutionOffered", "OpportunityTeam[BusinessTitle=PartnerAccountManager].Email", "Project.CustomerUseCase", "Project.DeliveryModels[]", "OpportunityType", "NationalSecurity",
        "Project.SalesActivities[]", "partnerPrimaryNeedFromAws", "Customer.Account.Address.StateOrRegion", "Marketing.Source",
    ];

    /// <summary>A part of the mapping that ships, with owners.</summary>
    public static readonly MappingDocument Mapping = Fewer(MappingReader.Read(BuiltInMapping.Json(), new List<Issue>())!);

    public override string Name => "sync";

    public override IReadOnlyList<IPlot> Plots { get; } =
        [new SyncPlot(), new SharpPlot(), new SalePlot(), new FaultPlot(Functions, ["store", "crm", "partner-central"], [Queue]) { Most = 12, MaxCrashes = 30, MaxCalls = 60, Whole = LargeLength }, new LatePlot()];

    public override IReadOnlyList<Invariant> Invariants => SyncInvariants.All;

    public override IReadOnlyList<string> Reaches => Watching.Reaches.All;

    public override IReadOnlyList<Variant> Variants => SyncVariants.All;

    public override TimeSpan LongestRest => TimeSpan.FromDays(8);

    public override TimeSpan Length(Chance chance) => chance.Is(LargePart) ? LargeLength : SmallLength;

    public override void Build(World world)
    {
        SetTokens(world);
        AddPartner(world);
        var settings = SettingsOf(world);
        if (!world.Parts.Ledger)
            world.PartnerCentral.Control.Do("settings", new JsonObject { ["quotas"] = false });
        var events = world.Add(new Function<PartnerEvents>(world, "PartnerEvents", process =>
        {
            var (store, _, worker) = Parts(world, process, settings);
            return new PartnerEvents(store, worker, settings, process.Time, process.Logger<PartnerEvents>());
        })
        { Warmth = Warmth });
        var outbound = world.Add(new Function<Outbound>(world, "Outbound", process =>
        {
            var (store, _, worker) = Parts(world, process, settings);
            return new Outbound(store, Crm(world, process), worker, world.Variant.Change(MappingOf(world)), settings, process.Time, process.Logger<Outbound>());
        })
        { Warmth = Warmth });
        var reconcile = world.Add(new Function<Reconcile>(world, Sweeper, process =>
        {
            var (store, lanes, worker) = Parts(world, process, settings);
            return new Reconcile(store, lanes, worker, settings, process.Time, process.Logger<Reconcile>());
        })
        { Warmth = Warmth });
        world.AddQueue(Queue, TimeSpan.FromMinutes(30), 20).Attach(events, 10, (handler, batch, context) => handler.Handle(batch, context));
        Every(world, OutboundTick, outbound, (handler, context) => handler.Handle(new ScheduledEvent(), context));
        world.Own<Witness>().Begin(world);
        world.Own<Witness>().Deadlines.IsPaged = settings.ListPage < SyncSettings.Default.ListPage;
        Every(world, ReconcileTick, reconcile, (handler, context) => handler.Handle(new ScheduledEvent(), context));
    }

    protected static SyncSettings SettingsOf(World world) => SyncSettings.Default with
    {
        BatchSize = world.Chance.For("batch size").Between(1, 6),
        ListPage = world.Chance.For("pages").Is(0.4) ? world.Chance.For("list page").Of([1, 2, 3, 5, 12]) : 100,
    };

    /// <summary>The line to AWS Marketplace, or null: none.</summary>
    /// <param name="gate">Of the process, or null: no quota is tracked.</param>
    protected virtual MarketplaceClient? MarketplaceOf(World world, Incarnation process, QuotaGate? gate) => null;

    /// <summary>The count of open change sets, or null: none.</summary>
    protected virtual ChangeSetPlaces? PlacesOf(World world, Incarnation process, ISyncStore store) => null;

    // AWS publishes neither how long it knows a client token, nor whether it then gives the first answer again or a conflict.
    static void SetTokens(World world)
    {
        var chance = world.Chance.For("tokens");
        var life = chance.Mostly(ShortestTokenLife, TimeSpan.FromDays(1));
        world.PartnerCentral.Control.Do("settings", new JsonObject { ["tokenReuseConflicts"] = chance.Is(0.4), ["tokenSeconds"] = (long)life.TotalSeconds, ["marketingSource"] = "Optional" });
    }

    // Deals are submitted as soon as they are complete, or when a command says so.
    protected virtual MappingDocument MappingOf(World world) => !world.Own<Submissions>().IsOnCommand ? Mapping
        : Mapping with { Opportunity = Mapping.Opportunity! with { Submit = Mapping.Opportunity.Submit! with { Trigger = SubmitTrigger.OnCommand } } };

    // The partner's solutions and users; AWS's documents leave open whether its own referrals have a review status.
    static void AddPartner(World world)
    {
        world.Own<Submissions>().IsOnCommand = world.Chance.For("submit").Is(0.3);
        foreach (var id in Sale.Known)
            world.PartnerCentral.Control.Do("add-solution", new JsonObject { ["id"] = id, ["name"] = "Solution " + id });
        foreach (var email in Sale.Users)
            world.PartnerCentral.Control.Do("add-user", new JsonObject { ["email"] = email, ["firstName"] = email[..email.IndexOf('@', StringComparison.Ordinal)], ["lastName"] = "Example" });
        world.PartnerCentral.Control.Do("settings", new JsonObject { ["referralsHaveReviewStatus"] = world.Chance.For("referrals").Is(0.7) });
    }

    // An operator sends what gave up once more, AWS decides what it reviews; what was lost stays lost: the sweeps have to find it.
    public override void Heal(World world)
    {
        world.Own<RowRefusals>().Clear();
        world.Own<Refusals>().Clear();
        world.Own<RunLimits>().Lift(world);
        world.Own<Deals>().Healed = world.Pump.Now;
        world.Queues[Queue].Redrive();
        Approve(world);
        world.Own<Rounds>().Begin(world);

        var parked = world.Store.ListWork(Catalog, 10_000, CancellationToken.None).Now().Where(w => w.Parked && w.Key.Kind != WorkKind.Invitation);
        world.Store.Wake([.. parked.Select(w => new Wake(w.Key, w.Key.Kind == WorkKind.Schedule ? Reason.Timer : Reason.Refresh, Lane.Person, world.Pump.Now))], CancellationToken.None)
            .GetAwaiter().GetResult();
    }

    // A partner's answer starts another review, so AWS approves more than once. A submission whose task AWS holds may start only during the rest.
    // So each round also ends the tasks that AWS holds.
    static void Approve(World world)
    {
        Submissions.Release(world);
        foreach (var deal in Sides.Aws(world).ToList())
        {
            if (Sides.Text(deal, "LifeCycle.ReviewStatus") is "Submitted" or "In review" or "Action Required")
                SyncSteps.Control(world, "approve", new() { ["id"] = deal["Id"]!.GetValue<string>() });
        }

        world.Pump.After(TimeSpan.FromHours(world.Parts.LongRest ? 5 : 1), world.Pump.World, () => Approve(world));
    }

    // All sweeps have gone round since, and nothing but them is due.
    public override bool IsAtRest(World world) => world.Own<Rounds>().AreOver(world)
        && world.Store.Due(Catalog, WorkGroup.Records, DateTimeOffset.MaxValue.AddDays(-1), 10_000, CancellationToken.None).Now().All(key => MayWait(key.Kind) && IsWaiting(world, key));

    /// <summary>Records that are due again some day: an invitation that has no answer is, before its end.</summary>
    protected virtual bool MayWait(WorkKind kind) => kind == WorkKind.Invitation;

    static bool IsWaiting(World world, WorkKey key) =>
        world.Store.GetWork(key, CancellationToken.None).Now() is { Owner: null, Intent: null, Due: { } due } && due > world.Pump.Now;

    static void Every<THandler>(World world, TimeSpan tick, Function<THandler> function, Func<THandler, Amazon.Lambda.Core.ILambdaContext, Task> handle) =>
        world.Tickers.Add(new Ticker(world, function, tick, () => function.Invoke(async (handler, context) =>
        {
            await handle(handler, context);
            return true;
        })));

    protected (ISyncStore Store, PartnerCentralLanes Lanes, RecordEngine Worker) Parts(World world, Incarnation process, SyncSettings settings)
    {
        var store = ClaimWatch.Over(world.ReachStore(process), world, process);
        var client = Client(world, process);
        var gate = !world.Parts.Ledger ? null : new QuotaGate(
            process.Reach(world.StoreOutside, QuotaWatch.Over(world.Quotas, world, process)), "123456789012", QuotaLimits.Of(QuotaGroup.Read), QuotaLimits.Of(QuotaGroup.Write), process.Time,
            process.Chance.Part);
        var lanes = new PartnerCentralLanes(client, gate, Patience);
        var worker = new RecordEngine(
            store, Crm(world, process), lanes, world.Variant.Change(MappingOf(world)), settings, process.Time, process.Chance.Part, process.Logger<RecordEngine>())
        {
            Marketplace = MarketplaceOf(world, process, gate),
            Places = PlacesOf(world, process, store),
        };
        return (store, lanes, worker);
    }

    static PartnerCentralClient Client(World world, Incarnation process)
    {
        var (watch, limit) = (new Watch(world), TimeSpan.FromSeconds(30));
        if (!world.Parts.Http)
            return new PartnerCentralClient(watch.Before(process, process.Reach(world.PartnerCentralOutside, watch.Call, limit)));
        var own = new AwsSettings { Endpoint = new Uri("http://partner-central.test"), Credentials = new BasicAWSCredentials("test", "test"), Timeout = Timeout.InfiniteTimeSpan };
        return new PartnerCentralClient(own, handler: process.Reach(world.PartnerCentralOutside, watch, limit));
    }

    protected static ICrm Crm(World world, Incarnation process)
    {
        var crm = CrmWatch.Over(world.Own<RowRefusals>().Over(world.CrmOf(process), world), world);
        return CrmWatch.Before(process.Reach(world.CrmOutside, process.Function == Sweeper ? world.Own<RunLimits>().Over(crm, world, process) : crm), world, process);
    }

    static MappingDocument Fewer(MappingDocument whole)
    {
        var source = whole.Opportunity!;
        var fields = source.Fields.Where(f => Used.Contains(f.Aws) || f.Crm == "StageName")
            .Select(f => SyncFields.All.FirstOrDefault(s => s.Crm == f.Crm) is { } known ? f with { Owner = Enum.Parse<Owner>(known.Owner, ignoreCase: true) } : f);
        // The story has no CRM leads, and its CRM answers no invitations: both are recorded only.
        return whole with { Lead = null, Opportunity = source with { Invitation = null, Share = ShareMode.OnCreate, Submit = new SubmitMapping("Co-Sell", "Full"), Fields = [.. fields] } };
    }
}
