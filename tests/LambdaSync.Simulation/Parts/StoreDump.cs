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
        new Dictionary<string, int> { ["record"] = 13, ["job"] = 11, ["detail"] = 10, ["work"] = 18, ["notification"] = 7 });

    public static string Name => SqliteDump.Name("store-dump", 0);

    public static void Fill(MemorySyncStore store) => Tables.Fill(
    [
        .. store.Records.Values.Select(r => ("record", Of(r))), .. store.Log.AllJobs.Select(j => ("job", Of(j))), .. store.Log.AllDetails.Select(d => ("detail", Of(d))),
        .. store.Work.Select(w => ("work", Of(w.Key, w.Value))), .. store.Log.Notifications.Select(n => ("notification", Of(n))),
    ]);

    static object?[] Of(RecordState r) =>
    [
        r.Key.Catalog, r.Key.Kind.ToString(), r.Key.Id, r.CrmObject, r.CrmId, r.AwsBaseline, r.CrmBaseline, r.AwsModified?.UtcTicks, r.PayloadVersion, r.Closed, r.Version,
        r.OwnWrite?.UtcTicks, r.ReportedEdits,
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

    public static void Fill(MemoryCrm crm) => Tables.Fill(crm.All().Select(r => ("record", (object?[])[r.Id, r.Object, r.Fields])));
}
