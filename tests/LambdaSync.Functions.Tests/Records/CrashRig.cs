using System.Text;
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Cli;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Events;
using LambdaSync.Functions.Engine;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging.Abstractions;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>
/// A deal's handlers in a process that can be killed. Its points are before and after every request to AWS, every write of the store and
/// every write of the CRM. Nothing that the process does after the kill reaches anything; the next handler runs in a new process.
/// </summary>
sealed class CrashRig : IDisposable
{
    static readonly string[] Writes =
    [
        nameof(ISyncStore.StartJob), nameof(ISyncStore.EndJob), nameof(ISyncStore.Wake), nameof(ISyncStore.Claim), nameof(ISyncStore.Renew), nameof(ISyncStore.StoreIntents),
        nameof(ISyncStore.Settle),
    ];

    readonly IQuotaStore _quotas;
    readonly List<string> _queue = [];
    PartnerEvents _events = null!;
    MarketplaceEvents _marketEvents = null!;
    Outbound _outbound = null!;
    int? _stopAt;
    bool _isDead;

    public CrashRig()
    {
        (_quotas, var quotaCalls) = Counted.Of<IQuotaStore>(Rig.Quotas);
        quotaCalls.Fails = method => Before(method, method == nameof(IQuotaStore.ReplaceChangeSets) ? "ledger" : null);
        quotaCalls.LosesAnswer = method => method == nameof(IQuotaStore.ReplaceChangeSets) ? After(method, "ledger") : null;
        Rig.StoreCalls.Fails = method => Before(method, Writes.Contains(method) ? "store" : null);
        Rig.StoreCalls.LosesAnswer = method => Writes.Contains(method) ? After(method, "store") : null;
        Rig.CrmCalls.Fails = method => Before(method, method == nameof(ICrm.Write) ? "CRM" : null);
        Rig.CrmCalls.LosesAnswer = method => method == nameof(ICrm.Write) ? After(method, "CRM") : null;
        Rig.Http.Refuses = operation => Before(operation, "AWS") is { } killed ? throw killed : null;
        Rig.Http.Loses = operation => After(operation, "AWS") is { } killed ? throw killed : false;
        NewProcess();
    }

    public DealRig Deal { get; } = new();

    public SyncRig Rig => Deal.Rig;

    /// <summary>The points that were passed, by name.</summary>
    public List<string> Passed { get; } = [];

    public bool WasKilled { get; private set; }

    /// <summary>What happens between the kill and the new process.</summary>
    public Func<Task> Meanwhile { get; set; } = () => Task.CompletedTask;

    /// <summary>Counts the points from now on, and kills the process at one of them, or at none.</summary>
    public void Arm(int? stopAt)
    {
        (_stopAt, WasKilled) = (stopAt, false);
        Passed.Clear();
    }

    /// <summary>Both clocks, ours and AWS's.</summary>
    public void Later(TimeSpan by)
    {
        Rig.Time.Ahead += by;
        Rig.Simulator.Control.Clock.Advance(by);
    }

    /// <summary>Ticks, each five minutes after the one before and followed by AWS's events, until nothing is left to do but to wait for AWS's reviewers.</summary>
    /// <returns>Whether that was reached.</returns>
    public async Task<bool> Run(int maxRounds = 12)
    {
        for (var (round, whole) = (0, 0); round < maxRounds; round++)
        {
            var before = WasKilled;
            Later(TimeSpan.FromMinutes(5));
            await Live(() => _outbound.Handle(new ScheduledEvent(), Rig.Context));
            await Live(Deliver);
            whole = WasKilled == before ? whole + 1 : 0;
            if (whole >= 2 && _queue.Count == 0 && await IsIdle())
                return true;
        }

        return false;
    }

    public void Dispose() => Deal.Dispose();

    /// <summary>What waits or is parked, but for schedules.</summary>
    public async Task<IReadOnlyList<WorkItem>> Waiting() => [.. (await Rig.Store.ListWork("AWS", 100, CancellationToken.None)).Where(item => item.Key.Kind != WorkKind.Schedule)];

    // The engine compares a record that AWS has locked after hours.
    async Task<bool> IsIdle() => (await Waiting()).All(item => item.Intent is null && (item.Due is null || item.Due > Rig.Time.GetUtcNow() + TimeSpan.FromHours(1)));

    // A message stays in the queue unless the handler's answer says that it is done.
    async Task Deliver()
    {
        _queue.AddRange(Rig.Drain().Records.Select(message => message.Body));
        if (_queue.Count == 0)
            return;
        var messages = SyncRig.Messages([.. _queue]);
        var failed = new HashSet<string>();
        // Each source has its queue.
        foreach (var group in messages.Records.GroupBy(message => MarketEventReader.Has(Encoding.UTF8.GetBytes(message.Body))))
        {
            var batch = new SQSEvent { Records = [.. group] };
            failed.UnionWith((group.Key ? await _marketEvents.Handle(batch, Rig.Context) : await _events.Handle(batch, Rig.Context)).BatchItemFailures.Select(f => f.ItemIdentifier));
            if (_isDead)
                return;
        }

        _queue.Clear();
        _queue.AddRange(messages.Records.Where(m => failed.Contains(m.MessageId)).Select(m => m.Body));
    }

    async Task Live(Func<Task> handler)
    {
        try
        {
            await handler();
        }
        catch (Exception) when (_isDead)
        {
            // Lambda sees a process that has ended.
        }

        if (!_isDead)
            return;
        NewProcess();
        await Meanwhile();
    }

    void NewProcess()
    {
        _isDead = false;
        var lanes = new PartnerCentralLanes(Rig.Client, null, TimeSpan.Zero);
        var worker = new RecordEngine(Rig.Store, Rig.CrmSide, lanes, Rig.Mapping, Rig.Settings, Rig.Time, () => 0.5, NullLogger<RecordEngine>.Instance)
        {
            Marketplace = Rig.Marketplace,
            // One offer at a time: a place that a killed process keeps would show.
            Places = new ChangeSetPlaces(_quotas, Rig.Store, "123456789012", new ChangeSetLimits(1, 1, 1), Rig.Time),
        };
        _events = new PartnerEvents(Rig.Store, worker, Rig.Settings, Rig.Time, new ErrorLog<PartnerEvents>(Rig.Told));
        _marketEvents = new MarketplaceEvents(Rig.Store, worker, Rig.Settings, Rig.Time, new ErrorLog<MarketplaceEvents>(Rig.Told));
        _outbound = new Outbound(Rig.Store, Rig.CrmSide, worker, Rig.Mapping, Rig.Settings, Rig.Time, new ErrorLog<Outbound>(Rig.Told));
    }

    KilledException? Before(string method, string? side) => _isDead ? new KilledException() : side is null ? null : Pass($"before {side} {method}");

    KilledException? After(string method, string side) => _isDead ? new KilledException() : Pass($"after {side} {method}");

    KilledException? Pass(string point)
    {
        Passed.Add(point);
        if (Passed.Count - 1 != _stopAt)
            return null;
        (_isDead, WasKilled) = (true, true);
        return new KilledException();
    }

    // Of a kind that no handler catches.
    sealed class KilledException : OutOfMemoryException;
}
