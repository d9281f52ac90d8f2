using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Marketplace;

namespace LambdaSync.Cli;

/// <summary>The line to AWS Marketplace for verbs that work on no store: in AWS's pace, so that alone they are never throttled.</summary>
static class MarketplaceLink
{
    static readonly MarketplacePace Pace = new(TimeProvider.System);

    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public static CatalogClient Catalog() => new(new AwsSettings(), Pace.Wait);

    public static AgreementClient Agreements() => new(new AwsSettings(), Pace.Wait);

    /// <summary>False, after saying why, where nothing may be written to AWS Marketplace.</summary>
    public static bool MayWrite(Terminal terminal, string format)
    {
        if (MarketplaceWrites.Refusal(Environment.GetEnvironmentVariable("LAMBDASYNC_CATALOG"), Environment.GetEnvironmentVariable("LAMBDASYNC_MARKETPLACE_WRITES") == "allow") is not { } refusal)
            return true;
        terminal.Tell(refusal, format);
        return false;
    }
}
