namespace LambdaSync.Sync.Outbound;

/// <summary>The requests that carry values of the mapping to AWS.</summary>
public enum OutboundCall
{
    CreateOpportunity,
    UpdateOpportunity,

    /// <summary>DisassociateOpportunity too.</summary>
    AssociateOpportunity,
    AssignOpportunity,
    StartEngagementFromOpportunityTask,
}
