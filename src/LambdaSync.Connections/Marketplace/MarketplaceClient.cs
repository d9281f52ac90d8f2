using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Marketplace;

/// <summary>Both APIs of AWS Marketplace as one: an operation's name says of which it is. As <see cref="CatalogClient"/> and <see cref="AgreementClient"/> for the rest.</summary>
public sealed class MarketplaceClient : IDisposable
{
    static readonly Dictionary<string, (MarketplaceOperation Operation, bool IsCatalog)> ByName = CatalogOperations.All.Select(o => (Operation: o, IsCatalog: true))
        .Concat(AgreementOperations.All.Select(o => (Operation: o, IsCatalog: false))).ToDictionary(o => o.Operation.Name, StringComparer.Ordinal);

    MarketplaceClient[]? _lanes;

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

    MarketplaceClient(MarketplaceClient whole, QuotaTurn turn) => (Catalog, Agreements) = (whole.Catalog.In(turn), whole.Agreements.In(turn));

    public CatalogClient Catalog { get; }

    public AgreementClient Agreements { get; }

    /// <summary>
    /// This client with every request in a lane of the quota, as <see cref="PartnerCentralClient.In(QuotaGate, Lane, TimeSpan)"/>; itself, where
    /// no quota is tracked.
    /// </summary>
    public MarketplaceClient In(Lane lane) => _lanes is null ? this : _lanes[(int)lane];

    /// <summary>Tracks the quota from now on.</summary>
    /// <param name="patience">The longest that one request waits, after throttles too; asked for at each.</param>
    public MarketplaceClient Within(QuotaGate gate, Func<TimeSpan> patience)
    {
        _lanes = [.. Enum.GetValues<Lane>().Select(lane => new MarketplaceClient(this, new QuotaTurn(gate, lane, patience)))];
        return this;
    }

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
