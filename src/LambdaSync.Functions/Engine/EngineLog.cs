using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Engine;

/// <summary>The engine's log messages; none has a value of a record.</summary>
sealed partial class EngineLog(ILogger log)
{
    public void Parked(WorkKey key, string cause) => LogParked(log, key.ToString(), cause);

    public void Unexpected(WorkKey key, Exception failed) => LogUnexpected(log, failed, key.ToString());

    public void Outage(Exception failed) => LogOutage(log, failed);

    [LoggerMessage(1, LogLevel.Warning, "{Key} waits for a correction: {Cause}")]
    static partial void LogParked(ILogger log, string key, string cause);

    [LoggerMessage(3, LogLevel.Error, "{Key} met an error that nobody thought of")]
    static partial void LogUnexpected(ILogger log, Exception failed, string key);

    [LoggerMessage(2, LogLevel.Warning, "a batch of records stopped at a connection")]
    static partial void LogOutage(ILogger log, Exception failed);
}
