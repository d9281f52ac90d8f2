using LambdaSync.Simulation.Kernel;

namespace LambdaSync.Simulation.Stories;

/// <summary>What is simulated: its functions, what happens to them, what has to hold.</summary>
abstract class Model
{
    public abstract string Name { get; }

    /// <summary>Each of another class; what goes wrong comes last, so that it goes wrong near what happens.</summary>
    public abstract IReadOnlyList<IPlot> Plots { get; }

    public abstract IReadOnlyList<Invariant> Invariants { get; }

    public abstract IReadOnlyList<Variant> Variants { get; }

    /// <summary>Every seed is played on the parts of a deployment (SQLite, HTTP, the quota ledger), not on those that only have to be fast.</summary>
    public bool OnSlowParts { get; set; }

    /// <summary>The CRM of every seed is a simulated Salesforce organization.</summary>
    public virtual bool HasSalesforce => false;

    /// <summary>What many seeds together have to reach.</summary>
    public virtual IReadOnlyList<string> Reaches => [];

    /// <summary>How long steps happen; then the world is healed.</summary>
    public abstract TimeSpan Length(Chance chance);

    /// <summary>How long the healed world may take until nothing is due any more.</summary>
    public virtual TimeSpan LongestRest => TimeSpan.FromDays(3);

    /// <summary>Makes functions, queues and timers.</summary>
    public abstract void Build(World world);

    /// <summary>What an operator does once all is well again: dead letters, what was lost.</summary>
    public virtual void Heal(World world)
    {
    }

    /// <summary>Whether nothing is due, when nothing runs and no message waits.</summary>
    public virtual bool IsAtRest(World world) => true;
}
