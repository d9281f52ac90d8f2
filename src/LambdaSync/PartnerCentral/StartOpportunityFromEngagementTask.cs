using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// StartOpportunityFromEngagementTask makes an opportunity of a lead: it starts a task of AWS, and the task's list tells how it ended.
/// While AWS remembers the client token, the same bytes are one task; later the task is looked for by the engagement.
/// </summary>
public sealed class StartOpportunityFromEngagementTask : IOperation
{
    // AWS's clock and ours.
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public string Name => nameof(StartOpportunityFromEngagementTask);

    public string NotFoundYet => "AWS refused the conversion as a conflict and lists no task of it yet";

    public static byte[] Body(string catalog, string clientToken, string engagement, string context) => RequestBody.Of(json =>
    {
        json.WriteString("Catalog", catalog);
        json.WriteString("ClientToken", clientToken);
        json.WriteString("ContextIdentifier", context);
        json.WriteString("Identifier", engagement);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => age < CreateOpportunity.TokenLife
        ? new Recovery.Resend()
        : new Recovery.Search(AwsRequest.ListConversions(catalog, call.Next.Key.Id));

    /// <summary>A task that runs is what a conflict speaks of, whoever started it; one that has ended is this call's only if it is not older.</summary>
    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping)
    {
        var task = JsonNode.Parse(found.Span)!;
        var isOlder = !DateTimeOffset.TryParse(task["StartTime"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) || start < call.At - Skew;
        return isOlder && task["TaskStatus"]?.GetValue<string>() != SubmissionState.InProgress ? new Effect.Unrelated() : new Effect.Taken(found);
    }

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        // What the answer says of the end is read with the task, so that one place decides on it.
        var conversion = new SubmissionState(
            JsonNode.Parse(answer.Span)!["TaskId"]!.GetValue<string>(), call.At, SubmissionState.InProgress, "", null, SubmissionState.ContentOfLead(call.Next.AwsBaseline))
        {
            Attempts = call.Attempts,
        };
        var state = view.AtVersion(call.Next) with { Submission = conversion };
        return call.Answered((view.WithState(state) with { Intent = null, IsOutbound = true, CrmId = state.CrmId }).WithEntry(call.Entry(Outcome.Updated, state, now)));
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => (refusal.Class, isRepeat) switch
    {
        (RefusalClass.Conflict, _) or (RefusalClass.Permanent, true) => RefusedCall.Search,
        (RefusalClass.Transient, _) or (RefusalClass.Access, true) => RefusedCall.Keep,
        _ => RefusedCall.Drop,
    };
}
