namespace LambdaSync.Connections.PartnerCentral;

public sealed partial class PartnerCentralClient
{
    /// <summary>Shows an opportunity's present state to an engagement's members. The answer has Arn and Revision.</summary>
    /// <param name="body">
    /// Catalog, ClientToken, EngagementIdentifier, ResourceType, ResourceIdentifier, ResourceSnapshotTemplateIdentifier.
    /// </param>
    public Task<ReadOnlyMemory<byte>> CreateResourceSnapshot(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.CreateResourceSnapshot, body, cancellation);

    /// <summary>A snapshot.</summary>
    /// <param name="request">
    /// Catalog, EngagementIdentifier, ResourceType, ResourceIdentifier, ResourceSnapshotTemplateIdentifier; optional Revision, else
    /// the newest.
    /// </param>
    public Task<ReadOnlyMemory<byte>> GetResourceSnapshot(ReadOnlyMemory<byte> request, CancellationToken cancellation) =>
        Call(SellingOperations.GetResourceSnapshot, request, cancellation);

    /// <summary>Summaries of an engagement's snapshots.</summary>
    /// <param name="filter">
    /// Catalog and EngagementIdentifier; optional ResourceType, ResourceIdentifier, ResourceSnapshotTemplateIdentifier, CreatedBy.
    /// </param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListResourceSnapshots(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListResourceSnapshots, filter, pageSize, cancellation);

    /// <summary>Keeps snapshots up to date as the opportunity changes. The answer has Id and Arn.</summary>
    /// <param name="body">As for CreateResourceSnapshot; optional Tags.</param>
    public Task<ReadOnlyMemory<byte>> CreateResourceSnapshotJob(ReadOnlyMemory<byte> body, CancellationToken cancellation) =>
        Call(SellingOperations.CreateResourceSnapshotJob, body, cancellation);

    /// <summary>A job with its status and last failure.</summary>
    public Task<ReadOnlyMemory<byte>> GetResourceSnapshotJob(string catalog, string jobIdentifier, CancellationToken cancellation) =>
        Call(
            SellingOperations.GetResourceSnapshotJob, SellingJson.Object(("Catalog", catalog), ("ResourceSnapshotJobIdentifier", jobIdentifier)),
            cancellation);

    /// <summary>Summaries.</summary>
    /// <param name="filter">Catalog; optional EngagementIdentifier, Status, Sort.</param>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ListResourceSnapshotJobs(
        ReadOnlyMemory<byte> filter, int pageSize, CancellationToken cancellation) =>
        Items(SellingOperations.ListResourceSnapshotJobs, filter, pageSize, cancellation);

    /// <summary>Starts a stopped job.</summary>
    public Task<ReadOnlyMemory<byte>> StartResourceSnapshotJob(string catalog, string jobIdentifier, CancellationToken cancellation) =>
        Call(
            SellingOperations.StartResourceSnapshotJob, SellingJson.Object(("Catalog", catalog), ("ResourceSnapshotJobIdentifier", jobIdentifier)),
            cancellation);

    /// <summary>Stops a running job.</summary>
    public Task<ReadOnlyMemory<byte>> StopResourceSnapshotJob(string catalog, string jobIdentifier, CancellationToken cancellation) =>
        Call(
            SellingOperations.StopResourceSnapshotJob, SellingJson.Object(("Catalog", catalog), ("ResourceSnapshotJobIdentifier", jobIdentifier)),
            cancellation);

    /// <summary>Deletes a stopped job.</summary>
    public Task<ReadOnlyMemory<byte>> DeleteResourceSnapshotJob(string catalog, string jobIdentifier, CancellationToken cancellation) =>
        Call(
            SellingOperations.DeleteResourceSnapshotJob, SellingJson.Object(("Catalog", catalog), ("ResourceSnapshotJobIdentifier", jobIdentifier)),
            cancellation);

    /// <summary>The account's settings, ResourceSnapshotJobRoleArn.</summary>
    public Task<ReadOnlyMemory<byte>> GetSellingSystemSettings(string catalog, CancellationToken cancellation) =>
        Call(SellingOperations.GetSellingSystemSettings, SellingJson.Object(("Catalog", catalog)), cancellation);

    /// <summary>Sets the role that snapshot jobs run as.</summary>
    public Task<ReadOnlyMemory<byte>> PutSellingSystemSettings(string catalog, string roleIdentifier, CancellationToken cancellation) =>
        Call(
            SellingOperations.PutSellingSystemSettings,
            SellingJson.Object(("Catalog", catalog), ("ResourceSnapshotJobRoleIdentifier", roleIdentifier)),
            cancellation);
}
