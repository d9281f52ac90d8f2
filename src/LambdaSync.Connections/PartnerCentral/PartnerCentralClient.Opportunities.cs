namespace LambdaSync.Connections.PartnerCentral;

public sealed partial class PartnerCentralClient
{
    /// <summary>Creates a draft. The answer has Id, PartnerOpportunityIdentifier and LastModifiedDate.</summary>
    /// <param name="body">The opportunity with Catalog and ClientToken.</param>
    public Task<ReadOnlyMemory<byte>> CreateOpportunity(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.CreateOpportunity, body, cancellation);

    /// <summary>Replaces the partner's side: what is left out becomes null. The answer has Id and the new LastModifiedDate.</summary>
    /// <param name="body">The whole opportunity with Catalog, Identifier and the LastModifiedDate it was read with.</param>
    public Task<ReadOnlyMemory<byte>> UpdateOpportunity(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.UpdateOpportunity, body, cancellation);

    /// <summary>The partner's side of an opportunity, its RelatedEntityIdentifiers included.</summary>
    public Task<ReadOnlyMemory<byte>> GetOpportunity(string catalog, string identifier, CancellationToken cancellation) =>
        Call(SellingOperations.GetOpportunity, SellingJson.Object(("Catalog", catalog), ("Identifier", identifier)), cancellation);

    /// <summary>AWS's side of an opportunity.</summary>
    public Task<ReadOnlyMemory<byte>> GetAwsOpportunitySummary(
        string catalog, string relatedOpportunityIdentifier, CancellationToken cancellation) =>
        Call(
            SellingOperations.GetAwsOpportunitySummary,
            SellingJson.Object(("Catalog", catalog), ("RelatedOpportunityIdentifier", relatedOpportunityIdentifier)),
            cancellation);

    /// <summary>Summaries. Invitations and leads are not among them.</summary>
    /// <param name="filter">
    /// Catalog; optional LastModifiedDate, CreatedDate, TargetCloseDate, LifeCycleStage, LifeCycleReviewStatus, CustomerCompanyName,
    /// Identifier, Sort.
    /// </param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListOpportunities(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListOpportunities, filter, pageSize, cancellation);

    /// <summary>Makes another user of the partner account the owner.</summary>
    /// <param name="body"><see cref="LambdaSync.PartnerCentral.AssignOpportunity.Body"/>.</param>
    public Task<ReadOnlyMemory<byte>> AssignOpportunity(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.AssignOpportunity, body, cancellation);

    /// <summary>Links a solution, product or offer.</summary>
    /// <param name="body"><see cref="LambdaSync.PartnerCentral.AssociateOpportunity.Body"/>.</param>
    public Task<ReadOnlyMemory<byte>> AssociateOpportunity(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.AssociateOpportunity, body, cancellation);

    /// <summary>Removes such a link.</summary>
    /// <param name="body"><see cref="LambdaSync.PartnerCentral.AssociateOpportunity.Body"/>: the same members.</param>
    public Task<ReadOnlyMemory<byte>> DisassociateOpportunity(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.DisassociateOpportunity, body, cancellation);

    /// <summary>
    /// Submits an opportunity whose engagement and invitation were made by hand; otherwise StartEngagementFromOpportunityTask does
    /// all of it.
    /// </summary>
    /// <param name="body"><see cref="SellingRequests.Submit"/>.</param>
    public Task<ReadOnlyMemory<byte>> SubmitOpportunity(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.SubmitOpportunity, body, cancellation);

    /// <summary>The partner's solutions, inactive ones too.</summary>
    /// <param name="filter">Catalog; optional Status, Category, Identifier, Sort.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListSolutions(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListSolutions, filter, pageSize, cancellation);
}
