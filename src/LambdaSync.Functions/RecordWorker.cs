#pragma warning disable CS9113 // being written
using Amazon.Lambda.Core;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>Works on records until both sides are the same: opportunities, CRM records that are not shared yet, invitations, engagements.</summary>
/// <param name="random">From 0 to 1: spreads retries.</param>
public sealed class RecordWorker(
    ISyncStore store, ICrm crm, PartnerCentralLanes aws, MappingDocument mapping, SyncSettings settings, TimeProvider time,
    Func<double> random, ILogger<RecordWorker> log)
{
    /// <summary>
    /// Claims what is due of the keys and works on it. What fails, waits or is another worker's stays due: nothing is lost when this
    /// throws. Near the end of the invocation's time the rest is left to the next one.
    /// </summary>
    /// <param name="told">What AWS told of the keys; it is stored with them, or, where nothing was settled, is among those returned.</param>
    /// <returns>The notifications that were not stored.</returns>
    public Task<IReadOnlyList<Notification>> Work(IReadOnlyList<WorkKey> keys, IReadOnlyList<Notification> told, ILambdaContext context) => throw new NotImplementedException();

    /// <summary>
    /// Compares records on behalf of a sweep or a backfill, due or not. One in another worker's hands is woken for <paramref name="reason"/>.
    /// </summary>
    /// <param name="reason"><see cref="Reason.Sweep"/>, <see cref="Reason.Summary"/> or <see cref="Reason.Refresh"/>.</param>
    /// <param name="budget">Records that would be overwritten once it is used up are left as they were.</param>
    /// <param name="told">Stored with the records they are about.</param>
    /// <exception cref="Connections.ConnectionException">The store or the CRM is away; the keys may be given again.</exception>
    /// <exception cref="QuotaUsedUpException">The keys may be given again when it opens.</exception>
    /// <exception cref="Connections.Aws.AwsServiceException">AWS is away or throttles; the keys may be given again.</exception>
    public Task Sweep(IReadOnlyList<WorkKey> keys, string reason, ChangeBudget budget, IReadOnlyList<Notification> told, ILambdaContext context) => throw new NotImplementedException();
}

/// <summary>How many existing CRM records one run may still overwrite (<c>maxChanges</c>).</summary>
public sealed class ChangeBudget(int left)
{
    public int Left { get; private set; } = left;

    /// <summary>A record would have been overwritten and nothing was left.</summary>
    public bool IsExceeded { get; private set; }

    public bool Take()
    {
        IsExceeded |= Left <= 0;
        Left -= IsExceeded ? 0 : 1;
        return !IsExceeded;
    }
}
