using System.Diagnostics;
using Amazon.Runtime;

namespace LambdaSync.Connections.Aws;

/// <summary>
/// Calls operations of one AWS API: JSON bytes in, JSON bytes out, each call exactly one signed request. Safe for concurrent use.
/// </summary>
public sealed class AwsClient : IDisposable
{
    readonly AwsApi _api;
    readonly BufferedHttp? _http;
    readonly AwsPipeline? _pipeline;
    readonly AwsEnd? _end;
    readonly Action<AwsCallEnd>? _ended;

    /// <param name="handler">Where requests end instead of on the network, or null. It is not disposed of.</param>
    /// <param name="ended">Called after each request, successful or not; null: for none.</param>
    public AwsClient(AwsApi api, AwsSettings settings, HttpMessageHandler? handler = null, Action<AwsCallEnd>? ended = null)
    {
        (_api, _ended) = (api, ended);
        _http = new BufferedHttp(settings.Timeout, handler);
        var config = new AwsClientConfig(api, settings, _http);
        _pipeline = settings.Credentials is { } credentials ? new AwsPipeline(api, config, credentials) : new AwsPipeline(api, config);
    }

    /// <param name="end">Answers in place of AWS, without a signature and without HTTP.</param>
    internal AwsClient(AwsApi api, AwsEnd end) => (_api, _end) = (api, end);

    /// <summary>Calls an operation of an AWS JSON API.</summary>
    /// <param name="body">A JSON object; nothing stands for <c>{}</c>.</param>
    /// <returns>The answer's body as it came; empty where AWS sent none.</returns>
    /// <exception cref="AwsServiceException">AWS refused or could not be reached.</exception>
    public Task<ReadOnlyMemory<byte>> Call(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation)
    {
        if (_api.Protocol == AwsProtocol.RestJson)
            throw new InvalidOperationException($"{_api.ServiceId} is called by method and path.");
        return Send(new AwsCall(operation) { Method = HttpMethod.Post, Path = "/", Body = body.IsEmpty ? "{}"u8.ToArray() : body }, cancellation);
    }

    /// <summary>Calls an operation of a rest-json API.</summary>
    /// <param name="path">Begins with <c>/</c>, not escaped.</param>
    /// <returns>The answer's body as it came; empty where AWS sent none.</returns>
    /// <exception cref="AwsServiceException">AWS refused or could not be reached.</exception>
    public Task<ReadOnlyMemory<byte>> Call(
        string operation, HttpMethod method, string path, IReadOnlyDictionary<string, string> query, ReadOnlyMemory<byte> body,
        CancellationToken cancellation)
    {
        if (_api.Protocol != AwsProtocol.RestJson)
            throw new InvalidOperationException($"{_api.ServiceId} is called by operation name.");
        return Send(new AwsCall(operation) { Method = method, Path = path, Query = query, Body = body }, cancellation);
    }

    public void Dispose()
    {
        _pipeline?.Dispose();
        _http?.Dispose();
    }

    async Task<ReadOnlyMemory<byte>> Send(AwsCall call, CancellationToken cancellation)
    {
        var start = Stopwatch.GetTimestamp();
        var (reply, failed) = await One(call, cancellation).ConfigureAwait(false);
        if (failed is not null)
        {
            Ended(call, start, failed.Status, failed.Code, failed.RequestId, failed.Fault);
            throw failed;
        }

        Ended(call, start, 200, "", reply!.RequestId, null);
        return reply.Body;
    }

    void Ended(AwsCall call, long start, int status, string code, string requestId, AwsFault? fault)
    {
        if (_ended is not null)
            _ended(new AwsCallEnd(call.Operation, AwsCallEnd.RecordOf(call.Body.Span), Stopwatch.GetElapsedTime(start), status, code, requestId, fault));
    }

    // A failure is a value up to its last step: to throw it in each of them costs more than the request.
    async Task<(AwsReply? Reply, AwsServiceException? Failed)> One(AwsCall call, CancellationToken cancellation)
    {
        try
        {
            if (_pipeline is not null)
                return (await _pipeline.Send(call, cancellation).ConfigureAwait(false), null);
            var answer = await _end!(call.Operation, call.Body, cancellation).ConfigureAwait(false);
            return answer.Status is >= 200 and < 300
                ? (new AwsReply { Body = answer.Body.ToArray(), RequestId = answer.RequestId }, null)
                : (null, Refused(call, answer.Error()));
        }
        catch (RefusedException refused)
        {
            return (null, Refused(call, refused.Error));
        }
        catch (AmazonServiceException other) when (other.StatusCode != 0)
        {
            // Another AWS service's answer on the way, such as STS's when a role is assumed.
            var error = new AwsError((int)other.StatusCode, other.ErrorCode ?? "", "", other.Message, [], other.RequestId ?? "");
            return (null, new AwsServiceException(call.Operation, error, AwsFaults.Of(error.Status, error.Code), other));
        }
        catch (Exception broken) when (IsBroken(broken))
        {
            cancellation.ThrowIfCancellationRequested();
            var error = new AwsError(0, "", "", broken.Message, [], "");
            return (null, new AwsServiceException(call.Operation, error, AwsFaults.Of(broken), broken));
        }
    }

    static AwsServiceException Refused(AwsCall call, AwsError error) => new(call.Operation, error, AwsFaults.Of(error.Status, error.Code));

    static bool IsBroken(Exception exception) =>
        exception is HttpRequestException or IOException or TimeoutException or OperationCanceledException
            or AmazonClientException or AmazonServiceException;
}
