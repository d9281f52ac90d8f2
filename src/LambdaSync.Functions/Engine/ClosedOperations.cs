using LambdaSync.PartnerCentral;

namespace LambdaSync.Functions.Engine;

/// <summary>Operations that AWS refuses this account: what would be refused alike for every record is called once, not for each.</summary>
sealed class ClosedOperations
{
    readonly Dictionary<string, (Issue Why, DateTimeOffset Until)> _closed = new(StringComparer.Ordinal);

    public void Close(string operation, Issue why, DateTimeOffset now) => _closed[operation] = (why, now + AccountRefusals.Closed);

    /// <summary>Why the operation is not called now, or null: it may be.</summary>
    public Issue? Why(string operation, DateTimeOffset now) => _closed.TryGetValue(operation, out var closed) && closed.Until > now ? closed.Why : null;
}
