using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;

namespace LambdaSync.Cli;

/// <summary>The line to AWS Marketplace for verbs that work on no store: in AWS's pace, so that alone they are never throttled.</summary>
static class MarketplaceLink
{
    static readonly MarketplacePace Pace = new(TimeProvider.System);

    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    public static CatalogClient Catalog() => new(new AwsSettings(), Pace.Wait);

    public static AgreementClient Agreements() => new(new AwsSettings(), Pace.Wait);

    /// <summary>The account that is linked to Partner Central, whose offers may be attached to opportunities; null: not said.</summary>
    public static string? Account => Environment.GetEnvironmentVariable("LAMBDASYNC_ACCOUNT") is { Length: > 0 } account ? account : null;

    /// <summary>The ARN of the role that requests cancellations, billing adjustments and payments; null: the machine's own credentials do.</summary>
    public static string? AfterSaleRole => Environment.GetEnvironmentVariable("LAMBDASYNC_AFTER_SALE_ROLE") is { Length: > 0 } role ? role : null;

    /// <summary>AWS Marketplace may be changed although the catalog is Partner Central's Sandbox.</summary>
    public static bool AllowsWrites => Environment.GetEnvironmentVariable("LAMBDASYNC_MARKETPLACE_WRITES") == "yes";
}
