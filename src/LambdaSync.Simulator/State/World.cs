using LambdaSync.Simulator.Model;
using LambdaSync.Simulator.Rules;

namespace LambdaSync.Simulator.State;

/// <summary>All that the simulated AWS knows.</summary>
sealed class World
{
    /// <summary>The partner's account.</summary>
    public const string Account = "123456789012";

    static readonly string[] CatalogNames = ["AWS", "Sandbox"];

    public World(TimeProvider time)
    {
        Clock = new SimulatorClock(time);
        Bus = new EventBus(Clock, Account);
        Quotas = new Quotas(Clock);
        Tokens = new ClientTokens(Clock);
        Catalogs = CatalogNames.ToDictionary(name => name, name => new Catalog(name));
    }

    public ApiModel Model { get; } = ApiModel.Load();

    public SimulatorClock Clock { get; }

    public EventBus Bus { get; }

    public Faults Faults { get; } = new();

    public Quotas Quotas { get; }

    public ClientTokens Tokens { get; }

    public Ids Ids { get; } = new();

    /// <summary>Sandbox and AWS never meet.</summary>
    public IReadOnlyDictionary<string, Catalog> Catalogs { get; }

    /// <summary>Secrets by access key. "test" is the one that always works.</summary>
    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal) { ["test"] = "test" };

    /// <summary>How long ListOpportunities goes without a change.</summary>
    public TimeSpan ListDelay { get; set; }

    /// <summary>How long a task takes.</summary>
    public TimeSpan TaskTime { get; set; } = TimeSpan.FromSeconds(2);
}
