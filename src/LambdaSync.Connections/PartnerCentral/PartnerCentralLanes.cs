using LambdaSync.Sync;

namespace LambdaSync.Connections.PartnerCentral;

/// <summary>One client in each lane of the quota.</summary>
public sealed class PartnerCentralLanes
{
    readonly PartnerCentralClient[] _lanes;

    /// <param name="gate">Where calls wait for their turn, or null if no quota is tracked.</param>
    /// <param name="patience">How long one request waits for its turn.</param>
    public PartnerCentralLanes(PartnerCentralClient client, QuotaGate? gate, TimeSpan patience)
        : this(client, gate, () => patience)
    {
    }

    /// <param name="patience">Asked for at each request: it may end with an invocation's time.</param>
    public PartnerCentralLanes(PartnerCentralClient client, QuotaGate? gate, Func<TimeSpan> patience) =>
        _lanes = [.. Enum.GetValues<Lane>().Select(lane => gate is null ? client : client.In(gate, lane, patience))];

    public PartnerCentralClient this[Lane lane] => _lanes[(int)lane];
}
