using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Json;

namespace LambdaSync.Cli;

/// <summary>
/// One small read before a command begins: credentials that AWS refuses, or an address where nothing answers, end the command at once
/// and touch no record.
/// </summary>
static class StartCheck
{
    // A connection that breaks once is no outage.
    const int Attempts = 3;

    static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <exception cref="AwsServiceException">No call can succeed: AWS refuses the credentials, or nothing answers.</exception>
    public static Task Run(PartnerCentralClient aws, string catalog, CancellationToken cancellation)
    {
        byte[] filter = [.. "{\"Catalog\":"u8, .. JsonText.Quote(catalog), .. "}"u8];
        return Run(() => aws.Page(SellingOperations.ListOpportunities, filter, 1, null, new PageProgress(), cancellation), cancellation);
    }

    /// <summary>The same of AWS Marketplace. Whoever may change it need not be allowed to list change sets.</summary>
    /// <exception cref="AwsServiceException">No call can succeed: AWS refuses the credentials, or nothing answers.</exception>
    public static Task Run(MarketplaceClient aws, CancellationToken cancellation) => Run(async () =>
    {
        try
        {
            await foreach (var _ in aws.Catalog.ListChangeSets(null, cancellation))
                break;
        }
        catch (AwsServiceException denied) when (denied is { IsAccess: true, IsCredentials: false })
        {
        }
    }, cancellation);

    static async Task Run(Func<Task> read, CancellationToken cancellation)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await read();
                return;
            }
            catch (QuotaUsedUpException)
            {
                // Nothing was sent. The command itself says when the quota opens.
                return;
            }
            catch (AwsServiceException busy) when (busy.Fault == AwsFault.Throttled || busy is { Transient: true, Status: >= 500 })
            {
                // AWS is there, and what is wrong will pass: that is what retries are for.
                return;
            }
            catch (AwsServiceException lost) when (lost is { Transient: true, Status: 0 } && attempt < Attempts)
            {
                await Task.Delay(Pause, cancellation);
            }
        }
    }
}
