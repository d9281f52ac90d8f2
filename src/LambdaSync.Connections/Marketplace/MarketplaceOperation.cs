using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.Marketplace;

/// <summary>One operation of AWS Marketplace's Catalog or Agreement API.</summary>
/// <param name="Quota">Whose rate it counts against: its own.</param>
/// <param name="Mutates">Whether it changes something at AWS, so that a lost reply leaves a doubt.</param>
/// <param name="Method">Of the Catalog API: GET and PATCH have their members in the query.</param>
/// <param name="Items">The member of the answer that holds a page's items; null when it is not paginated.</param>
/// <param name="LargestPage">The most that a page may hold; 0 when it is not paginated.</param>
public sealed record MarketplaceOperation(string Name, QuotaGroup Quota, bool Mutates = false, string Method = "POST", string? Items = null, int LargestPage = 0)
{
    public override string ToString() => Name;
}
