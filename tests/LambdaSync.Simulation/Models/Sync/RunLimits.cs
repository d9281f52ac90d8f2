using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Models.Sync.Watching;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync;

/// <summary>How many records a run of a sweep may overwrite before it asks, and how many it did.</summary>
sealed class RunLimits
{
    /// <summary>With fewer deals than these the limit has to be lower for a storm to pass it.</summary>
    public const int Few = 8;

    // The two sweeps that overwrite.
    static readonly string[] Sweeps = [Schedules.Opportunities, Schedules.Summaries];

    static readonly TimeSpan Again = TimeSpan.FromHours(1);

    readonly Dictionary<string, int> _overwritten = new(StringComparer.Ordinal);

    // By invocation, the ids it asked the CRM for.
    readonly Dictionary<string, HashSet<string>> _looked = new(StringComparer.Ordinal);

    DateTimeOffset? _lowSince;
    int _low;

    /// <summary>A sweep may stop and ask.</summary>
    public bool IsLow => _lowSince is not null;

    /// <summary>Since when, and how many records a run may overwrite until then.</summary>
    public DateTimeOffset? Since => _lowSince;

    public int Low => _low;

    /// <summary>Invocations that overwrote more than the runs of both sweeps may, by name.</summary>
    public IEnumerable<(string Invocation, int Records)> TooMany => _overwritten.Where(o => o.Value > _low * Sweeps.Length).Select(o => (o.Key, o.Value));

    /// <summary>
    /// The CRM as the sweeps reach it. What an invocation writes before it looked at the record, others decided: it only finishes their
    /// write.
    /// </summary>
    public ICrm Over(ICrm crm, World world, Incarnation process) => Intercept.Of(crm, call =>
    {
        if (_lowSince is null || process.Run is not { } run)
            return call.Proceed();
        if (call.Method == nameof(ICrm.Find))
        {
            if (!_looked.TryGetValue(run.AwsRequestId, out var looked))
                _looked[run.AwsRequestId] = looked = new(StringComparer.Ordinal);
            looked.UnionWith((IReadOnlyList<string>)call.Arguments[2]!);
        }
        else if (call.Method == nameof(ICrm.Write) && _looked.TryGetValue(run.AwsRequestId, out var looked))
        {
            var rows = ((IReadOnlyList<CrmWrite>)call.Arguments[1]!).Where(row => IsOverwriting(world, process, row, looked)).ToList();
            _overwritten[run.AwsRequestId] = _overwritten.GetValueOrDefault(run.AwsRequestId) + rows.Count;
            world.Own<BudgetWatch>().Wrote(world, process, rows);
        }

        return call.Proceed();
    });

    // What fills an empty field overwrites nothing. What an event or a person had reported while the sweep had the record is theirs.
    static bool IsOverwriting(World world, Incarnation process, CrmWrite row, HashSet<string> looked)
    {
        if (row.Id is not { } id || (row.ExternalId is { } awsId && !world.Own<ClaimWatch>().IsOfSweep(process, awsId)) || !(looked.Contains(id) || (row.ExternalId is { } external && looked.Contains(external))))
            return false;
        var now = new FlatRecord(world.Crm.Get("Opportunity", id, CancellationToken.None).Now()?.Fields ?? "{}"u8.ToArray());
        return new FlatRecord(row.Fields).Fields.Any(f => SyncFields.All.Any(s => s.Crm == f.Key) && !now.IsEmpty(f.Key));
    }

    /// <summary>An operator lets the sweeps ask early; one that runs just then is left as it is.</summary>
    public void Lower(World world, int low)
    {
        _low = low;
        if (Sweeps.Count(name => Set(world, name, low)) == Sweeps.Length)
            _lowSince = world.Pump.Now;
    }

    /// <summary>An operator has looked: they may go on.</summary>
    public void Lift(World world)
    {
        _lowSince = null;
        if (Sweeps.Count(name => Set(world, name, null)) < Sweeps.Length)
            world.Pump.After(Again, world.Pump.World, () => Lift(world));
    }

    static bool Set(World world, string name, int? most)
    {
        var (key, now) = (new WorkKey(SyncModel.Catalog, WorkKind.Schedule, name), world.Pump.Now);
        if (world.Store.GetWork(key, CancellationToken.None).Now()?.Data is not { } data)
            return false;
        if (Schedule.Read(data).MaxChanges == most)
            return true;
        if (world.Store.Claim([key], new ClaimTerms("operator", now, now, EvenIfClean: true), CancellationToken.None).Now()[0] is not { } claim)
            return false;
        var changed = Schedule.Read(claim.Data!) with { MaxChanges = most };
        world.Store.Settle([new Settlement { Claim = claim, Data = changed.ToJson(), Next = new WorkNext.Again(claim.Due ?? now, null, Counts: false, [Reason.Timer]) }], CancellationToken.None).Now();
        return true;
    }
}

/// <summary>An operator lets the sweeps ask before they overwrite more than a few records.</summary>
sealed record RunLimitStep(TimeSpan At, int Low) : Step(At)
{
    protected override string Says => $"a sweep may overwrite {Low} records before it asks";

    public override void Do(World world) => world.Own<RunLimits>().Lower(world, Low);
}
