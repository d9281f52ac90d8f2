using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>
/// Where this process's calls to Partner Central and AWS Marketplace wait for their turn. It takes runs of send times from the ledger that all instances
/// share, and hands them to who waits. One a process; safe for concurrent use.
/// </summary>
/// <param name="account">The AWS account that is linked to Partner Central.</param>
/// <param name="share">Our part of the quotas of enrichment and of AWS Marketplace, which are operations' own.</param>
/// <param name="jitter">From 0 to below 1: spreads the questions of several instances; null for a random one.</param>
public sealed class QuotaGate(
    IQuotaStore store, string account, QuotaLimits reads, QuotaLimits writes, TimeProvider time, Func<double>? jitter = null, double share = 1)
{
    readonly QuotaLine[] _lines = [.. Enum.GetValues<QuotaGroup>().Select(group => new QuotaLine(
        store, account, group, group switch { QuotaGroup.Read => reads, QuotaGroup.Write => writes, _ => QuotaLimits.Of(group, share) }, time, jitter ?? Random.Shared.NextDouble))];

    internal TimeProvider Time => time;

    /// <summary>Waits for the moment at which one call may go out; it has to go at once.</summary>
    /// <param name="patience">The longest wait. Nothing or less: only if a call may go out right away.</param>
    /// <exception cref="QuotaUsedUpException">The wait would be longer.</exception>
    /// <exception cref="ConnectionException">The store can't be reached.</exception>
    public Task Take(QuotaGroup group, Lane lane, TimeSpan patience, CancellationToken cancellation) => Line(group).Take(lane, patience, cancellation);

    /// <summary>AWS has throttled a call: no instance sends for a while.</summary>
    /// <exception cref="ConnectionException">The store can't be reached; the send times of this process are given up anyway.</exception>
    public Task Pause(QuotaGroup group, CancellationToken cancellation) => Line(group).Pause(cancellation);

    QuotaLine Line(QuotaGroup group) => _lines[(int)group];
}
