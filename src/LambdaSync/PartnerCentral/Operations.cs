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
    public static IReadOnlyList<IOperation> OfMarketplace { get; } = [new StartChangeSet()];

    /// <param name="name">Its name in AWS's API model.</param>
    /// <exception cref="InvalidOperationException">No file describes the operation.</exception>
    public static IOperation Of(string name) => All.Concat(OfMarketplace).FirstOrDefault(o => o.Name == name) ?? throw new InvalidOperationException($"no file describes the operation {name}");

    /// <summary>Whether a file describes the operation.</summary>
    public static bool Has(string name) => All.Concat(OfMarketplace).Any(o => o.Name == name);
}
