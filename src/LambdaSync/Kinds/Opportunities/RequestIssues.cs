using LambdaSync.Gates;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Opportunities;

/// <summary>The wording of what requests by command may say.</summary>
static class RequestIssues
{
    public static Issue Done(RecordRequest request, RelatedChange change) => Issue.Note(
        IssueCodes.Requested, "related:" + change.Entity.Type, change.Entity.Identifier,
        change.IsAssociated ? $"{request.Verb}: AWS has this association already" : $"{request.Verb}: AWS does not have this association", "nothing to do");

    public static Issue Invited(string account, string engagement) => Issue.Note(
        IssueCodes.Requested, null, account, $"the partner was invited to {engagement}; an invitation stands for 15 days", "nothing to do until the partner answers; the opportunity's notifications tell the answer");

    public static Issue InvitedAlready(string account, SentInvitation there) => Issue.Note(
        IssueCodes.Requested, null, account, $"the partner has an invitation of this engagement ({there.Id}, {there.Status})", "nothing to do");

    public static Issue InviteIncomplete(CompiledMapping mapping, string path) => Issue.Error(
        IssueCodes.Requested, GateFields.Name(mapping, path), null, $"an invitation shows {path} to the other partner, and it is empty", $"fill {GateFields.Name(mapping, path)}");

    public static Issue NoEngagement() => Issue.Error(
        IssueCodes.Requested, null, null, "AWS has no engagement of this opportunity, because it was not submitted yet", "submit the opportunity, then invite the partner");

    public static Issue TooManyPartners(int most) => Issue.Error(
        IssueCodes.Requested, null, null, FormattableString.Invariant($"an opportunity is shared with at most {most} other partners"), "wait until an invitation was rejected or has expired");
}
