using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;

namespace LambdaSync.Kinds.Engagements;

public sealed partial class EngagementKind
{
    const string Own = "LambdaSync", LeftMember = "isLeftToFiles";

    /// <summary>Whether an engagement as it is kept has no CRM record because leads travelled in files.</summary>
    /// <param name="data">What is kept, or null.</param>
    public static bool IsLeftToFiles(byte[]? data) => data is not null && JsonNode.Parse(data)?[Own]?[LeftMember]?.GetValue<bool>() == true;

    // AWS's file brings the lead: a second CRM record of it could not be answered. It is said once.
    RecordView LeftToFiles(RecordView view, DateTimeOffset now)
    {
        view = Noted(view, now).View;
        foreach (var request in view.Requests.ToList())
            view = Replies.Refused(view, request, LeadIssues.NotThere());
        if (!IsLeftToFiles(view.Claim.Data) && view.Outcome is null)
            view = view.WithIssues([LeadIssues.LeftToFiles()]) with { Outcome = Outcome.Skipped };
        if (JsonNode.Parse((view.Data ?? view.Claim.Data)!) is not JsonObject kept)
            return view;
        kept[Own] = new JsonObject { [LeftMember] = true };
        return view with { Data = OpportunityBody.Bytes(kept) };
    }
}
