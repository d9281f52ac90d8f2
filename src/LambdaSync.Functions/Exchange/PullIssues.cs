using LambdaSync.Connections.Buckets;
using LambdaSync.Files;

namespace LambdaSync.Functions.Exchange;

/// <summary>What keeps an object of the exchange's bucket from being fetched.</summary>
static class PullIssues
{
    /// <summary>The reason, or null: it is one of AWS's files.</summary>
    public static Issue? Of(ExchangeObject found) => AceFile.RefusedByName(found.Key, found.Length);

    public static Issue NotTaken(string key, string jobId) => Issue.Error(
        IssueCodes.FilePassedOver, null, null, $"the file was fetched and could not be read as a whole, so it stays in AWS's folder: see job {jobId}",
        "correct the cause and replay the file, or delete it there; AWS keeps a copy in its archive folder") with
    { File = key };
}
