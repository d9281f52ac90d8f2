using System.CommandLine;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Marketplace;

namespace LambdaSync.Cli;

/// <summary>The line to AWS Marketplace for verbs that work on no store: in AWS's pace, so that alone they are never throttled.</summary>
static class MarketplaceLink
{
    // As long as the process: its session serves all of a verb's clients.
    static readonly Dictionary<string, AssumedRole> RolesOf = new(StringComparer.Ordinal);

    static readonly MarketplacePace Pace = new(TimeProvider.System);

    public static DateOnly Today => DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);

    /// <summary>The seller accounts that the environment names.</summary>
    /// <exception cref="ConnectionException">They are wrong; the text has the fix.</exception>
    public static SellerAccounts Sellers
    {
        get
        {
            var wrong = new List<string>();
            var sellers = SellerAccounts.Read(Account, Variable(SellerAccounts.Roles), Variable(SellerAccounts.ExternalIds), Variable(SellerAccounts.Buckets), wrong.Add);
            return wrong.Count == 0 ? sellers : throw new ConnectionException(string.Join(" ", wrong), transient: false);
        }
    }

    static string? Variable(string name) => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>The option that names a further seller account.</summary>
    public static Option<string?> AccountOption(string what = "The seller account, 12 digits:") => new("--account") { Description = $"{what} one whose role is in {SellerAccounts.Roles}. Default: the account that is linked to Partner Central." };

    /// <param name="account">What <see cref="AccountOption"/> says, or null.</param>
    /// <exception cref="ConnectionException">It is none of the seller accounts; the text names them.</exception>
    public static CatalogClient Catalog(string? account) => new(As(account), Pace.Wait);

    /// <param name="account">What <see cref="AccountOption"/> says, or null.</param>
    /// <exception cref="ConnectionException">It is none of the seller accounts; the text names them.</exception>
    public static AgreementClient Agreements(string? account) => new(As(account), Pace.Wait);

    static AwsSettings As(string? account)
    {
        var sellers = Sellers;
        if (sellers.Unknown(account) is { } unknown)
            throw new ConnectionException($"{account}: {unknown.Rule}. Fix: {unknown.Fix}", transient: false);
        if (sellers.Find(account) is not { } seller)
            return new AwsSettings();
        if (!RolesOf.TryGetValue(seller.Id, out var role))
            RolesOf[seller.Id] = role = new AssumedRole(new AwsSettings(), seller.Role, seller.ExternalId);
        return new AwsSettings { Credentials = role };
    }

    /// <summary>The account that is linked to Partner Central, whose offers may be attached to opportunities; null: not said.</summary>
    public static string? Account => Environment.GetEnvironmentVariable("LAMBDASYNC_ACCOUNT") is { Length: > 0 } account ? account : null;

    /// <summary>The ARN of the role that requests cancellations, billing adjustments and payments; null: the machine's own credentials do.</summary>
    public static string? AfterSaleRole => Environment.GetEnvironmentVariable("LAMBDASYNC_AFTER_SALE_ROLE") is { Length: > 0 } role ? role : null;

    /// <summary>AWS Marketplace may be changed although the catalog is Partner Central's Sandbox.</summary>
    public static bool AllowsWrites => Environment.GetEnvironmentVariable("LAMBDASYNC_MARKETPLACE_WRITES") == "yes";
}
