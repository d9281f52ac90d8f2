using LambdaSync.Connections.Dynamo;
using LambdaSync.Connections.State;
using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using LambdaSync.Testing.Memory;

namespace LambdaSync.Simulation.Parts;

/// <summary>The store in memory as the tables of SQLite's.</summary>
static class StoreDump
{
    static readonly FilledTables Tables = new(
        Name, name => new SqliteSyncStore(name),
        new Dictionary<string, int> { ["record"] = 16, ["job"] = 11, ["detail"] = 10, ["work"] = 18, ["notification"] = 7 });

    public static string Name => SqliteDump.Name("store-dump", 0);

    public static void Fill(MemorySyncStore store) => Tables.Fill(
    [
        .. store.Records.Values.Select(r => ("record", Of(r))), .. store.Log.AllJobs.Select(j => ("job", Of(j))), .. store.Log.AllDetails.Select(d => ("detail", Of(d))),
        .. store.Work.Select(w => ("work", Of(w.Key, w.Value))), .. store.Log.Notifications.Select(n => ("notification", Of(n))),
    ]);

    /// <summary>What a table of DynamoDB holds, all of it in its items.</summary>
    public static void Fill(IReadOnlyList<Item> items)
    {
        var payloads = items.Where(i => i.Key.Partition.StartsWith("job#", StringComparison.Ordinal)).ToDictionary(i => i.Key);
        Tables.Fill(items.SelectMany(item => Of(item, payloads)).OrderBy(row => row.Table, StringComparer.Ordinal));
    }

    // A shared record's state and its work are one item.
    static IEnumerable<(string Table, object?[] Values)> Of(Item item, Dictionary<ItemKey, Item> payloads)
    {
        if (RecordItems.VersionOf(item) > 0)
            yield return ("record", Of(RecordItems.State(item, Bytes(item, RecordItems.AwsBaseline)!, Bytes(item, RecordItems.CrmBaseline)!)));
        if (item.Key.Partition.Split('#', 4) is ["record", var catalog, var kind, var id] && WorkItems.IsWork(item))
            yield return ("work", Of(new WorkKey(catalog, Enum.Parse<WorkKind>(kind), id), item));
        if (item.Key.Partition.StartsWith("notification#", StringComparison.Ordinal))
            yield return ("notification", Of(NotificationItems.Read(item)));
        if (item.Key.Partition.StartsWith("job#", StringComparison.Ordinal) && item.Key.Sort == LogItems.JobSort)
            yield return ("job", Of(LogItems.Job(item, IssueJson.Parse(Bytes(item, LogItems.Issues)))));
        if (item.Key.Partition.StartsWith("job#", StringComparison.Ordinal) && item.Key.Sort.StartsWith(LogItems.Detail, StringComparison.Ordinal))
        {
            var payload = payloads[new ItemKey(item.Key.Partition, item.Text(LogItems.Payload))];
            var changes = Bytes(item, LogItems.Changes) is { } json ? FieldChangeJson.Parse(json) : [];
            yield return ("detail", Of(LogItems.Read(item, Bytes(payload, LogItems.Payload)!, IssueJson.Parse(Bytes(item, LogItems.Issues)), changes)));
        }
    }

    static byte[]? Bytes(Item item, string attribute) => item.Attributes.GetValueOrDefault(attribute)?.B?.ToArray();

    static object?[] Of(WorkKey key, Item item)
    {
        var row = WorkItems.Row(item);
        return
        [
            key.Catalog, key.Kind.ToString(), key.Id, string.Join(',', row.Reasons.Order(StringComparer.Ordinal)), item.Number(WorkItems.Wakes), (int)row.Lane, row.Due?.UtcTicks,
            row.Since.UtcTicks, row.Attempts, row.Cause, row.Parked, item.TextOrNull(WorkItems.Owner), item.Has(WorkItems.Epoch) ? item.Number(WorkItems.Epoch) : 0,
            item.TimeOrNull(WorkItems.Until)?.UtcTicks, Bytes(item, WorkItems.Intent), Bytes(item, WorkItems.Data), WorkGroups.Of(key.Kind).ToString(), item.TextOrNull(WorkItems.After),
        ];
    }

    static object?[] Of(RecordState r) =>
    [
        r.Key.Catalog, r.Key.Kind.ToString(), r.Key.Id, r.CrmObject, r.CrmId, r.AwsBaseline, r.CrmBaseline, r.AwsModified?.UtcTicks, r.PayloadVersion, r.Closed, r.Version,
        r.OwnWrite?.UtcTicks, r.ReportedEdits, r.Submission?.ToJson(), r.MovedTo?.Kind.ToString(), r.MovedTo?.Id,
    ];

    static object?[] Of(Job j) =>
        [j.Id, j.Kind, j.Direction, j.Source, j.Started.UtcTicks, j.Ended?.UtcTicks, j.Status.ToString(), j.Records, j.Succeeded, j.Failed, IssueJson.Serialize(j.Issues)];

    static object?[] Of(JobDetail d) =>
    [
        d.JobId, d.Index, d.AwsId, d.CrmId, d.Outcome.ToString(), d.At.UtcTicks, d.Payload, IssueJson.Serialize(d.Issues), d.Reason,
        d.Changes.Count == 0 ? null : FieldChangeJson.Serialize(d.Changes),
    ];

    static object?[] Of(WorkKey key, StoredWork w) =>
    [
        key.Catalog, key.Kind.ToString(), key.Id, string.Join(',', w.Row.Reasons), w.Wakes, (int)w.Row.Lane, w.Row.Due?.UtcTicks, w.Row.Since.UtcTicks, w.Row.Attempts,
        w.Row.Cause, w.Row.Parked, w.Owner, w.Epoch, w.Until?.UtcTicks, w.Intent, w.Data, WorkGroups.Of(key.Kind).ToString(), w.After,
    ];

    static object?[] Of(Notification n) => [n.Id, n.Catalog, n.At.UtcTicks, n.Kind, n.Subject, n.Role, n.Found];
}

/// <summary>The CRM in memory as the tables of SQLite's.</summary>
static class CrmDump
{
    static readonly FilledTables Tables = new(Name, name => new BuiltInCrm(name), new Dictionary<string, int> { ["record"] = 3 });

    public static string Name => SqliteDump.Name("crm-dump", 0);

    public static void Fill(IEnumerable<(string Object, string Id, byte[] Fields)> records) => Tables.Fill(records.Select(r => ("record", (object?[])[r.Id, r.Object, r.Fields])));
}
