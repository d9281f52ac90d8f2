using LambdaSync.Connections.State;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Functions.Tests.Quotas;

/// <summary>A store far away, and what was asked of it.</summary>
sealed class CountedStore(IQuotaStore store, TimeProvider time, TimeSpan roundTrip) : IQuotaStore
{
    public int Reads { get; private set; }

    /// <summary>Leases that were stored.</summary>
    public int Leases { get; private set; }

    /// <summary>States that came too late.</summary>
    public int Lost { get; private set; }

    public async Task<StoredQuota> Read(string account, QuotaGroup group, CancellationToken cancellation)
    {
        Reads++;
        await Task.Delay(roundTrip / 2, time, cancellation).ConfigureAwait(false);
        var read = await store.Read(account, group, cancellation).ConfigureAwait(false);
        await Task.Delay(roundTrip / 2, time, cancellation).ConfigureAwait(false);
        return read;
    }

    public async Task<bool> Replace(string account, QuotaGroup group, long version, QuotaState state, CancellationToken cancellation)
    {
        await Task.Delay(roundTrip / 2, time, cancellation).ConfigureAwait(false);
        var stored = await store.Replace(account, group, version, state, cancellation).ConfigureAwait(false);
        if (stored)
            Leases++;
        else
            Lost++;
        await Task.Delay(roundTrip / 2, time, cancellation).ConfigureAwait(false);
        return stored;
    }

    public Task<StoredChangeSets> ReadChangeSets(string account, CancellationToken cancellation) => store.ReadChangeSets(account, cancellation);

    public Task<bool> ReplaceChangeSets(string account, long version, OpenChangeSets state, CancellationToken cancellation) => store.ReplaceChangeSets(account, version, state, cancellation);
}
