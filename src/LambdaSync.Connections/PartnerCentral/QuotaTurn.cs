using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>How the requests of one lane wait for the quota.</summary>
sealed class QuotaTurn(QuotaGate gate, Lane lane, Func<TimeSpan> patience)
{
    /// <summary>One request's waiting, however often AWS throttles it: its patience is that of all its waits together.</summary>
    public Request Begin(QuotaGroup group) => new(gate, group, lane, patience());

    public readonly struct Request(QuotaGate gate, QuotaGroup group, Lane lane, TimeSpan patience)
    {
        readonly long _began = gate.Time.GetTimestamp();

        /// <summary>Waits until the request may go out.</summary>
        /// <exception cref="QuotaUsedUpException">The patience does not cover the wait.</exception>
        /// <exception cref="ConnectionException">The quota's store can't be reached.</exception>
        public Task Take(CancellationToken cancellation) => gate.Take(group, lane, patience - gate.Time.GetElapsedTime(_began), cancellation);

        /// <summary>AWS has throttled the request.</summary>
        public Task Pause(CancellationToken cancellation) => gate.Pause(group, cancellation);
    }
}
