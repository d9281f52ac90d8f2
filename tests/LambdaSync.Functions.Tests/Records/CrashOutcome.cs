using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What both sides, the store and the sync log have in the end.</summary>
sealed class CrashOutcome
{
    readonly List<string> _problems = [];

    public IReadOnlyList<string> Problems => _problems;

    public required IReadOnlyList<JsonObject> Opportunities { get; init; }

    public required IReadOnlyList<(string Direction, JobDetail Detail)> Log { get; init; }

    public static async Task<CrashOutcome> Of(CrashRig rig)
    {
        var sync = rig.Rig;
        var log = new List<(string, JobDetail)>();
        foreach (var job in await sync.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 200, CancellationToken.None))
            log.AddRange((await sync.Store.ListDetails(job.Id, 0, 9, CancellationToken.None)).Select(detail => (job.Direction, detail)));
        var outcome = new CrashOutcome
        {
            Opportunities = [.. sync.Simulator.Control.Do("show", [])["opportunities"]!.AsArray().Select(o => o!.DeepClone().AsObject())],
            Log = log,
        };
        await outcome.CheckLink(rig);
        outcome.CheckLog();
        return outcome;
    }

    public void Same<T>(string what, T expected, T actual)
    {
        if (!EqualityComparer<T>.Default.Equals(expected, actual))
            _problems.Add($"{what} is {actual}, not {expected}");
    }

    /// <summary>What was done at AWS, each with what it changed: <c>Created</c>, <c>related:Solutions="S-1"</c>, <c>LifeCycle.NextSteps="Sign"</c>, or what a submission's entry says.</summary>
    public IReadOnlyList<string> Sent => [.. Log.Where(l => l.Direction == "outbound").SelectMany(l => Steps(l.Detail)).Order(StringComparer.Ordinal)];

    /// <summary>One opportunity, one CRM record, each with the other's id; nothing waits.</summary>
    async Task CheckLink(CrashRig rig)
    {
        var sync = rig.Rig;
        Same("the number of opportunities", 1, Opportunities.Count);
        var records = await sync.Crm.List("Opportunity", 10, null, CancellationToken.None);
        Same("the number of CRM records", 1, records.Count);
        var (crm, id) = (new FlatRecord(records[0].Fields), Opportunities[0]["Id"]!.GetValue<string>());
        Same("AWS's id in the CRM", $"\"{id}\"", crm["APN_CRM_Unique_Identifier__c"]);
        Same("the partner's id at AWS", records[0].Id, (string?)Opportunities[0]["PartnerOpportunityIdentifier"]);
        var key = WorkKey.Opportunity("AWS", id);
        Same("the link", key, await sync.Store.FindByCrmId("AWS", "Opportunity", records[0].Id, CancellationToken.None));
        Same("the linked record", records[0].Id, (await sync.Store.GetRecords([key], CancellationToken.None)).SingleOrDefault()?.CrmId);
        Same("the status in the CRM", "\"Synced\"", crm["AWS_Sync_Status__c"]);
        Same("the review status in the CRM", $"\"{(string?)Opportunities[0]["LifeCycle"]!["ReviewStatus"]}\"", crm["AWS_status__c"]);
        Same("what waits", "", string.Join(", ", (await rig.Waiting()).Select(item => $"{item.Key} {item.Due:u} {item.Cause}")));
        Same("the warnings in the handlers' log", "", sync.Told.ToString());
    }

    // Nothing failed or was skipped, no entry is there twice, and no value reached the CRM twice.
    void CheckLog()
    {
        Same("the entries that are not of a success", "", string.Join(", ", Log.Where(l => l.Detail.Outcome is not (Outcome.Created or Outcome.Updated)).Select(l => $"{l.Detail.Outcome} {string.Join(' ', l.Detail.Issues.Select(i => i.Code))}")));
        var inbound = Log.Where(l => l.Direction == "inbound").SelectMany(l => l.Detail.Changes).Select(c => $"{c.Field}={c.New}").ToList();
        Same("what the log has twice", "", string.Join(", ", inbound.Concat(Sent).GroupBy(step => step).Where(g => g.Count() > 1).Select(g => g.Key)));
        Same("the entries of AWS's last review status", 1, inbound.Count(step => step == $"AWS_status__c=\"{(string?)Opportunities[0]["LifeCycle"]!["ReviewStatus"]}\""));
    }

    static IEnumerable<string> Steps(JobDetail detail) => detail switch
    {
        { Outcome: Outcome.Created } => ["Created"],
        { Changes.Count: > 0 } => detail.Changes.Select(c => $"{c.Field}={c.New}"),
        _ => detail.Issues.Where(i => i.Code == IssueCodes.Submission).Select(i => i.Rule.Split(['(', ';'])[0].Trim()),
    };
}
