using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>Who has claimed what, as the workers learn of it: of two that have a record, only the later one begins a write.</summary>
sealed class ClaimWatch
{
    readonly Dictionary<WorkKey, long> _latest = [];
    readonly Dictionary<(Incarnation Process, WorkKey Key), (long Epoch, DateTimeOffset At, bool IsOfSweep)> _held = [];

    public static ISyncStore Over(ISyncStore store, World world, Incarnation process) => Intercept.Of(store, call =>
    {
        var claims = world.Own<ClaimWatch>();
        if (call.Method == nameof(ISyncStore.Claim))
            return call.Proceed<IReadOnlyList<Claimed?>>(taken => claims.Take(world, process, taken, ((ClaimTerms)call.Arguments[1]!).EvenIfClean));
        if (call.Method == nameof(ISyncStore.StoreIntents))
        {
            foreach (var (_, intent) in (IReadOnlyList<(Claimed Claim, byte[] Intent)>)call.Arguments[0]!)
                world.Own<Tokens>().Storing(world, intent);
        }

        if (call.Method != nameof(ISyncStore.Settle))
            return call.Proceed();
        var settlements = (IReadOnlyList<Settlement>)call.Arguments[0]!;
        foreach (var settlement in settlements)
            world.Own<Tokens>().Storing(world, settlement.Intent);
        claims.End(world, process, settlements);
        return call.Proceed<IReadOnlyList<Settled>>(ends => Reach(world, settlements, ends));
    });

    /// <summary>The schedule that a process works on, or null.</summary>
    public string? ScheduleOf(Incarnation process) => _held.Keys.FirstOrDefault(h => h.Process == process && h.Key.IsSchedule).Key?.Id;

    /// <summary>A process has the record on behalf of a sweep: not because an event or a person left a reason.</summary>
    public bool IsOfSweep(Incarnation process, string id) => _held.GetValueOrDefault((process, WorkKey.Opportunity(SyncModel.Catalog, id))).IsOfSweep;

    /// <summary>A process begins to write rows.</summary>
    public void Begin(World world, Incarnation process, IReadOnlyList<CrmWrite> rows)
    {
        foreach (var id in rows.Select(r => r.ExternalId).OfType<string>())
            Begin(world, process, id, "the CRM");
    }

    /// <summary>A process begins to change an opportunity.</summary>
    public void Begin(World world, Incarnation process, string id, string where)
    {
        var key = WorkKey.Opportunity(SyncModel.Catalog, id);
        // A call that took minutes, or a wrong clock, may have outlasted the claim.
        if (_held.TryGetValue((process, key), out var held) && _latest[key] > held.Epoch && world.Faults.LastStruck < held.At)
            world.Own<Witness>().Break(WatchedInvariants.OneWriter, $"{process} begins to write {id} in {where} under its {held.Epoch}. claim, while there is a {_latest[key]}.");
    }

    static IReadOnlyList<Settled> Reach(World world, IReadOnlyList<Settlement> settlements, IReadOnlyList<Settled> ends)
    {
        foreach (var (settlement, end) in settlements.Zip(ends))
        {
            if (end switch { Settled.Lost => Reaches.LostClaim, Settled.StoredAndRequeued => Reaches.Requeued, Settled.LinkTaken => Reaches.LinkTaken, _ => null } is { } what)
                world.Tally.Reach(what);
            if (settlement.Next switch { WorkNext.Again { Counts: true } => Reaches.Retried, WorkNext.Parked => settlement.Claim is { Key.IsSchedule: true } ? Reaches.Asked : Reaches.Parked, _ => null } is { } next)
                world.Tally.Reach(next);
            if (settlement is { Claim.Key.IsCrmRecord: true, Wakes.Count: > 0 })
                world.Tally.Reach(Reaches.Forwarded);
            if (settlement.State is { Closed: true })
                world.Tally.Reach(Reaches.Closing);
        }

        return ends;
    }

    IReadOnlyList<Claimed?> Take(World world, Incarnation process, IReadOnlyList<Claimed?> taken, bool isOfSweep)
    {
        if (taken.Any(claim => claim is null))
            world.Tally.Reach(Reaches.Taken);
        foreach (var claim in taken.OfType<Claimed>())
        {
            if (claim.Intent is not null)
                world.Tally.Reach(Reaches.Intent);
            if (claim.InDoubt)
                world.Tally.Reach(Reaches.InDoubt);
            _latest[claim.Key] = Math.Max(_latest.GetValueOrDefault(claim.Key), claim.Epoch);
            _held[(process, claim.Key)] = (claim.Epoch, world.Pump.Now, isOfSweep);
        }

        return taken;
    }

    void End(World world, Incarnation process, IReadOnlyList<Settlement> settlements)
    {
        foreach (var settlement in settlements.Where(s => s is { Claim: not null, KeepsClaim: false }))
        {
            _held.Remove((process, settlement.Claim!.Key));
            if (settlement is { Claim.Key: { IsSchedule: true } schedule, Data: { } data })
                world.Own<BudgetWatch>().Settled(schedule.Id, data);
        }
    }
}
