using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Sweeps;

/// <summary>The sweeps' log messages; none has a value of a record.</summary>
sealed partial class SweepLog(ILogger log)
{
    /// <summary>Entries that could not be read. They do not end the sweep.</summary>
    /// <param name="list">The operation's name.</param>
    public void Skipped(string list, int count)
    {
        if (count > 0)
            LogSkipped(log, count, list);
    }

    /// <summary>A further seller account that can't be listed.</summary>
    public void Seller(string account, string rule) => LogSeller(log, account, rule);

    [LoggerMessage(5, LogLevel.Warning, "the seller account {Account} is left out, and listed again by the next run: {Rule}")]
    static partial void LogSeller(ILogger log, string account, string rule);

    // 1 to 3 are those of Reconcile, which writes to the same log.
    [LoggerMessage(4, LogLevel.Warning, "skipped {Count} entries of {List}: an id or date is missing or malformed")]
    static partial void LogSkipped(ILogger log, int count, string list);
}
