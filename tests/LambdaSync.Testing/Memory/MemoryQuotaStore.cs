using LambdaSync.Connections.State;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Testing.Memory;

/// <summary>Quota ledgers in memory.</summary>
public sealed class MemoryQuotaStore : IQuotaStore
{
    readonly Dictionary<(string Account, QuotaGroup Group), StoredQuota> _ledgers = [];
    readonly Dictionary<string, StoredChangeSets> _changeSets = [];

    public Task<StoredQuota> Read(string account, QuotaGroup group, CancellationToken cancellation) =>
        Task.FromResult(_ledgers.GetValueOrDefault((account, group)) ?? new StoredQuota(0, QuotaState.Empty));

    public Task<bool> Replace(string account, QuotaGroup group, long version, QuotaState state, CancellationToken cancellation)
    {
        if ((_ledgers.GetValueOrDefault((account, group))?.Version ?? 0) != version)
            return Task.FromResult(false);
        _ledgers[(account, group)] = new StoredQuota(version + 1, state);
        return Task.FromResult(true);
    }

    public Task<StoredChangeSets> ReadChangeSets(string account, CancellationToken cancellation) =>
        Task.FromResult(_changeSets.GetValueOrDefault(account) ?? new StoredChangeSets(0, OpenChangeSets.None));

    public Task<bool> ReplaceChangeSets(string account, long version, OpenChangeSets state, CancellationToken cancellation)
    {
        if ((_changeSets.GetValueOrDefault(account)?.Version ?? 0) != version)
            return Task.FromResult(false);
        _changeSets[account] = new StoredChangeSets(version + 1, state);
        return Task.FromResult(true);
    }
}
