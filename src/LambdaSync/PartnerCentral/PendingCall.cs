using System.Text.Json.Serialization;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.PartnerCentral;

/// <summary>A changing call of Partner Central or AWS Marketplace, exactly as it is sent and sent again.</summary>
/// <param name="Operation">Its name in AWS's API model.</param>
/// <param name="At">When it was first about to be sent.</param>
/// <param name="Next">The record's state once AWS has taken the call, but for what AWS's answer says; a creation's key has no id yet.</param>
/// <param name="Issues">What the sync log says about it; not what it says about the steps before.</param>
/// <param name="Before">
/// The state before the call, which includes what AWS changed and the CRM has taken by then. If the call has no effect, the record
/// continues from here; from an older state our own write to the CRM would look like a person's edit.
/// </param>
/// <param name="Job">The job of its log entry, the same whoever settles it; null: not known yet, or stored by a release that did not know it.</param>
/// <param name="Reason">Why the record is in work, for the log entry.</param>
/// <param name="Changes">What the call changes, for the log entry; null: stored by a release that did not know it.</param>
/// <param name="Earlier">
/// The log entries of the same claim's steps before the call, or null: until the claim is settled they are stored here only, because the
/// call replaced the intent that would have led to them.
/// </param>
public sealed record PendingCall(
    [property: JsonConverter(typeof(OperationNameConverter))] string Operation, byte[] Body, DateTimeOffset At, RecordState Next, IReadOnlyList<Issue> Issues, RecordState? Before = null,
    Job? Job = null, string? Reason = null, IReadOnlyList<FieldChange>? Changes = null, IReadOnlyList<LogEntry>? Earlier = null)
{
    /// <summary>Some edits of the record can't be sent and are not in the body: <see cref="Issues"/> says why.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsPartial { get; init; }

    /// <summary>The key of the file that carries the change instead of a call of the API; null: it is a call. Its result is AWS's results file.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? File { get; init; }

    /// <summary>The request by command that the call carries out, as a reason; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Request { get; init; }

    /// <summary>Counts the submissions since the opportunity last changed, and the change sets of one request that have failed; of other calls 0.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public int Attempts { get; init; }

    /// <summary>The view once the call's request is carried out, or refused.</summary>
    public RecordView Answered(RecordView view) => Request is { } reason && RecordRequest.Read(reason) is { } request ? view.Without(request) : view;

    /// <summary>The update's body with what AWS had before it; empty: AWS does not have the record, or an earlier release stored the call.</summary>
    public byte[] BodyAtAws() => Before is null || Operation != nameof(UpdateOpportunity)
        ? []
        : OpportunityBody.Update(Before.Key.Catalog, Before.Key.Id, OpportunityBody.Text(OpportunityBody.Of(Before.AwsBaseline), "LastModifiedDate") ?? "", OpportunityBody.Opportunity(Before.AwsBaseline));

    /// <summary>The log entry once AWS has taken the call.</summary>
    /// <exception cref="InvalidOperationException">It has no job yet.</exception>
    public LogEntry Entry(Outcome outcome, RecordState after, DateTimeOffset now)
    {
        var job = Job ?? throw new InvalidOperationException("a call that is sent has a job");
        var detail = new JobDetail(job.Id, 0, after.Key.Id, after.CrmId.Length > 0 ? after.CrmId : null, outcome, now, Body, Issues) { Reason = Reason, Changes = Changes ?? [] };
        return new LogEntry(detail, OwnJob.Ended(job, outcome, now));
    }

    /// <summary>The state after AWS's answer.</summary>
    /// <param name="lastModified">As AWS wrote it.</param>
    public RecordState After(string awsId, string lastModified)
    {
        var document = OpportunityBody.Taken(Next.AwsBaseline, awsId, lastModified);
        var modified = OpportunityBody.Modified(OpportunityBody.Of(document));
        return Next with { Key = Next.Key with { Id = awsId }, AwsBaseline = document, AwsModified = modified, OwnWrite = modified };
    }
}
