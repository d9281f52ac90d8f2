using Amazon.DynamoDBv2;
using Amazon.Lambda.Core;
using Amazon.Lambda.SQSEvents;
using Amazon.Runtime;
using Amazon.S3;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Lambda;

/// <summary>The parts of a deployed function, put together by hand.</summary>
sealed class App(Func<string, string?> variable, Stream output, TimeProvider time) : IDisposable
{
    Settings _settings = null!;
    LogLines _log = null!;
    MetricLines _metrics = null!;
    IBucket _bucket = null!;
    DynamoSyncStore _store = null!;
    ICrm _crm = null!;
    MappingSource _mappings = null!;
    (MappingDocument Mapping, InboundFiles Handler)? _inboundFiles;

    /// <summary>Reads the settings and opens the lines to S3 and DynamoDB, so that the first event waits for nothing.</summary>
    public async Task<bool> Initialize()
    {
        _settings = Settings.Read(variable);
        _log = new LogLines(output, _settings.LogLevel, _settings.Name, time);
        _metrics = new MetricLines(output, _settings.Name, time);
        var s3 = new AmazonS3Client(new AmazonS3Config { RetryMode = RequestRetryMode.Standard, ForcePathStyle = HasOwnEndpoint() });
        var dynamo = new AmazonDynamoDBClient(new AmazonDynamoDBConfig { RetryMode = RequestRetryMode.Standard });
        _bucket = new S3Bucket(s3, _settings.Bucket);
        _store = new DynamoSyncStore(dynamo, _settings.Table, s3, _settings.Bucket, _settings.LogRetention, time);
        _crm = new DynamoCrm(dynamo, _settings.CrmTable, s3, _settings.Bucket, time);
        _mappings = new MappingSource(_bucket, _settings.MappingKey, time);
        await Task.WhenAll(_store.Open(CancellationToken.None), _mappings.Current(CancellationToken.None));
        return true;
    }

    /// <summary>Files that landed: S3's notifications in SQS messages.</summary>
    public Task<SQSBatchResponse> InboundFiles(SQSEvent batch, ILambdaContext context) => Invoke(context, async () =>
    {
        var mapping = await _mappings.Current(CancellationToken.None);
        if (_inboundFiles is not { } current || current.Mapping != mapping)
            _inboundFiles = current = (mapping, new InboundFiles(_bucket, _store, _crm, mapping, _settings.Inbound, time, new JsonLogger<InboundFiles>(_log)));
        return await current.Handler.Handle(batch, context);
    });

    public void Dispose() => _metrics?.Dispose();

    async Task<T> Invoke<T>(ILambdaContext context, Func<Task<T>> handle)
    {
        _log.Begin(context);
        try
        {
            return await handle();
        }
        catch (Exception failed)
        {
            // Lambda's service is told of it, but the log gets only what is written here.
            _log.Write(LogLevel.Error, nameof(App), "the invocation failed", [], failed);
            throw;
        }
        finally
        {
            _metrics.Flush(context.FunctionName);
        }
    }

    // A stand-in for S3 has no host a bucket.
    bool HasOwnEndpoint() => variable("AWS_ENDPOINT_URL_S3") is not null || variable("AWS_ENDPOINT_URL") is not null;
}
