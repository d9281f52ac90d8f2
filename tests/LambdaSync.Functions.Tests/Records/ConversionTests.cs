using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A lead becomes exactly one opportunity.</summary>
[Trait("Row", "A17")]
public sealed class ConversionTests : IDisposable
{
    const string Start = "StartOpportunityFromEngagementTask", Update = "UpdateEngagementContext", Status = "AWS_qualificationStatus__c", Opportunity = "O1000001";

    readonly LeadRig _leads = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _leads.Rig;

    public void Dispose() => _leads.Dispose();

    [Fact]
    [Trait("Row", "L-6")]
    public async Task A_qualified_lead_that_a_person_converts_is_one_opportunity_a_draft()
    {
        var id = await _leads.Lead();
        await _leads.Edit(id, $$"""{"{{Status}}":"Qualified","Convert_at_AWS__c":true}""");
        await _leads.Rounds(4);

        Assert.Equal([Update, Start], _leads.Writes);
        Assert.Equal("1", _leads.Bodies(Start)[0]["ContextIdentifier"]!.GetValue<string>());
        Assert.Equal(1, await Rig.Count());
        Assert.Equal("\"Draft\"", await Rig.Field(Opportunity, "AWS_Sync_Status__c"));
        Assert.Equal($"\"{Opportunity}\"", await _leads.Field(id, "AWS_opportunity__c"));
        Assert.Equal("\"Synced\"", await _leads.Field(id, "AWS_Sync_Status__c"));
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.Conversion && i.Rule.Contains("a draft", StringComparison.Ordinal));
        Assert.DoesNotContain(await _leads.Issues(id), i => i.Code == IssueCodes.LeadSnapshotMissing);
        Rig.Forget();
        await _leads.Edit(id, """{"AWS_city__c":"Portland"}""");
        _leads.AwsEdits(id, """{"Insights":{"LeadReadinessScore":"High"}}""");
        await _leads.Rounds(4);
        await Rig.Sweep(TimeSpan.FromHours(2));
        Assert.DoesNotContain(Start, _leads.Writes);
        Assert.Equal((1, 1), (await Rig.Count(), await _leads.Leads()));
        // From here on it is a deal of the partner's.
        await Rig.Edit(Opportunity, """{"AWS_nextStep__c":"Call"}""");
        await _leads.Rounds();
        Assert.Equal("Call", Rig.Aws(Opportunity)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Row", "L-6")]
    public async Task The_draft_is_completed_associated_and_submitted_as_a_deal_of_the_partner_s()
    {
        Rig.Simulator.Control.Do("add-solution", new JsonObject { ["id"] = "S-1234567", ["name"] = "A solution" });
        var id = await _leads.Lead();
        await _leads.Edit(id, $$"""{"{{Status}}":"Qualified","Convert_at_AWS__c":true}""");
        await _leads.Rounds(4);
        Assert.Equal("\"Draft\"", await Rig.Field(Opportunity, "AWS_Sync_Status__c"));
        Rig.Forget();
        await Rig.Edit(Opportunity, """
            {"Sync_with_AWS__c":true,"StageName":"Qualification","CloseDate":"2099-03-31","AWS_solutionOffered__c":"S-1234567","AWS_nextStep__c":"Call","AWS_useCase__c":"AI Machine Learning and Analytics",
             "AWS_deliveryModel__c":"SaaS or PaaS","AWS_state__c":"Washington","AWS_city__c":"Seattle","AWS_postalCode__c":"98101","AWS_country__c":"US","AWS_industry__c":"Travel","AWS_customerWebsite__c":"https://example.com",
             "AWS_opportunityType__c":"Net New Business","AWS_doesOppBelongToNatSec__c":"No","AWS_salesActivities__c":"Initialized discussions with customer","AWS_expectedMonthlyAwsRevenue__c":1000,
             "AWS_partnerPrimaryNeedFromAws__c":"Co-Sell - Architectural Validation","AWS_IsOppFromMarketingActivity__c":"None","AWS_projectDescription__c":"A problem that is long enough to be described here."}
            """);
        await _leads.Rounds(2);
        await Rig.Store.Wake([new Wake(WorkKey.Opportunity("AWS", Opportunity), DealRig.RequestOf(RequestVerbs.Submit, ("involvement", "Co-Sell"), ("visibility", "Full")).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], None);
        await _leads.Rounds(4);
        // A draft takes associations and values in any order; its own number in the CRM and the submission come last.
        Assert.Equal(["AssociateOpportunity", "UpdateOpportunity", "UpdateOpportunity", "StartEngagementFromOpportunityTask"], _leads.Writes);
        Assert.Equal("Submitted", Rig.Aws(Opportunity)["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
        Assert.Equal(await Rig.CrmId(Opportunity), Rig.Aws(Opportunity)["PartnerOpportunityIdentifier"]!.GetValue<string>());
        Assert.Equal((1, 1), (await Rig.Count(), await _leads.Leads()));
        Assert.Equal("\"Submitted\"", await Rig.Field(Opportunity, "AWS_Review_Status__c"));
    }

    [Fact]
    public async Task A_command_converts_a_lead()
    {
        var id = await _leads.Lead();
        await _leads.Request(id, RequestVerbs.Convert);
        await _leads.Rounds();
        Assert.Equal([Start], _leads.Writes);
        Assert.Equal(1, await Rig.Count());
        await _leads.Request(id, RequestVerbs.Convert);
        await _leads.Rounds();
        Assert.Equal([Start], _leads.Writes);
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.ConvertedLead && i.Value == Opportunity);
    }

    [Fact]
    [Trait("Row", "L-7")]
    public async Task A_disqualified_lead_is_refused_with_a_sentence_and_converted_once_it_is_qualified()
    {
        var id = await _leads.Lead();
        await _leads.Edit(id, $$"""{"{{Status}}":"Disqualified","Convert_at_AWS__c":true}""");
        await _leads.Rounds();
        Assert.Equal([Update], _leads.Writes);
        var issue = (await _leads.Issues(id)).First(i => i.Code == IssueCodes.TaskFailed);
        Assert.Equal("the lead was not converted: the lead is disqualified (DisqualifiedLeadNotPermitted)", issue.Rule);
        Assert.Equal("Set the lead's qualification status first, then convert it.", issue.Fix);
        Assert.Equal("\"Failed\"", await _leads.Field(id, "AWS_Sync_Status__c"));
        Assert.Equal(0, await Rig.Count());

        await _leads.Edit(id, $$"""{"{{Status}}":"Qualified"}""");
        await _leads.Rounds(4);
        Assert.Equal([Update, Update, Start], _leads.Writes);
        Assert.Equal(1, await Rig.Count());
    }

    // AWS finds out what was not seen here.
    [Theory]
    [Trait("Row", "L-7")]
    [InlineData("DisqualifiedLeadNotPermitted", "the lead is disqualified")]
    [InlineData("ContextNotFound", "the lead is no longer part of this engagement")]
    public async Task A_task_that_refuses_the_lead_has_its_sentence(string code, string sentence)
    {
        var id = await _leads.Lead();
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = code });
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds(5);
        Assert.Equal([Start], _leads.Writes);
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.TaskFailed && i.Rule.Contains(sentence, StringComparison.Ordinal) && i.Fix.Length > 0);
        Assert.Equal("\"Failed\"", await _leads.Field(id, "AWS_Sync_Status__c"));
        Assert.Equal(0, await Rig.Count());
    }

    [Fact]
    public async Task A_passing_failure_is_tried_again_with_a_token_of_its_own()
    {
        var id = await _leads.Lead();
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "RequestThrottled" });
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds(5);
        Assert.Equal([Start, Start], _leads.Writes);
        Assert.Equal(2, _leads.Bodies(Start).Select(b => b["ClientToken"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(1, await Rig.Count());
    }

    [Fact]
    public async Task A_lead_that_was_converted_in_Partner_Central_is_found_and_linked()
    {
        var id = await _leads.Lead();
        Rig.Answer(Start, new JsonObject { ["Catalog"] = "AWS", ["ClientToken"] = "another tool", ["Identifier"] = id, ["ContextIdentifier"] = "1" });
        Rig.Simulator.Control.Do("clock", new JsonObject { ["advanceSeconds"] = 1 });
        Rig.Drain();
        Rig.Forget();
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds();
        Assert.Empty(_leads.Writes);
        Assert.Equal(1, await Rig.Count());
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.Conversion && i.Value == Opportunity && i.Rule.Contains("converted before", StringComparison.Ordinal));
    }

    // Found by the simulation (referrals, seeds 1124 and 1241).
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_conversion_that_a_colleague_has_started_is_followed_and_no_second_one_is_started(bool isCommand)
    {
        var id = await _leads.Lead();
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Start });
        Rig.Answer(Start, new JsonObject { ["Catalog"] = "AWS", ["ClientToken"] = "another tool", ["Identifier"] = id, ["ContextIdentifier"] = "1" });
        Rig.Drain();
        Rig.Forget();
        if (isCommand)
            await _leads.Request(id, RequestVerbs.Convert);
        else
            await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds();
        Assert.Empty(_leads.Writes);
        Assert.Equal(isCommand, (await _leads.Issues(id)).Any(i => i.Code == IssueCodes.TaskRunning));

        Rig.Simulator.Control.Do("release-tasks", []);
        await _leads.Rounds(4);
        Assert.Empty(_leads.Writes);
        Assert.Equal(1, await Rig.Count());
        Assert.Equal($"\"{Opportunity}\"", await _leads.Field(id, "AWS_opportunity__c"));
    }

    // Found by the simulation (referrals, seed 21374): each of the two has a log entry of its own.
    [Fact]
    public async Task A_conversion_that_fails_while_a_colleague_s_succeeds_ends_with_the_colleague_s_opportunity()
    {
        var id = await _leads.Lead();
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Start });
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "InternalError" });
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds(1);
        Rig.Answer(Start, new JsonObject { ["Catalog"] = "AWS", ["ClientToken"] = "another tool", ["Identifier"] = id, ["ContextIdentifier"] = "1" });
        Rig.Simulator.Control.Do("release-tasks", []);
        await _leads.Rounds(4);
        Assert.Equal(1, await Rig.Count());
        Assert.Equal($"\"{Opportunity}\"", await _leads.Field(id, "AWS_opportunity__c"));
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.TaskFailed);
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.Conversion && i.Value == Opportunity);
        Assert.Null((await _leads.Work(id))?.Cause);
    }

    [Fact]
    public async Task A_task_that_says_that_the_lead_is_converted_leads_to_its_opportunity()
    {
        var id = await _leads.Lead();
        Rig.Answer(Start, new JsonObject { ["Catalog"] = "AWS", ["ClientToken"] = "another tool", ["Identifier"] = id, ["ContextIdentifier"] = "1" });
        Rig.Drain();
        Rig.Forget();
        Rig.Simulator.Control.Do("fail-task", new JsonObject { ["operation"] = Start, ["reasonCode"] = "CustomerProjectContextNotPermitted" });
        // The other tool's conversion is not to be seen in the engagement, and in the list of tasks only after the call.
        Rig.Http.Changes = body => body.Contains("\"Contexts\"", StringComparison.Ordinal) ? WithoutProject(body)
            : body.Contains("\"TaskSummaries\"", StringComparison.Ordinal) && !_leads.Writes.Contains(Start) ? """{"TaskSummaries":[]}""" : body;
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds(4);
        Assert.Equal([Start], _leads.Writes);
        Assert.Equal(1, await Rig.Count());
        Assert.Equal($"\"{Opportunity}\"", await _leads.Field(id, "AWS_opportunity__c"));
    }

    [Fact]
    [Trait("Row", "L-9")]
    public async Task A_conversion_without_a_snapshot_is_reported()
    {
        var id = await _leads.Lead();
        Rig.Http.Changes = body => body.Contains("\"TaskSummaries\"", StringComparison.Ordinal) ? System.Text.RegularExpressions.Regex.Replace(body, "\"ResourceSnapshotJobId\":\"[^\"]*\",?", "") : body;
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds(4);
        Assert.Equal(1, await Rig.Count());
        var issue = Assert.Single(await _leads.Issues(id), i => i.Code == IssueCodes.LeadSnapshotMissing);
        Assert.Equal((Severity.Warning, Opportunity), (issue.Severity, issue.Value));
    }

    // The steps that AWS's task takes keep the snapshot by which AWS attributes the opportunity to the lead.
    [Fact]
    [Trait("Row", "L-9")]
    public async Task A_conversion_leaves_a_snapshot_in_the_engagement()
    {
        var id = await _leads.Lead();
        await _leads.Request(id, RequestVerbs.Convert);
        await _leads.Rounds();
        var snapshots = Rig.Answer("ListResourceSnapshots", new JsonObject { ["Catalog"] = "AWS", ["EngagementIdentifier"] = id });
        Assert.Equal(Opportunity, Assert.Single(snapshots["ResourceSnapshotSummaries"]!.AsArray())!["ResourceId"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_start_whose_answer_is_lost_is_one_task()
    {
        var id = await _leads.Lead();
        var isLost = false;
        Rig.Http.Loses = operation => operation == Start && !isLost && (isLost = true);
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds(5);
        Assert.Equal(1, await Rig.Count());
        Assert.Single(Rig.Answer("ListOpportunityFromEngagementTasks", new JsonObject { ["Catalog"] = "AWS" })["TaskSummaries"]!.AsArray());
    }

    [Fact]
    public async Task A_task_that_runs_is_followed_and_no_second_one_is_started()
    {
        var id = await _leads.Lead();
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Start });
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds();
        await _leads.Request(id, RequestVerbs.Convert);
        await _leads.Rounds();
        Assert.Equal([Start], _leads.Writes);
        Assert.Equal("\"Waiting for AWS\"", await _leads.Field(id, "AWS_Sync_Status__c"));
        Assert.Equal(0, await Rig.Count());
        Rig.Simulator.Control.Do("release-tasks", []);
        await _leads.Rounds();
        Assert.Equal(1, await Rig.Count());
        Assert.Equal("\"Synced\"", await _leads.Field(id, "AWS_Sync_Status__c"));
    }

    // The call never got out; a colleague converts the lead before it would be sent again.
    [Fact]
    public async Task A_conversion_in_doubt_is_not_repeated_when_a_colleague_was_first()
    {
        var id = await _leads.Lead();
        await _leads.Edit(id, """{"Convert_at_AWS__c":true}""");
        Rig.Http.Refuses = operation => operation == Start ? throw new HttpRequestException("no line") : null;
        await Rig.Tick();
        Rig.Http.Refuses = _ => null;
        Rig.Simulator.Control.Do("clock", new JsonObject { ["advanceSeconds"] = Rig.Time.Ahead.TotalSeconds });
        Rig.Answer(Start, new JsonObject { ["Catalog"] = "AWS", ["ClientToken"] = "colleague", ["Identifier"] = id, ["ContextIdentifier"] = "1" });
        Rig.Time.Ahead += TimeSpan.FromMinutes(2);
        await _leads.Rounds(5);
        Assert.Single(Rig.Answer("ListOpportunityFromEngagementTasks", new JsonObject { ["Catalog"] = "AWS" })["TaskSummaries"]!.AsArray());
        Assert.Equal(1, await Rig.Count());
        Assert.Equal($"\"{Opportunity}\"", await _leads.Field(id, "AWS_opportunity__c"));
    }

    [Theory]
    [Trait("Row", "L-18")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task The_CRMs_own_conversion_links_its_opportunity_and_creates_no_second_one(bool isOpportunityFirst)
    {
        var id = await _leads.Lead();
        var crmId = await Rig.NewInCrm("""{"Name":"Converted in the CRM","AWS_nextStep__c":"Call","AWS_useCase__c":"AI Machine Learning and Analytics","AWS_deliveryModel__c":"SaaS or PaaS"}""");
        // The lead may be seen before its opportunity, or only after a tick of its own.
        if (!isOpportunityFirst)
            await Converted(id, crmId);
        else
            await Rig.Store.Wake([new Wake(WorkKey.Crm("AWS", "Opportunity", crmId), Reason.Crm, Lane.Edit, Rig.Time.GetUtcNow())], None);
        if (isOpportunityFirst)
        {
            await Converted(id, crmId);
            await Rig.Worker.Work([WorkKey.Crm("AWS", "Opportunity", crmId)], [], Rig.Context);
        }

        await _leads.Rounds(5);
        Assert.Equal([Start], _leads.Writes.Where(o => o is Start or "CreateOpportunity"));
        Assert.Equal(1, await Rig.Count());
        Assert.Equal(crmId, await Rig.CrmId(Opportunity));
        Assert.Equal("Call", Rig.Aws(Opportunity)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.Equal(WorkKey.Opportunity("AWS", Opportunity), await Rig.Store.FindByCrmId("AWS", "Opportunity", crmId, None));
        // Why the CRM's record was not created at AWS is in the log.
        if (isOpportunityFirst)
            Assert.Contains(await Rig.Log(""), d => d.CrmId == crmId && d.Outcome == Outcome.Skipped && d.Issues.Any(issue => issue.Code == IssueCodes.Conversion && issue.Value == crmId));
    }

    // In a CRM whose converted leads are no leads any more, the lead's tombstone says what it became.
    [Fact]
    [Trait("Row", "L-18")]
    public async Task The_link_of_a_lead_that_is_gone_by_its_conversion_moves_to_the_opportunity()
    {
        var id = await _leads.Lead();
        var crmId = await Rig.NewInCrm("""{"Name":"Converted in the CRM","Sync_with_AWS__c":false,"AWS_nextStep__c":"Call"}""");
        await Rig.Crm.Replace("Lead", (await _leads.State(id)).CrmId, new CrmReference("Opportunity", crmId), None);
        await _leads.Rounds(5);

        Assert.Equal([Start], _leads.Writes.Where(o => o is Start or "CreateOpportunity"));
        Assert.Equal((1, crmId), (await Rig.Count(), await Rig.CrmId(Opportunity)));
        Assert.False((await _leads.State(id)).Closed);
    }

    // AWS's event of the new opportunity comes while the lead is still being converted.
    [Fact]
    [Trait("Row", "L-18")]
    public async Task The_event_of_the_new_opportunity_makes_no_second_record()
    {
        var id = await _leads.Lead();
        var crmId = await Rig.NewInCrm("""{"Name":"Converted in the CRM"}""");
        await Converted(id, crmId);
        Rig.Simulator.Control.Do("hold-task", new JsonObject { ["operation"] = Start });
        await Rig.Tick();
        Rig.Simulator.Control.Do("release-tasks", []);
        // Its event, before the end of the task is seen here.
        await Rig.Deliver();
        Assert.Equal(1, await Rig.Count());
        await _leads.Rounds(4);
        Assert.Equal(1, await Rig.Count());
        Assert.Equal(crmId, await Rig.CrmId(Opportunity));
        Assert.DoesNotContain("CreateOpportunity", _leads.Writes);
    }

    Task Converted(string engagement, string crmId) => _leads.Edit(engagement, $$"""{"ConvertedOpportunityId":"{{crmId}}"}""");

    static string WithoutProject(string body)
    {
        var answer = JsonNode.Parse(body)!.AsObject();
        var contexts = answer["Contexts"]!.AsArray();
        foreach (var project in contexts.Where(c => c!["Type"]!.GetValue<string>() == "CustomerProject").ToList())
            contexts.Remove(project);
        return answer.ToJsonString();
    }
}
