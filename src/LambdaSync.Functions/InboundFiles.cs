using Amazon.Lambda.Core;
using Amazon.Lambda.S3Events;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>A file from AWS landed in the bucket: its records become CRM records.</summary>
public sealed class InboundFiles(
    IBucket bucket, ISyncStore store, ICrm crm, MappingDocument mapping, InboundSettings settings, TimeProvider time, ILogger<InboundFiles> log)
{
    /// <summary>S3 notifications inside SQS messages: the trigger in AWS and of <c>serve</c>.</summary>
    public Task<SQSBatchResponse> Handle(SQSEvent batch, ILambdaContext context) => throw new NotImplementedException($"{bucket}{store}{crm}{mapping}{settings}{time}{log}");

    /// <summary>A bare S3 notification. Throws when any file could not be finished, so that the caller tries again.</summary>
    public Task Handle(S3Event notification, ILambdaContext context) => throw new NotImplementedException();
}
