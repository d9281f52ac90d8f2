using System.Globalization;
using Amazon.DynamoDBv2.Model;
using LambdaSync.Connections.Dynamo;
using LambdaSync.Sync;

namespace LambdaSync.Connections.State;

/// <summary>The sync log's items: a job and its details share one partition; the index lists jobs by day and details by record.</summary>
static class LogItems
{
    public const string JobSort = "job", Detail = "detail#";

    /// <summary>Sorts after everything that starts with the prefix it is put behind.</summary>
    public const string Last = "~";

    const string Kind = "kind", Direction = "direction", Source = "source", Started = "started", Records = "records";
    const string Succeeded = "succeeded", Failed = "failed", AwsId = "awsId", CrmId = "crmId", At = "at", Reason = "reason";

    public const string Ended = "ended", Status = "status", Outcome = "outcome", Payload = "payload", Issues = "issues", Changes = "changes";

    public static ItemKey JobKey(string jobId) => new("job#" + jobId, JobSort);

    public static ItemKey DetailKey(string jobId, int index) => new("job#" + jobId, Detail + Number(index));

    /// <summary>By content: a worker that loses the race to settle a record does not replace the winner's payload.</summary>
    public static ItemKey PayloadKey(string jobId, int index, string hash) => new("job#" + jobId, $"payload#{Number(index)}#{hash}");

    public static string DayList(DateTimeOffset day) => "jobs#" + day.UtcDateTime.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    public static string RecordList(string awsId) => "details#" + ItemKey.Part(awsId);

    public static int IndexOf(ItemKey key) => int.Parse(key.Sort.AsSpan(key.Sort.IndexOf('#', StringComparison.Ordinal) + 1), CultureInfo.InvariantCulture);

    public static string JobOf(ItemKey key) => key.Partition[(key.Partition.IndexOf('#', StringComparison.Ordinal) + 1)..];

    public static Item Of(Job job, AttributeValue issues) => new Item(JobKey(job.Id))
        .Text(Kind, job.Kind).Text(Direction, job.Direction).Text(Source, job.Source)
        .Time(Started, job.Started).Number(Records, job.Records)
        .Text(Item.ListKey, DayList(job.Started)).Text(Item.ListSort, $"{Item.TimeText(job.Started)}#{job.Id}")
        .Merge(Result(job, issues));

    /// <summary>What ends a job.</summary>
    public static Item Result(Job job, AttributeValue issues) => new Item(JobKey(job.Id))
        .Time(Ended, job.Ended).Text(Status, job.Status.ToString())
        .Number(Succeeded, job.Succeeded).Number(Failed, job.Failed).Set(Issues, issues);

    public static Job Job(Item item, IReadOnlyList<Issue> issues) => new(
        JobOf(item.Key), item.Text(Kind), item.Text(Direction), item.Text(Source), item.Time(Started), item.TimeOrNull(Ended),
        Enum.Parse<JobStatus>(item.Text(Status)), (int)item.Number(Records), (int)item.Number(Succeeded), (int)item.Number(Failed), issues);

    /// <param name="changes">Null when there are none.</param>
    public static Item Of(JobDetail detail, ItemKey payload, AttributeValue issues, AttributeValue? changes) => new Item(DetailKey(detail.JobId, detail.Index))
        .Text(AwsId, detail.AwsId).Text(CrmId, detail.CrmId).Text(Outcome, detail.Outcome.ToString()).Time(At, detail.At)
        .Text(Payload, payload.Sort).Set(Issues, issues).Text(Reason, detail.Reason).Set(Changes, changes)
        .Text(Item.ListKey, RecordList(detail.AwsId)).Text(Item.ListSort, $"{Item.TimeText(detail.At)}#{detail.JobId}#{Number(detail.Index)}");

    public static JobDetail Read(Item item, byte[] payload, IReadOnlyList<Issue> issues, IReadOnlyList<FieldChange> changes) => new(
        JobOf(item.Key), IndexOf(item.Key), item.Text(AwsId), item.TextOrNull(CrmId), Enum.Parse<Outcome>(item.Text(Outcome)),
        item.Time(At), payload, issues)
    {
        Reason = item.TextOrNull(Reason),
        Changes = changes,
    };

    static Item Merge(this Item item, Item more)
    {
        foreach (var (name, value) in more.Attributes)
            item.Set(name, value);
        return item;
    }

    public static string Number(int index) => index.ToString("D7", CultureInfo.InvariantCulture);
}
