using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.Marketplace;

/// <summary>The operations of the Agreement API that LambdaSync uses as the seller, from AWS's API model.</summary>
public static class AgreementOperations
{
    const int Page = 50;

    public static readonly MarketplaceOperation SearchAgreements = new("SearchAgreements", QuotaGroup.SearchAgreements, Items: "agreementViewSummaries", LargestPage: Page);
    public static readonly MarketplaceOperation DescribeAgreement = new("DescribeAgreement", QuotaGroup.DescribeAgreement);
    public static readonly MarketplaceOperation GetAgreementTerms = new("GetAgreementTerms", QuotaGroup.GetAgreementTerms, Items: "acceptedTerms", LargestPage: Page);
    public static readonly MarketplaceOperation GetAgreementEntitlements = new("GetAgreementEntitlements", QuotaGroup.GetAgreementEntitlements, Items: "agreementEntitlements", LargestPage: Page);
    public static readonly MarketplaceOperation ListAgreementInvoiceLineItems = new("ListAgreementInvoiceLineItems", QuotaGroup.ListAgreementInvoiceLineItems, Items: "agreementInvoiceLineItemGroupSummaries", LargestPage: Page);
    public static readonly MarketplaceOperation SendAgreementCancellationRequest = new("SendAgreementCancellationRequest", QuotaGroup.SendAgreementCancellationRequest, Mutates: true);
    public static readonly MarketplaceOperation CancelAgreementCancellationRequest = new("CancelAgreementCancellationRequest", QuotaGroup.CancelAgreementCancellationRequest, Mutates: true);
    public static readonly MarketplaceOperation GetAgreementCancellationRequest = new("GetAgreementCancellationRequest", QuotaGroup.GetAgreementCancellationRequest);
    public static readonly MarketplaceOperation ListAgreementCancellationRequests = new("ListAgreementCancellationRequests", QuotaGroup.ListAgreementCancellationRequests, Items: "items", LargestPage: Page);
    public static readonly MarketplaceOperation BatchCreateBillingAdjustmentRequest = new("BatchCreateBillingAdjustmentRequest", QuotaGroup.BatchCreateBillingAdjustmentRequest, Mutates: true);
    public static readonly MarketplaceOperation GetBillingAdjustmentRequest = new("GetBillingAdjustmentRequest", QuotaGroup.GetBillingAdjustmentRequest);
    public static readonly MarketplaceOperation ListBillingAdjustmentRequests = new("ListBillingAdjustmentRequests", QuotaGroup.ListBillingAdjustmentRequests, Items: "items", LargestPage: Page);
    public static readonly MarketplaceOperation SendAgreementPaymentRequest = new("SendAgreementPaymentRequest", QuotaGroup.SendAgreementPaymentRequest, Mutates: true);
    public static readonly MarketplaceOperation CancelAgreementPaymentRequest = new("CancelAgreementPaymentRequest", QuotaGroup.CancelAgreementPaymentRequest, Mutates: true);
    public static readonly MarketplaceOperation GetAgreementPaymentRequest = new("GetAgreementPaymentRequest", QuotaGroup.GetAgreementPaymentRequest);
    public static readonly MarketplaceOperation ListAgreementPaymentRequests = new("ListAgreementPaymentRequests", QuotaGroup.ListAgreementPaymentRequests, Items: "items", LargestPage: Page);

    /// <summary>All of them, in the order above.</summary>
    public static IReadOnlyList<MarketplaceOperation> All { get; } =
    [
        SearchAgreements, DescribeAgreement, GetAgreementTerms, GetAgreementEntitlements, ListAgreementInvoiceLineItems,
        SendAgreementCancellationRequest, CancelAgreementCancellationRequest, GetAgreementCancellationRequest, ListAgreementCancellationRequests,
        BatchCreateBillingAdjustmentRequest, GetBillingAdjustmentRequest, ListBillingAdjustmentRequests,
        SendAgreementPaymentRequest, CancelAgreementPaymentRequest, GetAgreementPaymentRequest, ListAgreementPaymentRequests,
    ];
}
