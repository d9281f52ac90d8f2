#pragma warning disable CS9113 // being written
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.State;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>Partner Central told something: EventBridge's envelopes inside SQS messages (rows A8, A14).</summary>
public sealed class PartnerEvents(ISyncStore store, RecordWorker records, SyncSettings settings, TimeProvider time, ILogger<PartnerEvents> log)
{
    public Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context) => throw new NotImplementedException();
}
