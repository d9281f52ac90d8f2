#pragma warning disable CS9113 // being written
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>The tick: sweeps and backfills that are due (rows A15, A16).</summary>
public sealed class Reconcile(
    ISyncStore store, PartnerCentralLanes aws, RecordWorker records, SyncSettings settings, TimeProvider time, ILogger<Reconcile> log)
{
    public Task Handle(ScheduledEvent tick, ILambdaContext context) => throw new NotImplementedException();
}
