using LambdaSync.Simulator.Rules;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>Requests a second (developer guide, catalog-service-quotas and agreement-service-quotas). BatchDescribeEntities has no published rate.</summary>
sealed class MarketRates
{
    static readonly Dictionary<string, int> PerSecond = new(StringComparer.Ordinal)
    {
        ["ListEntities"] = 10,
        ["DescribeEntity"] = 20,
        ["DescribeChangeSet"] = 10,
        ["StartChangeSet"] = 5,
        ["ListChangeSets"] = 5,
        ["CancelChangeSet"] = 5,
        ["SearchAgreements"] = 5,
        ["DescribeAgreement"] = 5,
        ["GetAgreementTerms"] = 10,
        ["GetAgreementEntitlements"] = 10,
        ["ListAgreementInvoiceLineItems"] = 10,
        ["SendAgreementCancellationRequest"] = 2,
        ["CancelAgreementCancellationRequest"] = 2,
        ["GetAgreementCancellationRequest"] = 5,
        ["ListAgreementCancellationRequests"] = 5,
        ["BatchCreateBillingAdjustmentRequest"] = 2,
        ["GetBillingAdjustmentRequest"] = 5,
        ["ListBillingAdjustmentRequests"] = 5,
        ["SendAgreementPaymentRequest"] = 5,
        ["CancelAgreementPaymentRequest"] = 5,
        ["GetAgreementPaymentRequest"] = 5,
        ["ListAgreementPaymentRequests"] = 5,
    };

    readonly Dictionary<string, Quotas.Group> _groups = new(StringComparer.Ordinal);

    /// <exception cref="Wire.AwsError">ThrottlingException.</exception>
    public void Take(string operation, DateTimeOffset now, bool slides)
    {
        if (!PerSecond.TryGetValue(operation, out var perSecond))
            return;
        if (!_groups.TryGetValue(operation, out var group))
            _groups[operation] = group = new Quotas.Group(perSecond, null);
        group.Take(now, operation, slides);
    }
}
