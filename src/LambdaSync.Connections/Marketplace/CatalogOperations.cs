namespace LambdaSync.Connections.Marketplace;

/// <summary>The operations of the Catalog API that LambdaSync uses, from AWS's API model.</summary>
public static class CatalogOperations
{
    public static readonly MarketplaceOperation StartChangeSet = new("StartChangeSet", 5, Mutates: true);
    public static readonly MarketplaceOperation CancelChangeSet = new("CancelChangeSet", 5, Mutates: true, Method: "PATCH");
    public static readonly MarketplaceOperation DescribeChangeSet = new("DescribeChangeSet", 10, Method: "GET");
    public static readonly MarketplaceOperation ListChangeSets = new("ListChangeSets", 5, Items: "ChangeSetSummaryList", LargestPage: 20);
    public static readonly MarketplaceOperation ListEntities = new("ListEntities", 10, Items: "EntitySummaryList", LargestPage: 50);
    public static readonly MarketplaceOperation DescribeEntity = new("DescribeEntity", 20, Method: "GET");
    public static readonly MarketplaceOperation BatchDescribeEntities = new("BatchDescribeEntities", null);

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<MarketplaceOperation> All { get; } = [StartChangeSet, CancelChangeSet, DescribeChangeSet, ListChangeSets, ListEntities, DescribeEntity, BatchDescribeEntities];
}
