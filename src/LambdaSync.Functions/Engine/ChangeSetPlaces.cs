using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

/// <summary>The change sets that each seller account has open, counted in the store for all processes. One a process; safe for concurrent use.</summary>
/// <param name="mainAccount">The account that is linked to Partner Central.</param>
public sealed class ChangeSetPlaces(IQuotaStore quotas, ISyncStore store, string mainAccount, ChangeSetLimits limits, TimeProvider time)
{
    const int MaxTries = 20;

    /// <summary>How long a change set waits before it asks for a place once more.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(15);

    // All that wait ask at the same time: whether one of the open ones has ended is read for the first of them.
    static readonly TimeSpan FullFor = TimeSpan.FromSeconds(5);

    readonly Lock _state = new();
    readonly Dictionary<string, DateTimeOffset> _full = new(StringComparer.Ordinal);

    public ChangeSetLimits Limits => limits;

    /// <summary>Takes a place for a change set that this worker has claimed; nothing of it is at AWS.</summary>
    /// <param name="account">A further seller account, or null: the main one.</param>
    /// <returns>Why it has to wait, or null: it may be sent.</returns>
    /// <exception cref="ConnectionException">The store can't be reached.</exception>
    public async Task<string?> Take(string? account, ChangeSetPlace place, CancellationToken cancellation)
    {
        var of = account ?? mainAccount;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var stored = await quotas.ReadChangeSets(of, cancellation).ConfigureAwait(false);
            var (state, full) = stored.State.With(place, limits);
            if (state is null)
            {
                if (IsFull(of))
                    return full;
                var open = await Open(stored.State, cancellation).ConfigureAwait(false);
                (state, full) = open.With(place, limits);
                if (state is null)
                {
                    lock (_state)
                        _full[of] = time.GetUtcNow() + FullFor;
                    if (open.Places.Count == stored.State.Places.Count)
                        return full;
                    state = open;
                }
            }

            if (await quotas.ReplaceChangeSets(of, stored.Version, state, cancellation).ConfigureAwait(false))
                return full;
        }

        throw new ConnectionException("other processes count their change sets at the same time", transient: true);
    }

    /// <summary>What an account has open now.</summary>
    /// <exception cref="ConnectionException">The store can't be reached.</exception>
    public async Task<OpenChangeSets> Open(string account, CancellationToken cancellation) =>
        await Open((await quotas.ReadChangeSets(account, cancellation).ConfigureAwait(false)).State, cancellation).ConfigureAwait(false);

    async Task<OpenChangeSets> Open(OpenChangeSets state, CancellationToken cancellation)
    {
        var ended = new HashSet<WorkKey>();
        foreach (var key in state.Places.Select(place => place.Key))
        {
            if (!ChangeSetPlace.IsOpen(await store.GetWork(key, cancellation).ConfigureAwait(false)))
                ended.Add(key);
        }

        return ended.Count == 0 ? state : state.Without(ended);
    }

    bool IsFull(string account)
    {
        lock (_state)
            return _full.TryGetValue(account, out var until) && until > time.GetUtcNow();
    }
}
