using LambdaSync.Simulator.Model;
using LambdaSync.Simulator.Rules;

namespace LambdaSync.Simulator.State;

/// <summary>All that the simulated AWS knows.</summary>
sealed class World
{
    /// <summary>The partner's account.</summary>
    public const string Account = "123456789012";

    public World(TimeProvider time)
    {
        Clock = new SimulatorClock(time);
        Bus = new EventBus(Clock, Account);
        Quotas = new Quotas(Clock);
        Tokens = new ClientTokens(Clock);
        EmptySandbox();
    }

    /// <summary>Grows whenever a record may have changed: what was read before is still true while it stays.</summary>
    public long Changes { get; set; }

    public ApiModel Model { get; } = ApiModel.Shared;

    public SimulatorClock Clock { get; }

    public EventBus Bus { get; }

    public Faults Faults { get; } = new();

    public Quotas Quotas { get; }

    public ClientTokens Tokens { get; }

    public Ids Ids { get; } = new();

    /// <summary>Sandbox and AWS never meet.</summary>
    public Dictionary<string, Catalog> Catalogs { get; } = new(StringComparer.Ordinal) { ["AWS"] = new Catalog("AWS") };

    /// <summary>AWS Marketplace as the same account sees it.</summary>
    public Marketplace.Market Market { get; } = new();

    /// <summary>Roles that can be assumed, by ARN, each with the external id that its trust policy wants, or null.</summary>
    public Dictionary<string, string?> Roles { get; } = new(StringComparer.Ordinal);

    /// <summary>The accounts of access keys that a role gave; all others are the partner's.</summary>
    public Dictionary<string, string> KeyAccounts { get; } = new(StringComparer.Ordinal);

    /// <summary>Secrets by access key. "test" is the one that always works.</summary>
    public Dictionary<string, string> Secrets { get; } = new(StringComparer.Ordinal) { ["test"] = "test" };

    /// <summary>How long ListOpportunities goes without a change.</summary>
    public TimeSpan ListDelay { get; set; }

    /// <summary>Which opportunities it goes without: each, each second one, each third one by their numbers.</summary>
    public int ListDelayEvery { get; set; } = 1;

    /// <summary>What AWS's documents leave open.</summary>
    public Readings Readings { get; } = new();

    /// <summary>The pricing calculator.</summary>
    public Estimates Estimates { get; } = new();

    /// <summary>The partner's users by e-mail.</summary>
    public Dictionary<string, PartnerUser> Users { get; } = new(StringComparer.Ordinal);

    /// <summary>The longest that a request is on its way, which counts before the quota does; each takes a random part of it.</summary>
    public TimeSpan Jitter { get; set; }

    /// <summary>A launch asks for the customer's account: it does of consulting partners.</summary>
    public bool LaunchNeedsAccount { get; set; } = true;

    /// <summary>A lead's contact title is masked until the lead is accepted.</summary>
    public bool MasksLeads { get; set; } = true;

    /// <summary>The partners' accounts that this partner is connected with; null: with every one.</summary>
    public IReadOnlySet<string>? Connected { get; set; }

    /// <summary>Digits of a second in an engagement's dates: 3, 6 or 9. AWS has been seen to give nine.</summary>
    public int EngagementDigits { get; set; } = 3;

    /// <summary>How long a task takes.</summary>
    public TimeSpan TaskTime { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>The Sandbox as it is at first, and after its yearly refresh (DG testing): empty but for its default solution (DG testing-sandbox).</summary>
    public void EmptySandbox()
    {
        Catalogs["Sandbox"] = new Catalog("Sandbox");
        Catalogs["Sandbox"].Solutions["S-1234567"] = new Solution("S-1234567", "Default solution", "Active", "Software Product", Clock.Now);
    }
}
