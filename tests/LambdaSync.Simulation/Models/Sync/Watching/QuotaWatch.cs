using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>The send times that the ledger has, by the process that put them there: none of its calls goes out without one.</summary>
sealed class QuotaWatch
{
    readonly Dictionary<QuotaGroup, QuotaDay> _days = [];
    readonly Dictionary<(Incarnation Process, QuotaGroup Group), (int Granted, int Sent)> _counts = [];

    public static IQuotaStore Over(IQuotaStore quotas, World world, Incarnation process) => Intercept.Of(quotas, call =>
        call.Method == nameof(IQuotaStore.Replace)
            ? call.Proceed<bool>(isStored => world.Own<QuotaWatch>().Stored(world, process, (QuotaGroup)call.Arguments[1]!, (QuotaState)call.Arguments[3]!, isStored))
            : call.Proceed());

    /// <summary>A call goes out.</summary>
    public void Sent(World world, Incarnation process, string operation)
    {
        // AWS Marketplace counts each operation for itself.
        var group = Enum.TryParse<QuotaGroup>(operation, out var own) ? own : operation.StartsWith("Get", StringComparison.Ordinal) || operation.StartsWith("List", StringComparison.Ordinal) ? QuotaGroup.Read : QuotaGroup.Write;
        var (granted, sent) = _counts.GetValueOrDefault((process, group));
        _counts[(process, group)] = (granted, ++sent);
        if (sent > granted)
            world.Own<Witness>().Break(WatchedInvariants.Quota, $"{process} sends its {sent}. call of group {group}, {operation}; the ledger has {granted} send times of it");
    }

    bool Stored(World world, Incarnation process, QuotaGroup group, QuotaState state, bool isStored)
    {
        if (!isStored)
        {
            world.Tally.Reach(Reaches.LedgerLost);
            return false;
        }

        var before = _days.GetValueOrDefault(group, QuotaDay.Empty);
        var more = state.Day.Counts.Select((count, i) => count.All - At(before, state.Day.First + i)).Sum();
        _days[group] = state.Day;
        var (granted, sent) = _counts.GetValueOrDefault((process, group));
        _counts[(process, group)] = (granted + more, sent);
        return true;
    }

    static int At(QuotaDay day, long number) => number >= day.First && number - day.First < day.Counts.Count ? day.Counts[(int)(number - day.First)].All : 0;
}
