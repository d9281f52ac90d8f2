using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Functions;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models;

/// <summary>Files of AWS that land, the handler that takes them in, and the tick that hands it again what had to wait.</summary>
sealed class InboundFilesModel : Model
{
    public const string Function = "InboundFiles", Again = "Replay", Queue = "inbound-files";

    static readonly TimeSpan ReplayTick = TimeSpan.FromMinutes(30);

    static readonly string[] Used =
    [
        "Project.Title", "Customer.Account.CompanyName", "LifeCycle.Stage", "LifeCycle.ReviewStatus", "LifeCycle.TargetCloseDate",
        "Customer.Account.Address.City", "expectedMonthlyAwsRevenue",
    ];

    // Each new process compiles the mapping: with all of its fields that would be most of a seed's time.
    static readonly MappingDocument Mapping = Fewer(MappingReader.Read(BuiltInMapping.Json(), new List<Issue>())!);

    public override string Name => "inbound-files";

    public override IReadOnlyList<IPlot> Plots { get; } = [new DeliveryPlot(), new FaultPlot([Function, Again], ["store", "crm", "landing"], [Queue]) { Most = 8 }];

    public override IReadOnlyList<Invariant> Invariants => InboundFilesInvariants.All;

    public override IReadOnlyList<Variant> Variants => InboundFilesVariants.All;

    public override TimeSpan Length(Chance chance) => chance.Mostly(TimeSpan.FromMinutes(2), TimeSpan.FromDays(2));

    public override void Build(World world)
    {
        var settings = SyncSettings.Default with { BatchSize = world.Chance.For("batch size").Between(1, 4) };
        var function = world.Add(new Function<InboundFiles>(world, Function, process => FilesOf(world, process, settings)));
        var again = world.Add(new Function<Replay>(world, Again, process => new Replay(
            world.ReachStore(process), [], new Dictionary<string, Func<SQSEvent, ILambdaContext, Lease, Task<SQSBatchResponse>>>(), FilesOf(world, process, settings).Handle,
            settings, process.Time, process.Chance.Part, process.Logger<Replay>()))
        { MaxAtATime = 1 });
        world.Tickers.Add(new Ticker(world, again, ReplayTick, () => again.Invoke(async (handler, context) =>
        {
            await handler.Handle(new ScheduledEvent(), context);
            return true;
        })));
        world.AddQueue(Queue, TimeSpan.FromMinutes(30), 20).Attach(function, 1, (handler, batch, context) => handler.Handle(batch, context));
    }

    static InboundFiles FilesOf(World world, Incarnation process, SyncSettings settings) => new(
        process.Reach<IBucket>(world.LandingOutside, world.Landing), world.ReachStore(process),
        process.Reach<ICrm>(world.CrmOutside, world.Crm), Mapping, settings, process.Time, process.Logger<InboundFiles>());

    // Nothing waits for its next try any more.
    public override bool IsAtRest(World world) => Waiting(world).Count == 0;

    static IReadOnlyList<WorkItem> Waiting(World world) =>
        [.. world.Store.ListWork(SyncSettings.Default.Catalog, 10_000, CancellationToken.None).Now().Where(item => item.Key.IsFile)];

    static MappingDocument Fewer(MappingDocument whole) =>
        whole with { Opportunity = whole.Opportunity! with { Fields = [.. whole.Opportunity.Fields.Where(f => Used.Contains(f.Aws))] } };

    public override void Heal(World world)
    {
        var queue = world.Queues[Queue];
        queue.Redrive();
        foreach (var lost in queue.Lost)
            queue.Send(lost);
        queue.Lost.Clear();
        // An operator sends again what was given up.
        var parked = Waiting(world).Where(item => item.Parked).Select(item => new Wake(item.Key, Reason.Landed, Lane.Person, world.Pump.Now)).ToList();
        world.Store.Wake(parked, CancellationToken.None).GetAwaiter().GetResult();
    }
}

/// <summary>What was delivered so far.</summary>
sealed class Delivered
{
    public List<(string Key, string Version, IReadOnlyList<FileRecord> Records)> Files { get; } = [];

    public Dictionary<string, int> Newest { get; } = new(StringComparer.Ordinal);
}

/// <summary>One record of a file.</summary>
/// <param name="Edit">Counts the record's versions; a later one has a later date.</param>
sealed record FileRecord(string Id, int Edit)
{
    public string Title => $"Deal {Id} as of {Edit}";

    public override string ToString() => $"{Id}/{Edit}";
}
