using LambdaSync.Connections.Aws;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>
/// Logs each request to Partner Central's API (row D9): a success at Information, what may pass at Warning, a refusal at Error. No line has
/// anything of a body but the record's identifier.
/// </summary>
/// <param name="least">Requests below it are not logged.</param>
public sealed partial class CallLog(LogLevel least, ILogger<CallLog> log)
{
    public void Write(AwsCallEnd call)
    {
        var level = call.Fault is null ? LogLevel.Information : call.IsTransient ? LogLevel.Warning : LogLevel.Error;
        if (level < least)
            return;
        if (call.Fault is null)
            LogSuccess(log, call.Operation, call.Record ?? "-", call.RequestId, (long)call.Took.TotalMilliseconds);
        else
            LogFailure(log, level, call.Operation, call.Record ?? "-", call.RequestId, (long)call.Took.TotalMilliseconds, call.Status, call.Code.Length > 0 ? call.Code : "none");
    }

    [LoggerMessage(1, LogLevel.Information, "{Operation} of {Record} succeeded in {Milliseconds} ms, request {RequestId}")]
    static partial void LogSuccess(ILogger log, string operation, string record, string requestId, long milliseconds);

    [LoggerMessage(EventId = 2, Message = "{Operation} of {Record} failed in {Milliseconds} ms with HTTP status {Status}, code {Code}, request {RequestId}")]
    static partial void LogFailure(ILogger log, LogLevel level, string operation, string record, string requestId, long milliseconds, int status, string code);
}
