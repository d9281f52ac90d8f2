namespace LambdaSync.Sync.Outbound;

/// <summary>The changing calls of Partner Central whose answers may get lost.</summary>
public enum OutboundCall
{
    CreateOpportunity,
    UpdateOpportunity,
}
