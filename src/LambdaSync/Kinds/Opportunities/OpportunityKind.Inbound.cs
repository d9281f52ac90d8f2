using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds.Opportunities;

public sealed partial class OpportunityKind
{
    readonly InboundSteps _inbound = new(rules);

    public Turn WithStatus(RecordView view, Step.WriteCrm step, DateTimeOffset now) => _inbound.WithStatus(view, step, now);

    public RecordView Wrote(RecordView view, Step.WriteCrm step, CrmResult result, DateTimeOffset now) => _inbound.Wrote(view, step, result, now);
}
