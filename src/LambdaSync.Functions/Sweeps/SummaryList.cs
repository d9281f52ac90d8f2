using LambdaSync.Connections.PartnerCentral;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Functions.Sweeps;

/// <summary>Reads all pages of a list.</summary>
static class SummaryList
{
    /// <param name="read">Null for an entry that can't be read: it is skipped, and the log says how many were.</param>
    public static async IAsyncEnumerable<T> Read<T>(SweepRun run, AwsRequest request, Func<ReadOnlySpan<byte>, T?> read)
        where T : class
    {
        var (parts, skipped) = (run.Parts, 0);
        try
        {
            await foreach (var entry in parts.Aws.List(SellingOperations.Of(request.Operation), request.Body, parts.Settings.ListPage, CancellationToken.None))
            {
                await run.KeepLease();
                if (read(entry.Span) is { } summary)
                    yield return summary;
                else
                    skipped++;
            }
        }
        finally
        {
            parts.Log.Skipped(request.Operation, skipped);
        }
    }
}
