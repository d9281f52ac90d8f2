using LambdaSync.Mapping;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Leads;

/// <summary>A lead of a file. Only files change it, and they bring their own work.</summary>
public sealed class LeadKind : IKind
{
    public WorkKind Kind => WorkKind.Lead;

    public CompiledMapping? MappingOf(RecordView view) => null;

    public Turn Next(RecordView view, DateTimeOffset now) => new(view, new Step.Done());
}
