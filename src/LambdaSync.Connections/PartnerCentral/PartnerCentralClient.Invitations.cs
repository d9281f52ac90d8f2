namespace LambdaSync.Connections.PartnerCentral;

public sealed partial class PartnerCentralClient
{
    /// <summary>Invites AWS or another partner. The answer has Id and Arn.</summary>
    /// <param name="body">Catalog, ClientToken, EngagementIdentifier, Invitation.</param>
    public Task<ReadOnlyMemory<byte>> CreateEngagementInvitation(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.CreateEngagementInvitation, body, cancellation);

    /// <summary>An invitation with its payload.</summary>
    public Task<ReadOnlyMemory<byte>> GetEngagementInvitation(string catalog, string identifier, CancellationToken cancellation) =>
        Call(SellingOperations.GetEngagementInvitation, SellingJson.Object(("Catalog", catalog), ("Identifier", identifier)), cancellation);

    /// <summary>Summaries. There is no filter by date.</summary>
    /// <param name="filter">
    /// Catalog and ParticipantType (SENDER, RECEIVER); optional PayloadType, Status, EngagementIdentifier, SenderAwsAccountId, Sort.
    /// </param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListEngagementInvitations(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListEngagementInvitations, filter, pageSize, cancellation);

    /// <summary>Accepts at once, without making an opportunity: the way for leads.</summary>
    /// <param name="body"><see cref="LambdaSync.PartnerCentral.AcceptEngagementInvitation.Body"/>.</param>
    public Task<ReadOnlyMemory<byte>> AcceptEngagementInvitation(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.AcceptEngagementInvitation, body, cancellation);

    /// <summary>Rejects.</summary>
    /// <param name="body"><see cref="LambdaSync.PartnerCentral.RejectEngagementInvitation.Body"/>.</param>
    public Task<ReadOnlyMemory<byte>> RejectEngagementInvitation(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.RejectEngagementInvitation, body, cancellation);
}
