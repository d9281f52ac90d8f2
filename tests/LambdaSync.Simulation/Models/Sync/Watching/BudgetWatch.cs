using LambdaSync.Simulation.Kernel;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;

namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>The records that a run of a sweep overwrites, counted by what it writes, over all its pages.</summary>
sealed class BudgetWatch
{
    readonly Dictionary<string, HashSet<string>> _overwritten = new(StringComparer.Ordinal);
    readonly Dictionary<string, DateTimeOffset?> _ended = new(StringComparer.Ordinal);

    public void Wrote(World world, Incarnation process, IEnumerable<CrmWrite> overwriting)
    {
        var limits = world.Own<RunLimits>();
        if (limits.Since is not { } since || world.Own<ClaimWatch>().ScheduleOf(process) is not { } schedule)
            return;
        if (!_overwritten.TryGetValue(schedule, out var records))
            _overwritten[schedule] = records = new(StringComparer.Ordinal);
        records.UnionWith(overwriting.Select(row => row.Id!));
        // A worker that is stopped leaves its last records uncounted.
        if (records.Count > limits.Low && world.Faults.LastStruck < since)
            world.Own<Witness>().Break(WatchedInvariants.Budget, $"a run of {schedule} overwrites {records.Count} records, {limits.Low} are allowed");
    }

    /// <summary>A schedule was stored: a run that ended counts no more.</summary>
    public void Settled(string schedule, byte[] data)
    {
        var ended = Schedule.Read(data).Ended;
        if (_ended.TryGetValue(schedule, out var before) && before != ended)
            _overwritten.Remove(schedule);
        _ended[schedule] = ended;
    }
}
