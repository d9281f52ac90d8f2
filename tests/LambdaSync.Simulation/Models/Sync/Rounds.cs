using LambdaSync.Functions.Sweeps;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>
/// What an operator does once all is well again: has every sweep run at once, instead of waiting a day until each has come round. Two times:
/// the first run may have begun before.
/// </summary>
sealed class Rounds
{
    const int Needed = 2;

    // An invocation that began before the healing is over by then.
    static readonly TimeSpan FirstAfter = TimeSpan.FromMinutes(10), Again = TimeSpan.FromMinutes(30);

    // By themselves: a run's beginning is after the healing then.
    static readonly TimeSpan SweepRound = TimeSpan.FromHours(4), SummaryRound = TimeSpan.FromHours(25);

    DateTimeOffset _woken = DateTimeOffset.MaxValue;
    int _done;

    public void Begin(World world)
    {
        if (!world.Parts.LongRest)
            world.Pump.After(FirstAfter, world.Pump.World, () => Wake(world));
    }

    /// <summary>Whether all sweeps have gone round.</summary>
    public bool AreOver(World world)
    {
        if (world.Parts.LongRest)
            return SweepList.Standing.Keys.All(name => Ended(world, name) > world.Own<Deals>().Healed + (name == Schedules.Summaries ? SummaryRound : SweepRound));
        if (_done == Needed || !SweepList.Standing.Keys.All(name => Ended(world, name) > _woken))
            return _done == Needed;
        _done++;
        if (_done < Needed)
            Wake(world);
        return _done == Needed;
    }

    void Wake(World world)
    {
        _woken = world.Pump.Now;
        var keys = SweepList.Standing.Keys.Select(name => WorkKey.Schedule(SyncModel.Catalog, name));
        world.Store.Wake([.. keys.Select(key => new Wake(key, Reason.Timer, Lane.Person, _woken))], CancellationToken.None).GetAwaiter().GetResult();
        Tick(world, _woken);
    }

    // Until this round is over: a run may take more than one invocation.
    void Tick(World world, DateTimeOffset round)
    {
        if (_woken != round || _done == Needed)
            return;
        foreach (var function in (string[])["Outbound", SyncModel.Sweeper])
            new TickStep(TimeSpan.Zero, function).Do(world);
        world.Pump.After(Again, world.Pump.World, () => Tick(world, round));
    }

    static DateTimeOffset? Ended(World world, string name) =>
        world.Store.GetWork(WorkKey.Schedule(SyncModel.Catalog, name), CancellationToken.None).Now()?.Data is { } data ? Schedule.Read(data).Ended : null;
}
