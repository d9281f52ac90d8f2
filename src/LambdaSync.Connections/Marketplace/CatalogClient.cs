using System.Text.Json;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Marketplace.ChangeSets;

namespace LambdaSync.Connections.Marketplace;

/// <summary>
/// AWS Marketplace's Catalog API: products, offers, resale authorizations, offer sets and the change sets that change them. Bodies and
/// answers are canonical JSON in AWS's own shape. Each call is at most one request; retry, pace and idempotency tokens are the caller's.
/// All methods throw <see cref="AwsServiceException"/> when AWS refuses or can't be reached; a busy entity (ResourceInUseException) is
/// <see cref="AwsFault.Unavailable"/>. Safe for concurrent use.
/// </summary>
public sealed class CatalogClient : IDisposable
{
    readonly MarketplaceCalls _calls;

    /// <param name="before">Awaited before each request goes out, each page's too: the place to keep to the operation's rate. May be null.</param>
    /// <param name="handler">Where requests end instead of on the network, or null.</param>
    /// <param name="ended">Called after each request, successful or not: the place to log it. May be null.</param>
    public CatalogClient(AwsSettings settings, Func<MarketplaceOperation, CancellationToken, Task>? before = null, HttpMessageHandler? handler = null, Action<AwsCallEnd>? ended = null) =>
        _calls = new MarketplaceCalls(AwsApi.MarketplaceCatalog, settings, before, handler, ended);

    CatalogClient(MarketplaceCalls calls) => _calls = calls;

    /// <param name="end">Answers in place of AWS.</param>
    internal CatalogClient(AwsEnd end, Func<MarketplaceOperation, CancellationToken, Task>? before) => _calls = new MarketplaceCalls(AwsApi.MarketplaceCatalog, end, before);

    /// <summary>The answer has ChangeSetId and ChangeSetArn.</summary>
    /// <param name="body">As <see cref="ChangeSet.Body"/> makes it.</param>
    public Task<ReadOnlyMemory<byte>> StartChangeSet(ReadOnlyMemory<byte> body, CancellationToken cancellation) => _calls.Call(CatalogOperations.StartChangeSet, body, cancellation);

    /// <summary>Status, failure, changes with their errors.</summary>
    public Task<ReadOnlyMemory<byte>> DescribeChangeSet(string changeSetId, CancellationToken cancellation) =>
        _calls.Call(CatalogOperations.DescribeChangeSet, SellingJson.Object(("Catalog", ChangeSet.Catalog), ("ChangeSetId", changeSetId)), cancellation);

    /// <summary>Possible only while it is PREPARING; later AWS answers with ResourceInUseException.</summary>
    public Task<ReadOnlyMemory<byte>> CancelChangeSet(string changeSetId, CancellationToken cancellation) =>
        _calls.Call(CatalogOperations.CancelChangeSet, SellingJson.Object(("Catalog", ChangeSet.Catalog), ("ChangeSetId", changeSetId)), cancellation);

    /// <summary>Summaries, newest first. AWS keeps change sets for 90 days after their end.</summary>
    /// <param name="name">Only those with this ChangeSetName, or null.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListChangeSets(string? name, CancellationToken cancellation) => _calls.List(CatalogOperations.ListChangeSets, SellingJson.Object(json =>
    {
        json.WriteString("Catalog", ChangeSet.Catalog);
        if (name is not null)
            Filter(json, "FilterList", "Name", "ValueList", ("ChangeSetName", name));
    }), CatalogOperations.ListChangeSets.LargestPage, cancellation);

    /// <summary>Summaries of one type's entities.</summary>
    /// <param name="entityType">Without version: Offer, SaaSProduct, ResaleAuthorization ...</param>
    /// <param name="isShared">Those that other sellers share with the account, not its own.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListEntities(string entityType, bool isShared, CancellationToken cancellation) => _calls.List(
        CatalogOperations.ListEntities, SellingJson.Object(("Catalog", ChangeSet.Catalog), ("EntityType", entityType), ("OwnershipType", isShared ? "SHARED" : "SELF")),
        CatalogOperations.ListEntities.LargestPage, cancellation);

    /// <summary>An entity with its DetailsDocument; EntityIdentifier names its revision.</summary>
    public Task<ReadOnlyMemory<byte>> DescribeEntity(string entityId, CancellationToken cancellation) =>
        _calls.Call(CatalogOperations.DescribeEntity, SellingJson.Object(("Catalog", ChangeSet.Catalog), ("EntityId", entityId)), cancellation);

    /// <summary>Several entities: EntityDetails and Errors by id.</summary>
    /// <param name="entityIds">1 to 20.</param>
    public Task<ReadOnlyMemory<byte>> BatchDescribeEntities(IReadOnlyList<string> entityIds, CancellationToken cancellation) => _calls.Call(CatalogOperations.BatchDescribeEntities, SellingJson.Object(json =>
    {
        json.WriteStartArray("EntityRequestList");
        foreach (var id in entityIds)
        {
            json.WriteStartObject();
            json.WriteString("Catalog", ChangeSet.Catalog);
            json.WriteString("EntityId", id);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }), cancellation);

    internal MarketplaceCalls Calls => _calls;

    internal CatalogClient In(QuotaTurn turn) => new(_calls.In(turn));

    public void Dispose() => _calls.Dispose();

    internal static void Filter(Utf8JsonWriter json, string list, string name, string values, params ReadOnlySpan<(string Name, string Value)> filters)
    {
        json.WriteStartArray(list);
        foreach (var filter in filters)
        {
            json.WriteStartObject();
            json.WriteString(name, filter.Name);
            json.WriteStartArray(values);
            json.WriteStringValue(filter.Value);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
