using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions;
using LambdaSync.Mapping;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models;

/// <summary>Files of AWS that land, and the handler that takes them in: nothing else.</summary>
sealed class InboundFilesModel : Model
{
    public const string Function = "InboundFiles", Queue = "inbound-files";

    static readonly string[] Used =
    [
        "Project.Title", "Customer.Account.CompanyName", "LifeCycle.Stage", "LifeCycle.ReviewStatus", "LifeCycle.TargetCloseDate",
        "Customer.Account.Address.City", "expectedMonthlyAwsRevenue",
    ];

    // Each new process compiles the mapping: with all of its fields that would be most of a seed's time.
    static readonly MappingDocument Mapping = Fewer(MappingReader.Read(BuiltInMapping.Json(), new List<Issue>())!);

    public override string Name => "inbound-files";

    public override IReadOnlyList<IPlot> Plots { get; } = [new DeliveryPlot(), new FaultPlot([Function], ["store", "crm", "landing"], [Queue]) { Most = 8 }];

    public override IReadOnlyList<Invariant> Invariants => InboundFilesInvariants.All;

    public override IReadOnlyList<Variant> Variants => InboundFilesVariants.All;

    public override TimeSpan Length(Chance chance) => chance.Mostly(TimeSpan.FromMinutes(2), TimeSpan.FromDays(2));

    public override void Build(World world)
    {
        var settings = SyncSettings.Default with { BatchSize = world.Chance.For("batch size").Between(1, 4) };
        var function = world.Add(new Function<InboundFiles>(world, Function, process => new InboundFiles(
            process.Reach<IBucket>(world.LandingOutside, world.Landing), process.Reach<ISyncStore>(world.StoreOutside, world.Store),
            process.Reach<ICrm>(world.CrmOutside, world.Crm), Mapping, settings, process.Time, process.Logger<InboundFiles>())));
        world.AddQueue(Queue, TimeSpan.FromMinutes(30), 20).Attach(function, 1, (handler, batch, context) => handler.Handle(batch, context));
    }

    static MappingDocument Fewer(MappingDocument whole) =>
        whole with { Opportunity = whole.Opportunity! with { Fields = [.. whole.Opportunity.Fields.Where(f => Used.Contains(f.Aws))] } };

    public override void Heal(World world)
    {
        var queue = world.Queues[Queue];
        queue.Redrive();
        foreach (var lost in queue.Lost)
            queue.Send(lost);
        queue.Lost.Clear();
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
