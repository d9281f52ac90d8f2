#pragma warning disable CS9113 // being written
using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.Core;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>The tick: what people changed in the CRM is woken, then all due records are worked on.</summary>
public sealed class Outbound(
    ISyncStore store, ICrm crm, RecordWorker records, MappingDocument mapping, SyncSettings settings, TimeProvider time, ILogger<Outbound> log)
{
    public Task Handle(ScheduledEvent tick, ILambdaContext context) => throw new NotImplementedException();
}
