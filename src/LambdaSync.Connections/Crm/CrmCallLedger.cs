using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.Crm;

/// <summary>The calls of a CRM that all processes of one stack or folder make in a day, in a ledger beside those of Partner Central.</summary>
/// <param name="account">The account whose ledgers they are.</param>
public sealed class CrmCallLedger(IQuotaStore store, string account, TimeProvider time)
{
    // Each process adds its calls once a minute.
    const int MaxTries = 20;

    readonly string _name = account + "/crm";

    /// <summary>Adds calls that this process has made.</summary>
    /// <returns>The calls of all processes within 24 hours.</returns>
    /// <exception cref="ConnectionException">The store is away.</exception>
    public async Task<int> Add(int calls, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < MaxTries; attempt++)
        {
            var ledger = await store.Read(_name, QuotaGroup.Write, cancellation).ConfigureAwait(false);
            var now = time.GetUtcNow() is var own && own > ledger.State.Latest ? own : ledger.State.Latest;
            var day = ledger.State.Day;
            for (var i = 0; i < calls; i++)
                day = day.With(now, Lane.Edit);
            if (calls == 0 || await store.Replace(_name, QuotaGroup.Write, ledger.Version, ledger.State with { Latest = now, Day = day }, cancellation).ConfigureAwait(false))
                return day.Used(now).All;
        }

        throw new ConnectionException("other processes count their calls of the CRM at the same time", transient: true);
    }
}
