using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>One operation of the Partner Central Selling API.</summary>
/// <param name="Mutates">Whether it changes something at AWS, so that a lost reply leaves a doubt.</param>
/// <param name="HasClientToken">
/// Whether AWS takes the same token twice as one call, and refuses another body with it (ConflictException).
/// </param>
/// <param name="Items">The member of the answer that holds a page's items; null when it is not paginated.</param>
/// <param name="LargestPage">The most MaxResults may ask for; 0 when it is not paginated.</param>
public sealed record SellingOperation(
    string Name, QuotaGroup Quota, bool Mutates, bool HasClientToken = false, string? Items = null, int LargestPage = 0)
{
    public override string ToString() => Name;
}
