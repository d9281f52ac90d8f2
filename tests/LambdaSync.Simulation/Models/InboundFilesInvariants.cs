using System.Text.Json;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models;

/// <summary>What holds once every file was worked off, read with plain SQL.</summary>
static class InboundFilesInvariants
{
    const string JobOf = "SELECT id, ended FROM job WHERE source = $1";

    public static IReadOnlyList<Invariant> All { get; } =
    [
        new("one-detail", "every record of every file has exactly one detail", OneDetail),
        new("crm-newest", "the CRM has the newest version of each record that was delivered", CrmNewest),
        new("crm-once", "no record is in the CRM twice, none is there that nobody delivered", CrmOnce),
        new("no-mask", "no value that AWS masks is in the CRM", NoMask),
        new("jobs-ended", "every job has ended", JobsEnded),
        new("no-intent", "nothing that was about to be written, or worked on, is left", NoIntent),
    ];

    static List<string> OneDetail(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        var problems = new List<string>();
        foreach (var (key, version, records) in world.Own<Delivered>().Files)
        {
            var jobs = store.Texts(JobOf, $"{world.Landing.Name}/{key}@{version}");
            var found = jobs.SelectMany(job => store.Texts("SELECT aws_id FROM detail WHERE job_id = $1 ORDER BY idx", job)).ToList();
            if (jobs.Count != 1 || !found.SequenceEqual(records.Select(r => r.Id)))
                problems.Add($"{key}@{version} has {string.Join(' ', records)}, its {jobs.Count} jobs have details of: {string.Join(' ', found)}");
        }

        return problems;
    }

    static List<string> CrmNewest(World world)
    {
        var held = InCrm(world).ToLookup(r => r.Id, r => r.Title);
        return
        [
            .. world.Own<Delivered>().Newest.Select(n => new FileRecord(n.Key, n.Value)).Where(r => !held[r.Id].Contains(r.Title))
                .Select(r => $"{r.Id} should be '{r.Title}', the CRM has: {string.Join(", ", held[r.Id].DefaultIfEmpty("nothing"))}"),
        ];
    }

    static List<string> CrmOnce(World world)
    {
        var known = world.Own<Delivered>().Newest;
        var held = InCrm(world);
        return
        [
            .. held.GroupBy(r => r.Id).Where(g => g.Count() > 1).Select(g => $"{g.Key} is there {g.Count()} times"),
            .. held.Where(r => !known.ContainsKey(r.Id)).Select(r => $"'{r.Id}' was never delivered"),
        ];
    }

    static List<string> NoMask(World world)
    {
        using var crm = new SqliteDump(world.CrmName);
        return [.. crm.Texts("SELECT id FROM record WHERE CAST(fields AS TEXT) LIKE '%cept To View%' ORDER BY id").Select(id => $"{id} has a masked value")];
    }

    static List<string> JobsEnded(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        return [.. store.Texts("SELECT source FROM job WHERE ended IS NULL").Select(source => $"the job of {source} has not ended")];
    }

    static List<string> NoIntent(World world)
    {
        using var store = new SqliteDump(world.StoreName);
        return
        [
            .. store.Rows("SELECT kind, id FROM work WHERE intent IS NOT NULL OR due IS NOT NULL OR parked ORDER BY 1, 2")
                .Select(r => $"{r[0]} {r[1]} is still to be written or to be worked on"),
        ];
    }

    static List<(string Id, string Title)> InCrm(World world)
    {
        using var crm = new SqliteDump(world.CrmName);
        return [.. crm.Rows("SELECT fields FROM record WHERE object = 'Opportunity' ORDER BY id").Select(r => Fields((byte[])r[0]!))];
    }

    static (string Id, string Title) Fields(byte[] json)
    {
        using var fields = JsonDocument.Parse(json);
        return (Text("APN_CRM_Unique_Identifier__c"), Text("AWS_partnerProjectTitle__c"));

        string Text(string name) => fields.RootElement.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
    }
}
