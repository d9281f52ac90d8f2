using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Marketplace.ChangeSets;

namespace LambdaSync.PartnerCentral;

/// <summary>All changing operations that are sent, one file each.</summary>
public static class Operations
{
    /// <summary>Those of Partner Central.</summary>
    public static IReadOnlyList<IOperation> All { get; } =
    [
        new CreateOpportunity(), new UpdateOpportunity(), new AssociateOpportunity(), new DisassociateOpportunity(), new AssignOpportunity(),
        new StartEngagementFromOpportunityTask(), new CreateEngagementInvitation(), new StartEngagementByAcceptingInvitationTask(), new AcceptEngagementInvitation(), new RejectEngagementInvitation(),
        new UpdateEngagementContext(), new StartOpportunityFromEngagementTask(), new CreateEngagement(),
        new StartProspectingFromEngagementTask(),
    ];

    /// <summary>Those of AWS Marketplace.</summary>
    public static IReadOnlyList<IOperation> OfMarketplace { get; } = [new StartChangeSet(), new CancelChangeSet()];

    /// <summary>Those of AWS Marketplace after the sale, for which a stack has a role of its own.</summary>
    public static IReadOnlyList<IOperation> AfterSale { get; } =
    [
        new SendAgreementCancellationRequest(), new CancelAgreementCancellationRequest(), new BatchCreateBillingAdjustmentRequest(), new SendAgreementPaymentRequest(), new CancelAgreementPaymentRequest(),
    ];

    static IEnumerable<IOperation> Known => All.Concat(OfMarketplace).Concat(AfterSale);

    /// <param name="name">Its name in AWS's API model.</param>
    /// <exception cref="InvalidOperationException">No file describes the operation.</exception>
    public static IOperation Of(string name) => Known.FirstOrDefault(o => o.Name == name) ?? throw new InvalidOperationException($"no file describes the operation {name}");

    /// <summary>Whether a file describes the operation.</summary>
    public static bool Has(string name) => Known.Any(o => o.Name == name);
}
