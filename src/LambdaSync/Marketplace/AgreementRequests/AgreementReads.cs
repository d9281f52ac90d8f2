using System.Text.Json;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.AgreementRequests;

/// <summary>Reads of the Agreement API about what happens after the sale.</summary>
static class AgreementReads
{
    /// <summary>The agreement's cancellation requests, without page size and token.</summary>
    public static AwsRequest Cancellations(string agreementId) => List("ListAgreementCancellationRequests", agreementId, hasParty: true);

    public static AwsRequest Payments(string agreementId) => List("ListAgreementPaymentRequests", agreementId, hasParty: true);

    public static AwsRequest Adjustments(string agreementId) => List("ListBillingAdjustmentRequests", agreementId, hasParty: false);

    /// <summary>The agreement's invoices, each with the amount by which it may still be adjusted.</summary>
    public static AwsRequest Invoices(string agreementId) => new("ListAgreementInvoiceLineItems", RequestBody.Of(json =>
    {
        json.WriteString("agreementId", agreementId);
        json.WriteString("groupBy", "INVOICE_ID");
    }))
    { IsList = true };

    /// <summary>Active agreements from an offer.</summary>
    public static AwsRequest ActiveFrom(string offerId) => Search(("OfferId", offerId));

    /// <summary>Active agreements of a buyer for a product.</summary>
    public static AwsRequest ActiveOf(string productId, string buyer) => Search(("ResourceIdentifier", productId), ("AcceptorAccountId", buyer));

    /// <summary>The ids of the agreements that a search has found.</summary>
    public static IReadOnlyList<string> Ids(ReadOnlyMemory<byte> found)
    {
        using var json = JsonDocument.Parse(found);
        return [.. json.RootElement.GetProperty("items").EnumerateArray().Select(item => AgreementRequestOperation.Text(item, "agreementId")).OfType<string>()];
    }

    static AwsRequest Search(params ReadOnlySpan<(string Name, string Value)> filters)
    {
        (string Name, string Value)[] all = [("PartyType", "Proposer"), ("AgreementType", "PurchaseAgreement"), ("Status", "ACTIVE"), .. filters];
        return new AwsRequest("SearchAgreements", RequestBody.Of(json =>
        {
            json.WriteString("catalog", ChangeSets.ChangeSet.Catalog);
            json.WriteStartArray("filters");
            foreach (var (name, value) in all)
            {
                json.WriteStartObject();
                json.WriteString("name", name);
                json.WriteStartArray("values");
                json.WriteStringValue(value);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }))
        { IsList = true };
    }

    /// <summary>Whether a request that was sent is one for a cancellation; otherwise it is one for a payment.</summary>
    public static bool IsCancellation(string requestId) => requestId.StartsWith("acr-", StringComparison.Ordinal);

    /// <summary>A request that was sent, by its id.</summary>
    public static AwsRequest Request(string agreementId, string requestId) => IsCancellation(requestId) ? Cancellation(agreementId, requestId) : Payment(agreementId, requestId);

    public static AwsRequest Cancellation(string agreementId, string requestId) => One("GetAgreementCancellationRequest", agreementId, "agreementCancellationRequestId", requestId);

    public static AwsRequest Payment(string agreementId, string requestId) => One("GetAgreementPaymentRequest", agreementId, "paymentRequestId", requestId);

    public static AwsRequest Adjustment(string agreementId, string requestId) => One("GetBillingAdjustmentRequest", agreementId, "billingAdjustmentRequestId", requestId);

    static AwsRequest One(string operation, string agreementId, string member, string id) => new(operation, RequestBody.Of(json =>
    {
        json.WriteString("agreementId", agreementId);
        json.WriteString(member, id);
    }), MayBeMissing: true);

    static AwsRequest List(string operation, string agreementId, bool hasParty) => new(operation, RequestBody.Of(json =>
    {
        json.WriteString("agreementId", agreementId);
        if (hasParty)
            json.WriteString("partyType", "Proposer");
    }))
    { IsList = true };
}
