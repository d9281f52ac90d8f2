namespace LambdaSync.Connections.PartnerCentral;

public sealed partial class PartnerCentralClient
{
    /// <summary>The answer has Id, Arn and ModifiedAt.</summary>
    /// <param name="body">Catalog, ClientToken, Title, Description, Contexts.</param>
    public Task<ReadOnlyMemory<byte>> CreateEngagement(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.CreateEngagement, body, cancellation);

    /// <summary>An engagement with its contexts, a lead's among them.</summary>
    public Task<ReadOnlyMemory<byte>> GetEngagement(string catalog, string identifier, CancellationToken cancellation) =>
        Call(SellingOperations.GetEngagement, SellingJson.Object(("Catalog", catalog), ("Identifier", identifier)), cancellation);

    /// <summary>Summaries.</summary>
    /// <param name="filter">
    /// Catalog; optional ContextTypes, ExcludeContextTypes, CreatedBy, ExcludeCreatedBy, EngagementIdentifier, Sort.
    /// </param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListEngagements(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListEngagements, filter, pageSize, cancellation);

    /// <summary>Members of one engagement.</summary>
    /// <param name="filter">Catalog and Identifier.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListEngagementMembers(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListEngagementMembers, filter, pageSize, cancellation);

    /// <summary>Which opportunities belong to which engagements.</summary>
    /// <param name="filter">Catalog; optional EngagementIdentifier, ResourceType, ResourceIdentifier, CreatedBy.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListEngagementResourceAssociations(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListEngagementResourceAssociations, filter, pageSize, cancellation);

    /// <summary>Adds a context. The answer has ContextId and EngagementLastModifiedAt.</summary>
    /// <param name="body">Catalog, ClientToken, EngagementIdentifier, Type, Payload.</param>
    public Task<ReadOnlyMemory<byte>> CreateEngagementContext(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.CreateEngagementContext, body, cancellation);

    /// <summary>Writes a context back, as a lead's qualification status.</summary>
    /// <param name="body">Catalog, EngagementIdentifier, ContextIdentifier, EngagementLastModifiedAt as it was read, Type, Payload.</param>
    public Task<ReadOnlyMemory<byte>> UpdateEngagementContext(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.UpdateEngagementContext, body, cancellation);
}
