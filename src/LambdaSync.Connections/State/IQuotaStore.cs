using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.State;

/// <summary>
/// The quota ledgers that all instances share: one a partner account and group, and one of a seller account's open change sets. All methods throw
/// <see cref="ConnectionException"/>.
/// </summary>
public interface IQuotaStore
{
    /// <summary>The ledger as it is now; an empty one of version 0 where there is none.</summary>
    /// <param name="account">The AWS account that is linked to Partner Central; its catalogs share its quota.</param>
    Task<StoredQuota> Read(string account, QuotaGroup group, CancellationToken cancellation);

    /// <summary>Puts a state in place of the one read; false when another instance has put one since: nothing was stored.</summary>
    /// <param name="version">That of the ledger read.</param>
    Task<bool> Replace(string account, QuotaGroup group, long version, QuotaState state, CancellationToken cancellation);

    /// <summary>The open change sets of a seller account as they were counted last; none and version 0 where they never were.</summary>
    Task<StoredChangeSets> ReadChangeSets(string account, CancellationToken cancellation);

    /// <summary>As <see cref="Replace"/>.</summary>
    Task<bool> ReplaceChangeSets(string account, long version, OpenChangeSets state, CancellationToken cancellation);
}

/// <param name="Version">Counts the states stored.</param>
public sealed record StoredQuota(long Version, QuotaState State);

/// <param name="Version">Counts the states stored.</param>
public sealed record StoredChangeSets(long Version, OpenChangeSets State);
