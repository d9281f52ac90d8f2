using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulator.AceExchange;

namespace LambdaSync.Simulation.Models.Exchange;

/// <summary>AWS's side of the exchange, which works every hour, and what people did on both.</summary>
sealed class AceWorld
{
    /// <summary>How often AWS's batch runs.</summary>
    public static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    static readonly TimeSpan ToExport = TimeSpan.FromMinutes(20);

    public Outside Outside { get; } = new("exchange", TimeSpan.FromMilliseconds(500));

    public MemoryExchange Bucket { get; private set; } = null!;

    public AceSide Aws { get; private set; } = null!;

    /// <summary>Until then AWS's batch rests.</summary>
    public DateTimeOffset RestsUntil { get; set; }

    /// <summary>Runs of the batch.</summary>
    public int Runs { get; private set; }

    /// <summary>What <see cref="Runs"/> was when the world was healed.</summary>
    public int? RunsAtHealing { get; set; }

    /// <summary>The CRM records that people made, by their numbers.</summary>
    public Dictionary<int, string> Deals { get; } = [];

    /// <summary>AWS's referrals and leads, by their numbers.</summary>
    public Dictionary<int, AceRecord> Referred { get; } = [];

    /// <summary>What a person typed last into the next step, by CRM id.</summary>
    public Dictionary<string, string> Typed { get; } = new(StringComparer.Ordinal);

    /// <summary>Operations of Partner Central's API that were called.</summary>
    public List<string> ApiCalls { get; } = [];

    public void Begin(World world)
    {
        var chance = world.Chance.For("ace");
        Bucket = new MemoryExchange(world.Pump);
        Aws = new AceSide(Bucket, new AceTerms(chance.Between(1, int.MaxValue))
        {
            Bad = chance.Is(0.4) ? 0.1 : 0,
            Doubled = chance.Is(0.5) ? 0.4 : 0,
            Lost = chance.Is(0.3) ? 0.2 : 0,
            Shuffles = chance.Is(0.5),
            ResultDelay = chance.Is(0.2) ? TimeSpan.Zero : chance.Mostly(TimeSpan.FromMinutes(5), TimeSpan.FromHours(5)),
            Review = chance.Is(0.4) ? TimeSpan.Zero : chance.Mostly(TimeSpan.FromMinutes(30), TimeSpan.FromHours(8)),
        });
        world.Pump.After(chance.Between(TimeSpan.Zero, Hour), world.Pump.World, () => Run(world));
    }

    void Run(World world)
    {
        world.Pump.After(Hour, world.Pump.World, () => Run(world));
        if (world.Pump.Now < RestsUntil)
            return;
        Runs++;
        Aws.Run(world.Pump.Now);
        world.Pump.After(ToExport, world.Pump.World, () => Aws.Export(world.Pump.Now));
    }
}
