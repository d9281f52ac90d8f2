namespace LambdaSync.Sync.Quotas;

/// <summary>
/// Whose quota a call counts against, per account: of Partner Central reads 10/s and 100,000 a rolling day, writes 1/s and 10,000
/// (docs.aws.amazon.com/partner-central/latest/developer-guide/quotas.html).
/// </summary>
public enum QuotaGroup
{
    Read,
    Write,

    /// <summary>StartProspectingFromEngagementTask: 2 a second.</summary>
    ProspectingStart,

    /// <summary>GetProspectingFromEngagementTask: 100 a second.</summary>
    ProspectingGet,

    /// <summary>ListProspectingFromEngagementTasks: 50 a second.</summary>
    ProspectingList,

    // AWS Marketplace counts each operation for itself, by the second only (Marketplace developer guide, catalog-service-quotas and agreement-service-quotas).
    StartChangeSet,
    CancelChangeSet,
    DescribeChangeSet,
    ListChangeSets,
    ListEntities,
    DescribeEntity,
    BatchDescribeEntities,
    SearchAgreements,
    DescribeAgreement,
    GetAgreementTerms,
    GetAgreementEntitlements,
    ListAgreementInvoiceLineItems,
    SendAgreementCancellationRequest,
    CancelAgreementCancellationRequest,
    GetAgreementCancellationRequest,
    ListAgreementCancellationRequests,
    BatchCreateBillingAdjustmentRequest,
    GetBillingAdjustmentRequest,
    ListBillingAdjustmentRequests,
    SendAgreementPaymentRequest,
    CancelAgreementPaymentRequest,
    GetAgreementPaymentRequest,
    ListAgreementPaymentRequests,
}
