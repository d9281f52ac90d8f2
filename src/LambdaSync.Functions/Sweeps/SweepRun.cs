using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Engine;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Sweeps;

/// <summary>What one step of a sweep works with.</summary>
/// <param name="Name">The schedule's name.</param>
/// <param name="Token">The step before's <see cref="SweepStep.NextToken"/>.</param>
sealed record SweepRun(SweepParts Parts, string Name, SweepProgress Progress, string? Token, DateTimeOffset Now, ILambdaContext Context, Lease Lease)
{
    /// <summary>Renews the schedule's claim: before each page of AWS's and each batch of records.</summary>
    /// <exception cref="ConnectionException">Another worker has taken the schedule and continues from the stored cursor.</exception>
    public async Task KeepLease()
    {
        if (!await Lease.Renew())
            throw new ConnectionException("another worker has taken the schedule", transient: true);
    }

    /// <summary>The run continues at once.</summary>
    public SweepStep NextPage(Schedule schedule, string? token) => new(schedule, At(Now), token);

    /// <summary>The run continues at the next tick.</summary>
    public SweepStep NextTick(Schedule schedule) => new(schedule, At(new Schedule(Schedule.Shortest).NextAfter(Now)));

    /// <summary>The run is over; the next one starts when the schedule is due again.</summary>
    public SweepStep EndRun(Schedule ended) => new(ended, At(ended.NextAfter(Now)) with { Reasons = [Reason.Timer] });

    static WorkNext.Again At(DateTimeOffset due) => new(due, null, Counts: false, IsNew: true);
}

/// <summary>What all sweeps share.</summary>
/// <param name="Aws">In the sweeps' lane of the quota.</param>
sealed record SweepParts(ISyncStore Store, PartnerCentralClient Aws, RecordEngine Records, SyncSettings Settings, SweepLog Log)
{
    public string Catalog => Settings.Catalog;
}
