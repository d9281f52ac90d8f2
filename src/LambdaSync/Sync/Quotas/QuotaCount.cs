namespace LambdaSync.Sync.Quotas;

/// <summary>Calls of some time.</summary>
/// <param name="All">All of them.</param>
/// <param name="Person">Those that <see cref="Lane.Person"/> took.</param>
public readonly record struct QuotaCount(int All, int Person)
{
    public static QuotaCount operator +(QuotaCount one, QuotaCount other) => new(one.All + other.All, one.Person + other.Person);

    public static QuotaCount operator -(QuotaCount one, QuotaCount other) => new(one.All - other.All, one.Person - other.Person);

    public static QuotaCount Add(QuotaCount left, QuotaCount right) => left + right;

    public static QuotaCount Subtract(QuotaCount left, QuotaCount right) => left - right;
}
