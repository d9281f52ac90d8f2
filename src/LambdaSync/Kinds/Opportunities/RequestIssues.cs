using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

/// <summary>The wording of what requests by command may say.</summary>
static class RequestIssues
{
    public static Issue Done(RecordRequest request, RelatedChange change) => Issue.Note(
        IssueCodes.Requested, "related:" + change.Entity.Type, change.Entity.Identifier,
        change.IsAssociated ? $"{request.Verb}: AWS has this association already" : $"{request.Verb}: AWS does not have this association", "nothing to do");
}
