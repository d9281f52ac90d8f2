using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Files;
using LambdaSync.Functions;
using LambdaSync.Functions.Engine;
using LambdaSync.Functions.Exchange;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Exchange;

/// <summary>A day of the file exchange: deals, referrals and leads go both ways in files, and AWS answers late, in another order, twice or never.</summary>
sealed class ExchangeModel : Model
{
    public const string Queue = "landed-files", Sender = "SendFiles", Import = "InboundFiles", Catalog = "AWS";

    // A new process makes its mapping anew.
    const double Warmth = 0.97;

    // Runs of AWS's batch after the healing: what waits for a result that was lost is past its time by then.
    const int Rests = 12;

    static readonly TimeSpan FeedTick = TimeSpan.FromMinutes(50), SendTick = TimeSpan.FromMinutes(25), PullTick = TimeSpan.FromMinutes(40), ReplayTick = TimeSpan.FromMinutes(45);

    static readonly string[] Functions = ["Outbound", Sender, "PullFiles", Import, "Replay"];

    static readonly string[] AlsoUsed = ["AWS_customerEmail__c", "AWS_opportunityOwnership__c"];

    static readonly string[] OfLeads = ["AWS_currentLeadStage__c", "AWS_status__c", "AWS_email__c", "AWS_partnerCrmLeadId__c", "Company", "LastName"];

    static readonly MappingDocument Mapping = Of(MappingReader.Read(BuiltInMapping.Json(), new List<Issue>())!);

    public override string Name => "file-exchange";

    public override IReadOnlyList<IPlot> Plots { get; } =
        [new ExchangePlot(), new FaultPlot(Functions, ["store", "crm", "landing", "exchange"], [Queue]) { Most = 9, MaxCrashes = 20, MaxCalls = 50 }];

    public override IReadOnlyList<Invariant> Invariants => ExchangeInvariants.All;

    public override IReadOnlyList<Variant> Variants => ExchangeVariants.All;

    public override TimeSpan Length(Chance chance) => TimeSpan.FromDays(1);

    public override void Build(World world)
    {
        var ace = world.Own<AceWorld>();
        ace.Begin(world);
        var settings = SyncSettings.Default with { BatchSize = world.Chance.For("batch size").Between(1, 4), Transports = Transports.Files };
        var send = new SendTerms(new FileHead("1234567", 2), "lambdasync") { BatchSize = world.Chance.For("file size").Between(1, 4) };
        var pull = new ExchangeTerms(world.Landing.Name) { Every = new ObjectPeriods(PullTick, PullTick) };
        var outbound = world.Add(new Function<Outbound>(world, "Outbound", process => new Outbound(
            world.ReachStore(process), Crm(world, process), Engine(world, process, settings), Mapping, settings, process.Time, process.Logger<Outbound>()))
        { Warmth = Warmth });
        var sender = world.Add(new Function<SendFiles>(world, Sender, process => new SendFiles(
            Exchange(world, process), world.ReachStore(process), Crm(world, process), Mapping, send, settings, process.Time, process.Chance.Part, process.Logger<SendFiles>()))
        { Warmth = Warmth });
        var puller = world.Add(new Function<PullFiles>(world, "PullFiles", process => new PullFiles(
            Exchange(world, process), process.Reach<ILandingBucket>(world.LandingOutside, new NotifyingLanding(world)), world.ReachStore(process), pull, settings, process.Time, process.Logger<PullFiles>()))
        { Warmth = Warmth });
        var import = world.Add(new Function<InboundFiles>(world, Import, process => Files(world, process, settings)) { Warmth = Warmth });
        var replay = world.Add(new Function<Replay>(world, "Replay", process => new Replay(
            world.ReachStore(process), [], new Dictionary<string, Func<SQSEvent, ILambdaContext, Lease, Task<SQSBatchResponse>>>(), Files(world, process, settings).Handle,
            settings, process.Time, process.Chance.Part, process.Logger<Replay>()))
        { Warmth = Warmth, MaxAtATime = 1 });
        world.AddQueue(Queue, TimeSpan.FromMinutes(30), 20).Attach(import, 1, (handler, batch, context) => handler.Handle(batch, context));
        Every(world, FeedTick, outbound, (handler, context) => handler.Handle(new ScheduledEvent(), context));
        Every(world, SendTick, sender, (handler, context) => handler.Handle(new ScheduledEvent(), context));
        Every(world, PullTick, puller, (handler, context) => handler.Handle(new ScheduledEvent(), context));
        Every(world, ReplayTick, replay, (handler, context) => handler.Handle(new ScheduledEvent(), context));
    }

    // AWS answers everything at once from now on, and an operator sends again what gave up.
    public override void Heal(World world)
    {
        var ace = world.Own<AceWorld>();
        ace.Aws.Terms = new Simulator.AceExchange.AceTerms();
        ace.RestsUntil = world.Pump.Now;
        ace.RunsAtHealing = ace.Runs;
        var queue = world.Queues[Queue];
        queue.Redrive();
        foreach (var lost in queue.Lost)
            queue.Send(lost);
        queue.Lost.Clear();
        Correct(world);
    }

    public override bool IsAtRest(World world)
    {
        var ace = world.Own<AceWorld>();
        return ace.Runs >= ace.RunsAtHealing + Rests && ExchangeInvariants.Left(world).Count == 0 && ace.Aws.Records.Values.All(record => record.Changed is null && record.ReviewedAt is null);
    }

    static void Correct(World world)
    {
        var parked = world.Store.ListWork(Catalog, 10_000, CancellationToken.None).Now().Where(item => item.Parked).ToList();
        world.Store.Wake([.. parked.Select(item => new Wake(item.Key, item.Key.IsFile ? Reason.Landed : item.Key.IsSchedule ? Reason.Timer : Reason.Refresh, Lane.Person, world.Pump.Now))], CancellationToken.None).GetAwaiter().GetResult();
        world.Pump.After(TimeSpan.FromHours(2), world.Pump.World, () => Correct(world));
    }

    static IExchangeBucket Exchange(World world, Incarnation process) => process.Reach<IExchangeBucket>(world.Own<AceWorld>().Outside, world.Own<AceWorld>().Bucket);

    static ICrm Crm(World world, Incarnation process) => process.Reach<ICrm>(world.CrmOutside, world.Crm);

    static InboundFiles Files(World world, Incarnation process, SyncSettings settings) => new(
        process.Reach<IBucket>(world.LandingOutside, world.Landing), world.ReachStore(process), Crm(world, process), Mapping, settings, process.Time, process.Logger<InboundFiles>());

    // Opportunities and leads of files never go through the API.
    static RecordEngine Engine(World world, Incarnation process, SyncSettings settings)
    {
        var client = new PartnerCentralClient((operation, _, _) =>
        {
            world.Own<AceWorld>().ApiCalls.Add(operation);
            return Task.FromException<AwsAnswer>(new HttpRequestException("there is no API here"));
        });
        return new RecordEngine(
            world.ReachStore(process), Crm(world, process), new PartnerCentralLanes(client, null, TimeSpan.Zero), Mapping, settings, process.Time, process.Chance.Part, process.Logger<RecordEngine>());
    }

    static void Every<THandler>(World world, TimeSpan tick, Function<THandler> function, Func<THandler, ILambdaContext, Task> handle) =>
        world.Tickers.Add(new Ticker(world, function, tick, () => function.Invoke(async (handler, context) =>
        {
            await handle(handler, context);
            return true;
        })));

    static MappingDocument Of(MappingDocument whole)
    {
        var (deal, lead) = (whole.Opportunity!, whole.Lead!);
        return whole with
        {
            Opportunity = SyncModel.Mapping.Opportunity! with
            {
                Invitation = deal.Invitation,
                Submit = null,
                Fields = [.. SyncModel.Mapping.Opportunity.Fields, .. deal.Fields.Where(f => f.Aws.StartsWith("invitation:", StringComparison.Ordinal) || AlsoUsed.Contains(f.Crm))],
            },
            Lead = lead with { Convert = null, Fields = [.. lead.Fields.Where(f => OfLeads.Contains(f.Crm) && !f.Aws.Contains(':', StringComparison.Ordinal))] },
        };
    }
}
