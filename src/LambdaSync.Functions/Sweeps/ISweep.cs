using LambdaSync.Sync.Schedules;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Reads one of AWS's lists in steps and reconciles what no event reported. One file a sweep, listed in <see cref="SweepList"/>.</summary>
interface ISweep
{
    /// <summary>The schedule's name; where <see cref="Default"/> is null, the prefix of its schedules' names.</summary>
    string Name { get; }

    /// <summary>The schedule that every installation has at first; null for a sweep that only a person starts.</summary>
    Schedule? Default { get; }

    /// <summary>It lists opportunities, and rests while they travel in files: AWS's files compare them.</summary>
    bool ListsOpportunities => false;

    /// <summary>Works on the next page of the list, or on all of a list that is read at once.</summary>
    Task<SweepStep> Step(SweepRun run);
}
