using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>AWS enriches leads, in tasks of its own.</summary>
[Trait("Row", "A25")]
public sealed class EnrichmentTests : IDisposable
{
    const string Start = "StartProspectingFromEngagementTask", Get = "GetProspectingFromEngagementTask";

    readonly LeadRig _leads = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _leads.Rig;

    public void Dispose() => _leads.Dispose();

    [Fact]
    [Trait("Row", "L-13")]
    public async Task Leads_are_enriched_in_tasks_of_at_most_100_and_those_that_fail_fail_no_other()
    {
        var ids = new List<string>();
        for (var i = 0; i < 225; i++)
            ids.Add(Rig.AwsHasLead(string.Create(CultureInfo.InvariantCulture, $"Company {i} Ltd")));
        for (var i = 0; i < 5; i++)
            ids.Add(string.Create(CultureInfo.InvariantCulture, $"eng-9999999999999{i}"));
        Rig.Drain();
        await Enrich(ids);
        await _leads.Rounds(3);

        Assert.Equal([100, 100, 30], _leads.Bodies(Start).Select(b => b["Identifiers"]!.AsArray().Count).OrderDescending());
        Assert.Equal(3, _leads.Bodies(Start).Select(b => b["TaskName"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(3, _leads.Bodies(Start).Select(b => b["ClientToken"]!.GetValue<string>()).Distinct().Count());
        var enriched = 0;
        foreach (var id in ids.Take(225))
            enriched += (await _leads.Issues(id)).Any(i => i.Code == IssueCodes.Enrichment) ? 1 : 0;
        Assert.Equal(225, enriched);
        Assert.Equal("\"High\"", await _leads.Field(ids[0], "AWS_marketplaceEngagement__c"));
        Assert.Equal("\"Medium\"", await _leads.Field(ids[200], "AWS_solutionScore__c"));
        // COMPLETED ends the poll.
        Rig.Forget();
        await _leads.Rounds(2);
        Assert.DoesNotContain(Get, Rig.Http.Operations);
    }

    [Fact]
    public async Task A_reason_that_is_not_known_is_shown_as_it_is()
    {
        var (good, bad) = (await _leads.Lead("Good Ltd"), await _leads.Lead("Bad Ltd"));
        Rig.Http.Changes = body => body.Contains("\"EngagementContextId\"", StringComparison.Ordinal) ? Failed(body, bad) : body;
        await Enrich([good, bad]);
        await _leads.Rounds(3);
        var issue = Assert.Single(await _leads.Issues(bad), i => i.Code == IssueCodes.EnrichmentFailed);
        Assert.Equal(("SOMETHING_NEW", "AWS could not enrich the lead: FAILED, SOMETHING_NEW: try later"), (issue.Value, issue.Rule));
        Assert.Contains(await _leads.Issues(good), i => i.Code == IssueCodes.Enrichment);
        Assert.DoesNotContain(await _leads.Issues(good), i => i.Code == IssueCodes.EnrichmentFailed);
    }

    // The task's first status may be PENDING.
    [Fact]
    public async Task A_task_that_runs_is_polled_and_keeps_nothing_waiting()
    {
        var id = await _leads.Lead();
        Rig.Http.Changes = body => body.Contains("\"EngagementContextId\"", StringComparison.Ordinal) ? body.Replace("COMPLETED", "PENDING", StringComparison.Ordinal) : body;
        await Enrich([id]);
        await _leads.Rounds(2);
        await _leads.Request(id, RequestVerbs.Qualify, ("qualificationStatus", "Qualified"));
        await _leads.Rounds(2);
        Assert.Equal("Qualified", _leads.Aws(id)["QualificationStatus"]!.GetValue<string>());
        Assert.DoesNotContain(await _leads.Issues(id), i => i.Code == IssueCodes.Enrichment);
        Rig.Http.Changes = body => body;
        await _leads.Rounds(3);
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.Enrichment);
        Assert.Single(_leads.Bodies(Start));
    }

    [Fact]
    public async Task A_start_whose_answer_is_lost_is_one_task()
    {
        var id = await _leads.Lead();
        var isLost = false;
        Rig.Http.Loses = operation => operation == Start && !isLost && (isLost = true);
        await Enrich([id]);
        await _leads.Rounds(5);
        Assert.Single(Rig.Answer("ListProspectingFromEngagementTasks", new JsonObject { ["Catalog"] = "AWS" })["TaskSummaries"]!.AsArray());
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.Enrichment);
    }

    Task<CommandReceipt> Enrich(IReadOnlyList<string> ids) => new CommandIntake(Rig.Store, "AWS", "Opportunity", Rig.Time, "Lead").Store(
        new CommandDocument(CommandVerbs.Enrich, ids, new Dictionary<string, string>()) { Id = "enrich" }, new CommandCaller("test", "cli", ""), None);

    static string Failed(string body, string engagement)
    {
        var answer = JsonNode.Parse(body)!.AsObject();
        foreach (var end in answer["Engagements"]!.AsArray().OfType<JsonObject>().Where(e => e["EngagementIdentifier"]!.GetValue<string>() == engagement))
        {
            end.Remove("EngagementContextId");
            (end["Status"], end["ReasonCode"], end["Message"]) = ("FAILED", "SOMETHING_NEW", "try later");
        }

        return answer.ToJsonString();
    }
}
