namespace LambdaSync.Sync.Outbound;

/// <summary>The requests that carry an opportunity's own members.</summary>
public enum OutboundCall
{
    CreateOpportunity,
    UpdateOpportunity,
}
