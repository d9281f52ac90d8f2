using LambdaSync.Fields;
using LambdaSync.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>The settings of the handlers.</summary>
/// <param name="Catalog">"AWS" or "Sandbox"; part of every key.</param>
/// <param name="BatchSize">Records that go to the CRM in one call.</param>
/// <param name="DummyIdentifiers">Partner identifiers that mark records to leave out; a trailing <c>*</c> stands for digits (<c>X*</c>: X0001, X0002, ...).</param>
public sealed record SyncSettings(string Catalog, int BatchSize, IReadOnlyList<string> DummyIdentifiers)
{
    /// <summary>How much longer than its invocation a claim lasts at most: clocks differ, and what it sent may still be on its way.</summary>
    public static readonly TimeSpan ClaimMargin = TimeSpan.FromMinutes(1);

    public static SyncSettings Default { get; } = new("AWS", 50, ["X*"]);

    /// <summary>For errors of single records: AWS or the CRM had a conflict with this record.</summary>
    public RetryPolicy Retry { get; init; } = RetryPolicy.Default;

    /// <summary>For what failed because AWS or the CRM was away: a weekend is waited for.</summary>
    public RetryPolicy Outage { get; init; } = RetryPolicy.Default with { RetryCount = int.MaxValue };

    /// <summary>When to compare a record that AWS has locked, in case no event arrives when AWS opens it.</summary>
    public TimeSpan LockPollInterval { get; init; } = TimeSpan.FromHours(6);

    /// <summary>Solutions, products and offers are associated while AWS holds the review lock too; otherwise they wait with the edits.</summary>
    public bool AssociatesDuringReview { get; init; }

    /// <summary>The AWS account that is linked to Partner Central; null: not known.</summary>
    public string? Account { get; init; }

    /// <summary>The seller accounts of AWS Marketplace.</summary>
    public SellerAccounts Sellers { get; init; } = SellerAccounts.None;

    /// <summary>AWS Marketplace, which has no sandbox, may be changed although the catalog is Partner Central's Sandbox.</summary>
    public bool AllowsMarketplaceWrites { get; init; }

    /// <summary>Cancellations, billing adjustments and payments may be requested after a sale.</summary>
    public bool AllowsAfterSale { get; init; } = true;

    /// <summary>A file whose job has not ended by then is taken up again (row D2). Longer than a message that failed stays away.</summary>
    public TimeSpan StuckAfter { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How many existing records a sweep or backfill may overwrite before it stops and asks.</summary>
    public int MaxChanges { get; init; } = 200;

    /// <summary>How each object goes to AWS. The run for files works on what travels in files, and the API is never called for it.</summary>
    public Transports Transports { get; init; } = Transports.Api;

    /// <summary>Whether the API may not be called for a record, because it travels in files.</summary>
    public bool TravelsInFiles(WorkKey key, string crmObject) =>
        key.IsLead ? Transports.InFiles(AceObject.Lead) : Transports.InFiles(AceObject.Opportunity) && IsOpportunity(key, crmObject);

    /// <summary>Whether the key is an opportunity's, shared or not.</summary>
    internal static bool IsOpportunity(WorkKey key, string crmObject) => key.IsOpportunity || (key.IsCrmRecord && key.Id.StartsWith(crmObject + "/", StringComparison.Ordinal));

    /// <summary>People are notified in the CRM of referrals, corrections that AWS asks for, failures and invitations that end. The built-in CRM has no place for it.</summary>
    public bool SendsNotices { get; init; }

    /// <summary>Entries that a list of AWS's is asked for at a time; 100 is AWS's most.</summary>
    public int ListPage { get; init; } = 100;

    /// <summary>A list as a stack's parameter has it, comma-separated; an empty text is a list of none.</summary>
    public static IReadOnlyList<string> List(string text) => text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
}
