using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.Marketplace;

/// <summary>Spreads one process's calls so that it alone is not throttled: each operation at four fifths of its rate, the rest is left to whoever else uses the account. Safe for concurrent use.</summary>
public sealed class MarketplacePace(TimeProvider time)
{
    const double Share = 0.8;

    readonly Lock _state = new();
    readonly Dictionary<string, DateTimeOffset> _next = new(StringComparer.Ordinal);

    /// <summary>Waits for the moment at which one call of the operation may go out.</summary>
    public Task Wait(MarketplaceOperation operation, CancellationToken cancellation)
    {
        TimeSpan wait;
        lock (_state)
        {
            var now = time.GetUtcNow();
            var at = _next.TryGetValue(operation.Name, out var next) && next > now ? next : now;
            _next[operation.Name] = at + QuotaLimits.Of(operation.Quota, Share).Interval;
            wait = at - now;
        }

        return wait > TimeSpan.Zero ? Task.Delay(wait, time, cancellation) : Task.CompletedTask;
    }
}
