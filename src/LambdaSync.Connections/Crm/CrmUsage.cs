namespace LambdaSync.Connections.Crm;

/// <summary>The calls that a CRM counts.</summary>
/// <param name="Allowance">Calls that the organisation has in <paramref name="Period"/>; null: the CRM has no such limit, or has not said it yet.</param>
/// <param name="Used">Calls that all of its users and tools made in it, or null: not said yet.</param>
/// <param name="Own">Calls in it that LambdaSync made, in all processes that share a ledger.</param>
/// <param name="AsOf">When the CRM said so, or null: it has not.</param>
public sealed record CrmUsage(long? Allowance, long? Used, long Own, DateTimeOffset? AsOf, TimeSpan Period)
{
    /// <summary>Of a CRM that counts no calls.</summary>
    public static CrmUsage Unlimited { get; } = new(null, null, 0, null, TimeSpan.Zero);

    public bool IsUnlimited => Period == TimeSpan.Zero;
}
