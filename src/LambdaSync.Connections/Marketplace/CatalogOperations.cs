using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.Marketplace;

/// <summary>The operations of the Catalog API that LambdaSync uses, from AWS's API model.</summary>
public static class CatalogOperations
{
    public static readonly MarketplaceOperation StartChangeSet = new("StartChangeSet", QuotaGroup.StartChangeSet, Mutates: true);
    public static readonly MarketplaceOperation CancelChangeSet = new("CancelChangeSet", QuotaGroup.CancelChangeSet, Mutates: true, Method: "PATCH");
    public static readonly MarketplaceOperation DescribeChangeSet = new("DescribeChangeSet", QuotaGroup.DescribeChangeSet, Method: "GET");
    public static readonly MarketplaceOperation ListChangeSets = new("ListChangeSets", QuotaGroup.ListChangeSets, Items: "ChangeSetSummaryList", LargestPage: 20);
    public static readonly MarketplaceOperation ListEntities = new("ListEntities", QuotaGroup.ListEntities, Items: "EntitySummaryList", LargestPage: 50);
    public static readonly MarketplaceOperation DescribeEntity = new("DescribeEntity", QuotaGroup.DescribeEntity, Method: "GET");
    public static readonly MarketplaceOperation BatchDescribeEntities = new("BatchDescribeEntities", QuotaGroup.BatchDescribeEntities);

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<MarketplaceOperation> All { get; } = [StartChangeSet, CancelChangeSet, DescribeChangeSet, ListChangeSets, ListEntities, DescribeEntity, BatchDescribeEntities];
}
