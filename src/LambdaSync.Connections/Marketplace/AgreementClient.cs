using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Marketplace.ChangeSets;

namespace LambdaSync.Connections.Marketplace;

/// <summary>
/// AWS Marketplace's Agreement API as the seller of record uses it. Bodies and answers are canonical JSON in AWS's own shape, with times
/// as seconds since 1970. Each call is at most one request; retry, pace and idempotency tokens are the caller's. All methods throw
/// <see cref="AwsServiceException"/> when AWS refuses or can't be reached. Safe for concurrent use.
/// </summary>
public sealed class AgreementClient : IDisposable
{
    readonly MarketplaceCalls _calls;

    /// <param name="before">Awaited before each request goes out, each page's too: the place to keep to the operation's rate. May be null.</param>
    /// <param name="handler">Where requests end instead of on the network, or null.</param>
    /// <param name="ended">Called after each request, successful or not: the place to log it. May be null.</param>
    public AgreementClient(AwsSettings settings, Func<MarketplaceOperation, CancellationToken, Task>? before = null, HttpMessageHandler? handler = null, Action<AwsCallEnd>? ended = null) =>
        _calls = new MarketplaceCalls(AwsApi.MarketplaceAgreement, settings, before, handler, ended);

    AgreementClient(MarketplaceCalls calls) => _calls = calls;

    /// <param name="end">Answers in place of AWS.</param>
    internal AgreementClient(AwsEnd end, Func<MarketplaceOperation, CancellationToken, Task>? before) => _calls = new MarketplaceCalls(AwsApi.MarketplaceAgreement, end, before);

    /// <summary>Summaries of the agreements that the account has proposed, last updated first.</summary>
    /// <param name="filters">Any combination of AWS's filters, each with one value: Status, OfferId, AfterLastUpdateTime ...</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> SearchAgreements(IReadOnlyList<(string Name, string Value)> filters, CancellationToken cancellation) => _calls.List(AgreementOperations.SearchAgreements, SellingJson.Object(json =>
    {
        json.WriteString("catalog", ChangeSet.Catalog);
        CatalogClient.Filter(json, "filters", "name", "values", [("PartyType", "Proposer"), ("AgreementType", "PurchaseAgreement"), .. filters]);
        json.WriteStartObject("sort");
        json.WriteString("sortBy", "LastUpdateTime");
        json.WriteString("sortOrder", "DESCENDING");
        json.WriteEndObject();
    }), AgreementOperations.SearchAgreements.LargestPage, cancellation);

    /// <summary>Parties, times, status, value. NotFound to anybody but proposer and acceptor.</summary>
    public Task<ReadOnlyMemory<byte>> DescribeAgreement(string agreementId, CancellationToken cancellation) => _calls.Call(AgreementOperations.DescribeAgreement, Of(agreementId), cancellation);

    /// <summary>The accepted terms, each an object with one member that names its type.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> GetAgreementTerms(string agreementId, CancellationToken cancellation) =>
        _calls.List(AgreementOperations.GetAgreementTerms, Of(agreementId), AgreementOperations.GetAgreementTerms.LargestPage, cancellation);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> GetAgreementEntitlements(string agreementId, CancellationToken cancellation) =>
        _calls.List(AgreementOperations.GetAgreementEntitlements, Of(agreementId), AgreementOperations.GetAgreementEntitlements.LargestPage, cancellation);

    /// <summary>Invoices with the amount by which each may still be adjusted (<c>maxAdjustmentAmount</c>).</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListAgreementInvoiceLineItems(string agreementId, CancellationToken cancellation) => _calls.List(
        AgreementOperations.ListAgreementInvoiceLineItems, SellingJson.Object(("agreementId", agreementId), ("groupBy", "INVOICE_ID")), AgreementOperations.ListAgreementInvoiceLineItems.LargestPage, cancellation);

    /// <param name="body">agreementId, reasonCode, clientToken; optional description.</param>
    public Task<ReadOnlyMemory<byte>> SendAgreementCancellationRequest(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        _calls.Call(AgreementOperations.SendAgreementCancellationRequest, body, cancellation);

    /// <summary>Withdraws a pending request; another state is a ConflictException.</summary>
    public Task<ReadOnlyMemory<byte>> CancelAgreementCancellationRequest(string agreementId, string requestId, string reason, CancellationToken cancellation) => _calls.Call(
        AgreementOperations.CancelAgreementCancellationRequest, SellingJson.Object(("agreementId", agreementId), ("agreementCancellationRequestId", requestId), ("cancellationReason", reason)), cancellation);

    public Task<ReadOnlyMemory<byte>> GetAgreementCancellationRequest(string agreementId, string requestId, CancellationToken cancellation) => _calls.Call(
        AgreementOperations.GetAgreementCancellationRequest, SellingJson.Object(("agreementId", agreementId), ("agreementCancellationRequestId", requestId)), cancellation);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListAgreementCancellationRequests(string? agreementId, CancellationToken cancellation) => _calls.List(
        AgreementOperations.ListAgreementCancellationRequests, SellingJson.Object(("partyType", "Proposer"), ("agreementId", agreementId)), AgreementOperations.ListAgreementCancellationRequests.LargestPage, cancellation);

    /// <summary>items and errors, each with the clientToken of its entry.</summary>
    /// <param name="body">billingAdjustmentRequestEntries of one agreement; amounts are above zero.</param>
    public Task<ReadOnlyMemory<byte>> BatchCreateBillingAdjustmentRequest(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        _calls.Call(AgreementOperations.BatchCreateBillingAdjustmentRequest, body, cancellation);

    public Task<ReadOnlyMemory<byte>> GetBillingAdjustmentRequest(string agreementId, string requestId, CancellationToken cancellation) => _calls.Call(
        AgreementOperations.GetBillingAdjustmentRequest, SellingJson.Object(("agreementId", agreementId), ("billingAdjustmentRequestId", requestId)), cancellation);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListBillingAdjustmentRequests(string? agreementId, CancellationToken cancellation) => _calls.List(
        AgreementOperations.ListBillingAdjustmentRequests, SellingJson.Object(("agreementId", agreementId)), AgreementOperations.ListBillingAdjustmentRequests.LargestPage, cancellation);

    /// <param name="body">agreementId, termId of a VariablePaymentTerm, name, chargeAmount, clientToken; optional description.</param>
    public Task<ReadOnlyMemory<byte>> SendAgreementPaymentRequest(ReadOnlyMemory<byte> body, CancellationToken cancellation) => _calls.Call(AgreementOperations.SendAgreementPaymentRequest, body, cancellation);

    /// <summary>Withdraws a pending request; another state is a ConflictException.</summary>
    public Task<ReadOnlyMemory<byte>> CancelAgreementPaymentRequest(string agreementId, string requestId, CancellationToken cancellation) =>
        _calls.Call(AgreementOperations.CancelAgreementPaymentRequest, SellingJson.Object(("agreementId", agreementId), ("paymentRequestId", requestId)), cancellation);

    public Task<ReadOnlyMemory<byte>> GetAgreementPaymentRequest(string agreementId, string requestId, CancellationToken cancellation) =>
        _calls.Call(AgreementOperations.GetAgreementPaymentRequest, SellingJson.Object(("agreementId", agreementId), ("paymentRequestId", requestId)), cancellation);

    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListAgreementPaymentRequests(string? agreementId, CancellationToken cancellation) => _calls.List(
        AgreementOperations.ListAgreementPaymentRequests, SellingJson.Object(("partyType", "Proposer"), ("agreementId", agreementId)), AgreementOperations.ListAgreementPaymentRequests.LargestPage, cancellation);

    internal MarketplaceCalls Calls => _calls;

    internal AgreementClient In(QuotaTurn turn) => new(_calls.In(turn));

    public void Dispose() => _calls.Dispose();

    static byte[] Of(string agreementId) => SellingJson.Object(("agreementId", agreementId));
}
