using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using LambdaSync.Simulation.Faults;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Queues;
using LambdaSync.Simulation.Stories;
using LambdaSync.Simulator;

namespace LambdaSync.Simulation;

/// <summary>All that exists in one seed: the time, what the handlers reach, the functions, what is planned to go wrong.</summary>
sealed class World : IDisposable
{
    static long s_worlds;

    static readonly DateTimeOffset Beginning = new(2026, 3, 1, 8, 0, 0, TimeSpan.Zero);

    readonly Dictionary<Type, object> _own = [];
    readonly List<IDisposable> _kept = [];
    PartnerCentralSimulator? _partnerCentral;

    public World(ulong seed, Variant variant, Trace trace)
    {
        (Variant, Trace) = (variant, trace);
        Chance = new Chance(seed);
        Pump = new Pump(Beginning);
        trace.Pump = Pump;
        SdkClock.Follow(Pump);
        Time = new VirtualTime(Pump, Pump.World);
        Surprises = new Surprises(trace);
        Faults = new FaultPlan(this);
        var number = Interlocked.Increment(ref s_worlds);
        (StoreName, CrmName) = (SqliteDump.Name("store", number), SqliteDump.Name("crm", number));
        Store = new SqliteSyncStore(StoreName);
        Crm = new BuiltInCrm(CrmName, time: Time);
        PartnerCentralOutside = new PartnerCentralOutside(() => PartnerCentral);
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

    /// <summary>The store itself: handlers reach it through their process (<see cref="Incarnation.Reach{T}"/>), invariants and people as it is.</summary>
    public SqliteSyncStore Store { get; }

    public BuiltInCrm Crm { get; }

    public MemoryBucket Landing { get; } = new("landing");

    /// <summary>Made when it is first asked for.</summary>
    public PartnerCentralSimulator PartnerCentral => _partnerCentral ??= new PartnerCentralSimulator(Time);

    /// <summary>For <see cref="SqliteDump"/>.</summary>
    public string StoreName { get; }

    public string CrmName { get; }

    public Outside StoreOutside { get; } = new("store", TimeSpan.FromMilliseconds(200));

    public Outside CrmOutside { get; } = new("crm", TimeSpan.FromSeconds(2));

    public Outside LandingOutside { get; } = new("landing", TimeSpan.FromMilliseconds(500));

    public PartnerCentralOutside PartnerCentralOutside { get; }

    public Dictionary<string, Function> Functions { get; } = new(StringComparer.Ordinal);

    public Dictionary<string, VirtualQueue> Queues { get; } = new(StringComparer.Ordinal);

    public List<Ticker> Tickers { get; } = [];

    /// <summary>Nothing runs and no message waits for a consumer.</summary>
    public bool IsIdle =>
        Functions.Values.All(f => f.Busy == 0) && Tickers.All(t => t.Waiting == 0) && Queues.Values.All(q => !q.HasConsumer || q.Messages.Count == 0);

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
        Store.Dispose();
        Crm.Dispose();
        _partnerCentral?.Dispose();
        _kept.ForEach(kept => kept.Dispose());
    }
}
