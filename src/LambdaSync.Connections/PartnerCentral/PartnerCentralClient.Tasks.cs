namespace LambdaSync.Connections.PartnerCentral;

public sealed partial class PartnerCentralClient
{
    /// <summary>Shares an opportunity with AWS: engagement, snapshot, invitation, submission. The answer is the task.</summary>
    /// <param name="body"><see cref="LambdaSync.PartnerCentral.StartEngagementFromOpportunityTask.Body"/>.</param>
    public Task<ReadOnlyMemory<byte>> StartEngagementFromOpportunityTask(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.StartEngagementFromOpportunityTask, body, cancellation);

    /// <summary>Those tasks.</summary>
    /// <param name="filter">Catalog; optional TaskIdentifier, OpportunityIdentifier, EngagementIdentifier, TaskStatus, Sort.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListEngagementFromOpportunityTasks(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListEngagementFromOpportunityTasks, filter, pageSize, cancellation);

    /// <summary>Accepts an AWS referral and makes its opportunity. The answer is the task.</summary>
    /// <param name="body"><see cref="LambdaSync.PartnerCentral.StartEngagementByAcceptingInvitationTask.Body"/>.</param>
    public Task<ReadOnlyMemory<byte>> StartEngagementByAcceptingInvitationTask(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.StartEngagementByAcceptingInvitationTask, body, cancellation);

    /// <summary>Those tasks.</summary>
    /// <param name="filter">
    /// Catalog; optional TaskIdentifier, EngagementInvitationIdentifier, OpportunityIdentifier, TaskStatus, Sort.
    /// </param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListEngagementByAcceptingInvitationTasks(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListEngagementByAcceptingInvitationTasks, filter, pageSize, cancellation);

    /// <summary>Makes an opportunity of a lead. The answer is the task.</summary>
    /// <param name="body"><see cref="LambdaSync.PartnerCentral.StartOpportunityFromEngagementTask.Body"/>.</param>
    public Task<ReadOnlyMemory<byte>> StartOpportunityFromEngagementTask(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.StartOpportunityFromEngagementTask, body, cancellation);

    /// <summary>Those tasks.</summary>
    /// <param name="filter">
    /// Catalog; optional TaskIdentifier, EngagementIdentifier, ContextIdentifier, OpportunityIdentifier, TaskStatus, Sort.
    /// </param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListOpportunityFromEngagementTasks(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListOpportunityFromEngagementTasks, filter, pageSize, cancellation);

    /// <summary>Has AWS enrich the leads of at most 100 engagements. The answer is the task.</summary>
    /// <param name="body">Catalog, ClientToken, Identifiers, TaskName.</param>
    public Task<ReadOnlyMemory<byte>> StartProspectingFromEngagementTask(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.StartProspectingFromEngagementTask, body, cancellation);

    /// <summary>One of those tasks, with the outcome for each engagement.</summary>
    /// <param name="request">Catalog, TaskIdentifier.</param>
    public Task<ReadOnlyMemory<byte>> GetProspectingFromEngagementTask(ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        Call(SellingOperations.GetProspectingFromEngagementTask, request, cancellation);

    /// <summary>Those tasks.</summary>
    /// <param name="filter">Catalog; optional TaskIdentifier, TaskName, StartAfter, StartBefore, Sort.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListProspectingFromEngagementTasks(ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListProspectingFromEngagementTasks, filter, pageSize, cancellation);
}
