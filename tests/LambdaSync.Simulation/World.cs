using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Simulator;

namespace LambdaSync.Simulation;

/// <summary>All that exists in one seed: the time, what the handlers reach, the functions, what is planned to go wrong.</summary>
sealed class World : IDisposable
{
    static readonly DateTimeOffset Beginning = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    readonly Dictionary<Type, object> _own = [];
    readonly List<IDisposable> _kept = [];
    readonly IStoreParts _store;
    readonly ICrmParts _crm;
    PartnerCentralSimulator? _partnerCentral;

    public World(ulong seed, PartChoice parts, Variant variant, Trace trace)
    {
        (Variant, Trace) = (variant, trace);
        Chance = new Chance(seed);
        Pump = new Pump(Beginning);
        trace.Pump = Pump;
        SdkClock.Follow(Pump);
        Time = new VirtualTime(Pump, Pump.World);
        Surprises = new Surprises(trace);
        Faults = new FaultPlan(this);
        Parts = parts;
        (_store, _crm) = (Keep(parts.MakeStore(this)), Keep(parts.MakeCrm(this)));
        PartnerCentralOutside = new PartnerCentralOutside(() => PartnerCentral);
        MarketplaceOutside = new PartnerCentralOutside(() => PartnerCentral, "marketplace");
    }

    public Chance Chance { get; }

    public Pump Pump { get; }

    /// <summary>The right time.</summary>
    public TimeProvider Time { get; }

    public Trace Trace { get; }

    public Tally Tally { get; } = new();

    public Surprises Surprises { get; }

    public FaultPlan Faults { get; }

    public Variant Variant { get; }

    /// <summary>What stands behind the gates.</summary>
    public PartChoice Parts { get; }

    /// <summary>The store itself: handlers reach it through their process (<see cref="ReachStore"/>), invariants and people as it is.</summary>
    public ISyncStore Store => _store.Store;

    public IQuotaStore Quotas => _store.Quotas;

    public IBuiltInCrm Crm => _crm.Crm;

    /// <summary>Counts the writes of the CRM, or null: whether it is as it was can't be told.</summary>
    public long? CrmWrites => _crm.Writes;

    public MemoryBucket Landing { get; } = new("landing");

    /// <summary>Made when it is first asked for.</summary>
    public PartnerCentralSimulator PartnerCentral => _partnerCentral ??= new PartnerCentralSimulator(Time);

    /// <summary>For <see cref="SqliteDump"/>: what the store holds now.</summary>
    public string StoreName => _store.Dump();

    public string CrmName => _crm.Dump();

    public Outside StoreOutside { get; } = new("store", TimeSpan.FromMilliseconds(200));

    public Outside CrmOutside { get; } = new("crm", TimeSpan.FromSeconds(2));

    public Outside LandingOutside { get; } = new("landing", TimeSpan.FromMilliseconds(500));

    public PartnerCentralOutside PartnerCentralOutside { get; }

    /// <summary>AWS Marketplace, which the same simulator is.</summary>
    public PartnerCentralOutside MarketplaceOutside { get; }

    public Dictionary<string, Function> Functions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, VirtualQueue> Queues { get; } = new(StringComparer.Ordinal);

    public List<Ticker> Tickers { get; } = [];

    /// <summary>Nothing goes wrong any more.</summary>
    public bool IsHealed { get; private set; }

    /// <summary>Nothing runs and no message waits for a consumer.</summary>
    public bool IsIdle =>
        Functions.Values.All(f => f.Busy == 0) && Tickers.All(t => t.Waiting == 0) && Queues.Values.All(q => !q.HasConsumer || q.Messages.Count == 0);

    /// <summary>The store as a process reaches it.</summary>
    public ISyncStore ReachStore(Incarnation process) => _store.Reach(process);

    /// <summary>The CRM of a process, without a gate.</summary>
    public IBuiltInCrm CrmOf(Incarnation process) => _crm.Of(process);

    /// <summary>A model's own things, one of each type.</summary>
    public T Own<T>() where T : class, new() => (T)(_own.TryGetValue(typeof(T), out var own) ? own : _own[typeof(T)] = new T());

    /// <summary>Something that goes when the world does.</summary>
    public T Keep<T>(T kept) where T : IDisposable
    {
        _kept.Add(kept);
        return kept;
    }

    public Function<THandler> Add<THandler>(Function<THandler> function)
    {
        Functions.Add(function.Name, function);
        return function;
    }

    /// <summary>A queue with its dead letters.</summary>
    public VirtualQueue AddQueue(string name, TimeSpan visibilityTimeout, int mostReceipts)
    {
        var dead = new VirtualQueue(this, name + "-dead", visibilityTimeout, int.MaxValue, null);
        Queues.Add(dead.Name, dead);
        var queue = new VirtualQueue(this, name, visibilityTimeout, mostReceipts, dead);
        Queues.Add(name, queue);
        return queue;
    }

    /// <summary>Ends all faults: what is up and right from now on stays so. Messages that were late still are.</summary>
    public void Heal()
    {
        IsHealed = true;
        Faults.Heal();
        foreach (var queue in Queues.Values)
            queue.Heal();
        foreach (var function in Functions.Values)
        {
            function.NextClockIsAhead = TimeSpan.Zero;
            foreach (var process in function.Alive)
                process.ClockIsAhead = TimeSpan.Zero;
        }
    }

    public void Dispose()
    {
        _partnerCentral?.Dispose();
        _kept.ForEach(kept => kept.Dispose());
    }
}
