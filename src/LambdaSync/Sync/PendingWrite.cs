using System.Text.Json.Serialization;
using LambdaSync.Mapping;

namespace LambdaSync.Sync;

/// <summary>A CRM write with all that its settlement needs, stored as an intent so that a resume sends the same bytes and writes the same log entry.</summary>
/// <param name="Issues">All that the log entry says beside the CRM's answer.</param>
/// <param name="Job">A job of this write's own, or null when it belongs to a file's.</param>
/// <param name="Reason">Why the record is in work, for the log entry.</param>
/// <param name="Changes">What the row changes, for the log entry; null: stored by a release that did not know it.</param>
public sealed record PendingWrite(
    string JobId, int Index, Outcome Outcome, string CrmObject, CrmWrite Row, RecordState Next, Dictionary<string, string?> KeepBaseline,
    byte[] Payload, IReadOnlyList<Issue> Issues, Job? Job = null, string? Reason = null, IReadOnlyList<FieldChange>? Changes = null)
{
    /// <summary>The CRM fields of a new record whose values AWS masks; null: none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Masked { get; init; }

    /// <summary>What the CRM had of the row's fields before it, flat canonical JSON; null: the record is new, or a release stored the write that did not know it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? Held { get; init; }

    /// <summary>The fields of the row, with the one that names the AWS record.</summary>
    [JsonIgnore]
    public IEnumerable<KeyValuePair<string, string>> Sent => Row.ExternalId is null
        ? new FlatRecord(Row.Fields).Fields
        : new FlatRecord(Row.Fields).Fields.Append(new(Row.ExternalIdField, Scalars.OfText(Row.ExternalId)));

    /// <summary>The same with what the CRM has before it.</summary>
    /// <param name="crm">The record as it was read; null: it is new.</param>
    public PendingWrite Over(FlatRecord? crm)
    {
        if (crm is null || Row.Id is null)
            return this;
        var held = new FlatRecord();
        foreach (var (name, _) in Sent)
            held[name] = crm[name] ?? "null";
        return this with { Held = held.ToJson() };
    }

    /// <summary>An existing CRM record is linked for the first time.</summary>
    public bool IsFirstLink => Row.Id is not null && Next.Version == 0;

    /// <summary>
    /// Why the record waits although the CRM refused it, or null: the CRM requires nothing but values that AWS masks, which it shows once the
    /// referral is accepted.
    /// </summary>
    public Issue? Awaits(CrmResult result)
    {
        var refused = result.Issues.Where(issue => issue.Severity == Severity.Error).Select(issue => issue.Field).ToList();
        return !result.Written && Masked is not null && refused.Count > 0 && refused.All(field => field is not null && Masked.Contains(field))
            ? DecisionIssues.RequiredIsMasked(refused!)
            : null;
    }

    /// <summary>The log entry after the CRM's answer.</summary>
    public LogEntry Entry(CrmResult result, DateTimeOffset now)
    {
        var awaits = Awaits(result);
        var outcome = result.Written ? Outcome : awaits is not null ? Outcome.Skipped : Outcome.Failed;
        IReadOnlyList<Issue> issues = awaits is not null ? [.. Issues, awaits] : [.. Issues, .. result.Said];
        var detail = new JobDetail(JobId, Index, Next.Key.Id, result.Written ? result.Id : null, outcome, now, Payload, issues)
        {
            Reason = Reason,
            Changes = result.Written ? Changes ?? [] : [],
        };
        return new LogEntry(detail, Job is null ? null : OwnJob.Ended(Job, outcome, now));
    }

    public RecordState StateAfter(CrmResult result)
    {
        var baseline = new FlatRecord(result.Stored);
        foreach (var (field, kept) in KeepBaseline)
            baseline[field] = kept;
        return Next with { CrmId = result.Id!, CrmBaseline = baseline.ToJson() };
    }
}
