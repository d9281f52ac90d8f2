using LambdaSync.Functions.Tests;
using Xunit;
using Xunit.Sdk;
using Xunit.v3;

[assembly: TestCollectionOrderer(typeof(LongestFirst))]

namespace LambdaSync.Functions.Tests;

/// <summary>
/// Begins with the classes that take minutes, most of them waiting for processes: one that begins last is what the whole run waits for.
/// The others follow in their order.
/// </summary>
public sealed class LongestFirst : ITestCollectionOrderer
{
    static readonly List<string> Long =
    [
        "MarketplaceVerbTests", "DemoTests", "BackfillTests", "PartnerCentralVerbsTests", "StoresAgreeTests", "CrashTests", "FleetTests", "DynamoSyncStoreTests", "AccessTests", "FindOutTests",
        "ServePartnerCentralTests", "StackSyncTests", "DemoAndLogTests", "StackVerbsTests", "RequestsTests", "ColleagueTests", "ExchangeRunTests", "KilledSenderTests",
    ];

    public IReadOnlyCollection<TTestCollection> OrderTestCollections<TTestCollection>(IReadOnlyCollection<TTestCollection> testCollections)
        where TTestCollection : ITestCollection =>
        [.. testCollections.OrderBy(collection => Long.FindIndex(name => collection.TestCollectionDisplayName.Contains($".{name} ", StringComparison.Ordinal)) is var place and >= 0 ? place : Long.Count)];
}
