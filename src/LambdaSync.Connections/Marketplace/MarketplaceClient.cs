using LambdaSync.Connections.Aws;

namespace LambdaSync.Connections.Marketplace;

/// <summary>Both APIs of AWS Marketplace as one: an operation's name says of which it is. As <see cref="CatalogClient"/> and <see cref="AgreementClient"/> for the rest.</summary>
public sealed class MarketplaceClient : IDisposable
{
    static readonly Dictionary<string, (MarketplaceOperation Operation, bool IsCatalog)> ByName = CatalogOperations.All.Select(o => (Operation: o, IsCatalog: true))
        .Concat(AgreementOperations.All.Select(o => (Operation: o, IsCatalog: false))).ToDictionary(o => o.Operation.Name, StringComparer.Ordinal);

    /// <param name="before">Awaited before each request goes out, each page's too: the place to keep to the operation's rate. May be null.</param>
    /// <param name="handler">Where requests end instead of on the network, or null.</param>
    /// <param name="ended">Called after each request, successful or not: the place to log it. May be null.</param>
    public MarketplaceClient(AwsSettings settings, Func<MarketplaceOperation, CancellationToken, Task>? before = null, HttpMessageHandler? handler = null, Action<AwsCallEnd>? ended = null)
    {
        Catalog = new CatalogClient(settings, before, handler, ended);
        Agreements = new AgreementClient(settings, before, handler, ended);
    }

    /// <param name="end">Answers in place of AWS.</param>
    internal MarketplaceClient(AwsEnd end, Func<MarketplaceOperation, CancellationToken, Task>? before = null) =>
        (Catalog, Agreements) = (new CatalogClient(end, before), new AgreementClient(end, before));

    public CatalogClient Catalog { get; }

    public AgreementClient Agreements { get; }

    /// <summary>Whether the operation is one of AWS Marketplace's.</summary>
    public static bool Has(string operation) => ByName.ContainsKey(operation);

    /// <exception cref="AwsServiceException">AWS refuses, or can't be reached.</exception>
    /// <exception cref="KeyNotFoundException">It is no operation of AWS Marketplace.</exception>
    public Task<ReadOnlyMemory<byte>> Call(string operation, ReadOnlyMemory<byte> body, CancellationToken cancellation) => CallsOf(operation).Call(ByName[operation].Operation, body, cancellation);

    /// <summary>All items of a list; a page is asked for when its first item is.</summary>
    /// <param name="filter">The request without page size and token.</param>
    /// <exception cref="AwsServiceException">AWS refuses, or can't be reached.</exception>
    /// <exception cref="KeyNotFoundException">It is no operation of AWS Marketplace.</exception>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> List(string operation, ReadOnlyMemory<byte> filter, CancellationToken cancellation) =>
        CallsOf(operation).List(ByName[operation].Operation, filter, ByName[operation].Operation.LargestPage, cancellation);

    public void Dispose()
    {
        Catalog.Dispose();
        Agreements.Dispose();
    }

    MarketplaceCalls CallsOf(string operation) => ByName[operation].IsCatalog ? Catalog.Calls : Agreements.Calls;
}
