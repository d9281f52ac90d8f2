using LambdaSync.Sync.Outbound;

namespace LambdaSync.PartnerCentral;

/// <summary>All changing operations that are sent, one file each.</summary>
public static class Operations
{
    public static IReadOnlyList<IOperation> All { get; } = [new CreateOpportunity(), new UpdateOpportunity()];

    /// <exception cref="InvalidOperationException">No file describes the operation.</exception>
    public static IOperation Of(OutboundCall call) => All.FirstOrDefault(o => o.Call == call) ?? throw new InvalidOperationException($"no operation {call}");
}
