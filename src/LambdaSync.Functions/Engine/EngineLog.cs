using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Engine;

/// <summary>The engine's log messages; none has a value of a record.</summary>
sealed partial class EngineLog(ILogger log)
{
    public void Parked(WorkKey key, string cause) => LogParked(log, key.ToString(), cause);

    public void Unexpected(WorkKey key, Exception failed) => LogUnexpected(log, failed, key.ToString());

    public void Outage(Exception failed) => LogOutage(log, failed);

    public void NewerRelease(WorkKey key) => LogNewerRelease(log, key.ToString());

    public void NotNotified(string notice, string cause) => LogNotNotified(log, notice, cause);

    [LoggerMessage(1, LogLevel.Warning, "{Key} is parked until the cause is corrected: {Cause}")]
    static partial void LogParked(ILogger log, string key, string cause);

    [LoggerMessage(3, LogLevel.Error, "Unexpected error while reconciling {Key}")]
    static partial void LogUnexpected(ILogger log, Exception failed, string key);

    [LoggerMessage(2, LogLevel.Warning, "Reconciling a batch of records failed with a connection error")]
    static partial void LogOutage(ILogger log, Exception failed);

    [LoggerMessage(4, LogLevel.Error, "{Key} has an intent that a newer release stored. Update this function to that release.")]
    static partial void LogNewerRelease(ILogger log, string key);

    [LoggerMessage(5, LogLevel.Warning, "The CRM took no notice {Notice}: {Cause}")]
    static partial void LogNotNotified(ILogger log, string notice, string cause);
}
