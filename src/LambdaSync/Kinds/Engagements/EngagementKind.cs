using LambdaSync.Mapping;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Engagements;

/// <summary>An engagement: AWS's answer is kept with the contexts in it, a lead's among them.</summary>
public sealed class EngagementKind(KindRules rules) : IKind
{
    public WorkKind Kind => WorkKind.Engagement;

    public CompiledMapping? MappingOf(RecordView view) => null;

    public Turn Next(RecordView view, DateTimeOffset now)
    {
        var read = AwsRequest.GetEngagement(rules.Catalog, view.Key.Id);
        return view.Answers.TryGetValue(read.Operation, out var answer)
            ? new(view with { Data = answer.ToArray() }, new Step.Done())
            : new(view, new Step.ReadAws(read));
    }
}
