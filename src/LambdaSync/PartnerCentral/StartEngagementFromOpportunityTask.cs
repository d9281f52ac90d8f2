using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Steps;

namespace LambdaSync.PartnerCentral;

/// <summary>
/// StartEngagementFromOpportunityTask submits a draft: it starts a task of AWS, and the task's list tells how it ended. While AWS
/// remembers the client token, the same bytes are one task; later the task is looked for by the opportunity.
/// </summary>
public sealed class StartEngagementFromOpportunityTask : IOperation
{
    // AWS's clock and ours.
    static readonly TimeSpan Skew = TimeSpan.FromMinutes(1);

    public string Name => nameof(StartEngagementFromOpportunityTask);

    public string NotFoundYet => "AWS refused the submission as a conflict and lists no task of it yet";

    public static byte[] Body(string catalog, string clientToken, string opportunity, string involvementType, string? visibility) => RequestBody.Of(json =>
    {
        json.WriteStartObject("AwsSubmission");
        json.WriteString("InvolvementType", involvementType);
        if (visibility is not null)
            json.WriteString("Visibility", visibility);
        json.WriteEndObject();
        json.WriteString("Catalog", catalog);
        json.WriteString("ClientToken", clientToken);
        json.WriteString("Identifier", opportunity);
    });

    public Recovery Recover(PendingCall call, string catalog, TimeSpan age) => age < CreateOpportunity.TokenLife
        ? new Recovery.Resend()
        : new Recovery.Search(AwsRequest.ListSubmissions(catalog, call.Next.Key.Id));

    /// <summary>A task that runs is what a conflict speaks of, whoever started it; one that has ended is this call's only if it is not older.</summary>
    public Effect Recognize(PendingCall call, ReadOnlyMemory<byte> found, CompiledMapping mapping)
    {
        var task = JsonNode.Parse(found.Span)!;
        var isOlder = !DateTimeOffset.TryParse(task["StartTime"]?.ToString(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var start) || start < call.At - Skew;
        return isOlder && task["TaskStatus"]?.GetValue<string>() != SubmissionState.InProgress ? new Effect.Unrelated() : new Effect.Taken(found);
    }

    public RecordView Succeeded(RecordView view, PendingCall call, ReadOnlyMemory<byte> answer, DateTimeOffset now)
    {
        var (task, body) = (JsonNode.Parse(answer.Span)!, JsonNode.Parse(call.Body)!["AwsSubmission"]!);
        var submission = new SubmissionState(
            task["TaskId"]!.GetValue<string>(), call.At, task["TaskStatus"]?.GetValue<string>() ?? SubmissionState.InProgress,
            body["InvolvementType"]!.GetValue<string>(), body["Visibility"]?.GetValue<string>(), SubmissionState.ContentOf(call.Next.AwsBaseline))
        {
            Attempts = call.Attempts,
        };
        // What the answer says of the end is read with the task, so that one place decides on it.
        var state = view.AtVersion(call.Next) with { Submission = submission with { Status = SubmissionState.InProgress } };
        return call.Answered((view.WithState(state) with { Intent = null, IsOutbound = true, CrmId = state.CrmId }).WithEntry(call.Entry(Outcome.Updated, state, now)));
    }

    public RefusedCall Refused(AwsRefusal refusal, bool isRepeat) => (refusal.Class, isRepeat) switch
    {
        (RefusalClass.Conflict, _) or (RefusalClass.Permanent, true) => RefusedCall.Search,
        (RefusalClass.Transient, _) or (RefusalClass.Access, true) => RefusedCall.Keep,
        _ => RefusedCall.Drop,
    };
}
