using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Leads: accepted, read, qualified, turned into opportunities (DG working-with-your-leads).</summary>
[Trait("Row", "A17")]
public sealed class LeadTests : IDisposable
{
    const string Start = "StartOpportunityFromEngagementTask";

    readonly Aws _aws = new();

    // DG working-with-your-leads: after acceptance GetEngagement gives the lead's context, contact data included.
    [Fact]
    public async Task An_accepted_lead_is_a_context_of_its_engagement()
    {
        var (id, engagement) = _aws.InviteLead("Lead Inc");
        Assert.Equal("AccessDeniedException", (await _aws.Refused("GetEngagement", new JsonObject { ["Identifier"] = engagement })).Type);
        await _aws.Do("AcceptEngagementInvitation", new JsonObject { ["Identifier"] = id });

        var context = (await Engagement(engagement))["Contexts"]!.AsArray().Single()!;
        Assert.Equal(("1", "Lead"), (context["Id"]!.GetValue<string>(), context["Type"]!.GetValue<string>()));
        var lead = context["Payload"]!["Lead"]!;
        Assert.Equal("Lead Inc", lead["Customer"]!["CompanyName"]!.GetValue<string>());
        Assert.Equal("buyer@customer.example.com", lead["Interactions"]![0]!["Contact"]!["Email"]!.GetValue<string>());
    }

    // DG working-with-your-leads: UpdateEngagementContext writes the qualification status; EngagementLastModifiedAt has to be the latest.
    [Fact]
    public async Task The_qualification_status_is_written_under_the_lock()
    {
        var engagement = await _aws.Lead();
        _aws.Events();
        var update = await Update(engagement, "Qualified");
        var answer = await _aws.Do("UpdateEngagementContext", update);
        var now = await Engagement(engagement);
        Assert.Equal("Qualified", now["Contexts"]![0]!["Payload"]!["Lead"]!["QualificationStatus"]!.GetValue<string>());
        Assert.Equal(Text(now, "ModifiedAt"), Text(answer, "EngagementLastModifiedAt"));
        Assert.Equal("123456789012", Text(now, "ModifiedBy"));

        Assert.Equal("ConflictException", (await _aws.Refused("UpdateEngagementContext", update)).Type);
        await _aws.Do("UpdateEngagementContext", await Update(engagement, "Disqualified"));
        var (type, detail) = _aws.Events()[0];
        Assert.Equal("Engagement Updated", type);
        Assert.Equal(["Lead"], detail["engagement"]!["ContextTypes"]!.AsArray().Select(t => t!.GetValue<string>()));
    }

    // Shapes UpdateLeadContext and LeadContext: an update brings one interaction, a lead keeps them all.
    [Fact]
    public async Task An_interaction_is_added_to_those_there_are()
    {
        var engagement = await _aws.Lead();
        var update = await Update(engagement, "Contacted");
        var interaction = (await Engagement(engagement))["Contexts"]![0]!["Payload"]!["Lead"]!["Interactions"]![0]!.DeepClone();
        interaction["CustomerAction"] = "Called back";
        update["Payload"]!["Lead"]!["Interaction"] = interaction;
        await _aws.Do("UpdateEngagementContext", update);
        Assert.Equal(["Visited the booth", "Called back"], (await Engagement(engagement))["Contexts"]![0]!["Payload"]!["Lead"]!["Interactions"]!.AsArray().Select(i => i!["CustomerAction"]!.GetValue<string>()));

        update = await Update(engagement, "Contacted");
        update["Payload"]!["Lead"]!.AsObject().Remove("Customer");
        Assert.Equal([("Payload.Lead.Customer", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("UpdateEngagementContext", update)).Errors);
    }

    // Operation text of UpdateEngagementContext: the context is named by its id and its type.
    [Fact]
    public async Task An_update_names_a_context_that_is_there_by_its_type()
    {
        var engagement = await _aws.Lead();
        var other = await Update(engagement, "Qualified");
        other["ContextIdentifier"] = "2";
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("UpdateEngagementContext", other)).Type);
        var wrong = await Update(engagement, "Qualified");
        wrong["Type"] = "CustomerProject";
        Assert.Equal([("Type", "INVALID_VALUE")], (await _aws.Refused("UpdateEngagementContext", wrong)).Errors);
        await _aws.Do("UpdateEngagementContext", await Update(engagement, "Qualified"));
    }

    // DG working-with-your-leads: the task makes an opportunity of the lead, which is then updated, associated and submitted.
    [Fact]
    public async Task A_lead_becomes_an_opportunity_that_can_be_submitted()
    {
        var engagement = await _aws.Lead();
        _aws.Events();
        var task = await _aws.Finish(Start, Request(engagement));
        Assert.Equal(("COMPLETE", "1", engagement), (Text(task, "TaskStatus"), Text(task, "ContextId"), Text(task, "EngagementId")));
        var id = Text(task, "OpportunityId");
        var opportunity = await _aws.Get(id);
        Assert.Equal("Lead Inc", opportunity["Customer"]!["Account"]!["CompanyName"]!.GetValue<string>());
        Assert.Equal("Pending Submission", opportunity["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
        Assert.Equal(["Opportunity Created", "Engagement Resource Snapshot Created", "Engagement Updated"], _aws.Events().Select(e => e.Type));
        Assert.Equal(["Lead", "CustomerProject"], (await Engagement(engagement))["Contexts"]!.AsArray().Select(c => c!["Type"]!.GetValue<string>()));

        var update = await _aws.Unchanged(id);
        update["LifeCycle"]!["Stage"] = "Qualified";
        update["LifeCycle"]!["TargetCloseDate"] = "2026-12-31";
        // The draft is not whole yet.
        foreach (var name in (string[])["CustomerUseCase", "DeliveryModels", "SalesActivities", "ExpectedCustomerSpend"])
            update["Project"]![name] = Aws.Body()["Project"]![name]!.DeepClone();
        update["PrimaryNeedsFromAws"] = new JsonArray("Co-Sell - Deal Support");
        await _aws.Do("UpdateOpportunity", update);
        await _aws.Associate(id);
        var submitted = await _aws.Finish("StartEngagementFromOpportunityTask", new JsonObject { ["Identifier"] = id, ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell" } });
        Assert.Equal(("COMPLETE", engagement), (Text(submitted, "TaskStatus"), Text(submitted, "EngagementId")));
        Assert.False(submitted.ContainsKey("EngagementInvitationId"));
    }

    // The shapes of 2026: industry, segment and country are free text; most members of an interaction, the address and the engagement's title may be missing.
    [Fact]
    [Trait("Row", "A17")]
    public async Task A_sparse_lead_passes_all_the_way()
    {
        var customer = new JsonObject { ["Industry"] = "Fishing, mostly", ["MarketSegment"] = "Tiny", ["Address"] = new JsonObject { ["CountryCode"] = "Wales" } };
        var (invitation, engagement) = _aws.InviteLead(more: new JsonObject { ["sparse"] = true, ["customer"] = customer });
        var shown = await _aws.Do("GetEngagementInvitation", new JsonObject { ["Identifier"] = invitation });
        Assert.Equal(("Wales", false), (shown["Payload"]!["LeadInvitation"]!["Customer"]!["CountryCode"]!.GetValue<string>(), shown.ContainsKey("EngagementTitle")));
        await _aws.Do("AcceptEngagementInvitation", new JsonObject { ["Identifier"] = invitation });
        var read = await Engagement(engagement);
        Assert.False(read.ContainsKey("Title") || read.ContainsKey("Description"));
        Assert.Equal(["Contact"], read["Contexts"]![0]!["Payload"]!["Lead"]!["Interactions"]![0]!.AsObject().Select(m => m.Key));

        // An opportunity takes what is of its lists.
        var task = await _aws.Finish(Start, Request(engagement));
        Assert.Equal("""{"CompanyName":"Lead Inc","Address":{}}""", (await _aws.Get(Text(task, "OpportunityId")))["Customer"]!["Account"]!.ToJsonString());
    }

    // DG working-with-your-leads: "Unqualified: default status after accepting a lead".
    [Fact]
    public async Task An_accepted_lead_is_unqualified_unless_AWS_says_otherwise()
    {
        Assert.Equal("Unqualified", await Status(await _aws.Lead()));
        Assert.Equal("Nurturing", await Status(await _aws.Lead(new JsonObject { ["status"] = "Nurturing" })));

        async Task<string> Status(string id) => (await Engagement(id))["Contexts"]![0]!["Payload"]!["Lead"]!["QualificationStatus"]!.GetValue<string>();
    }

    // Shape LeadInteractionList: at most ten.
    [Fact]
    public async Task A_lead_has_at_most_ten_interactions()
    {
        var id = await _aws.Lead();
        for (var i = 0; i < 10; i++)
        {
            var engagement = await Engagement(id);
            var lead = engagement["Contexts"]![0]!["Payload"]!["Lead"]!.AsObject();
            var update = new JsonObject
            {
                ["EngagementIdentifier"] = id,
                ["ContextIdentifier"] = "1",
                ["EngagementLastModifiedAt"] = engagement["ModifiedAt"]!.DeepClone(),
                ["Type"] = "Lead",
                ["Payload"] = new JsonObject { ["Lead"] = new JsonObject { ["Customer"] = lead["Customer"]!.DeepClone(), ["Interaction"] = lead["Interactions"]![0]!.DeepClone() } },
            };
            if (i < 9)
                await _aws.Do("UpdateEngagementContext", update);
            else
                Assert.Equal([("Payload.Lead.Interaction", "TOO_MANY_VALUES")], (await _aws.Refused("UpdateEngagementContext", update)).Errors);
        }
    }

    // A published run of the operations: the draft has AWS's defaults, a close date in ninety days, and no contacts.
    [Fact]
    public async Task A_converted_lead_is_a_draft_with_defaults()
    {
        var task = await _aws.Finish(Start, Request(await _aws.Lead()));
        var draft = await _aws.Get(Text(task, "OpportunityId"));
        Assert.Equal(("Converted from Lead", "The customer wants out of the data centre."), (draft["Project"]!["Title"]!.GetValue<string>(), draft["Project"]!["CustomerBusinessProblem"]!.GetValue<string>()));
        Assert.Equal(("Prospect", "2026-05-31"), (draft["LifeCycle"]!["Stage"]!.GetValue<string>(), draft["LifeCycle"]!["TargetCloseDate"]!.GetValue<string>()));
        Assert.Equal(("No", "Net New Business", 0), (Text(draft, "NationalSecurity"), Text(draft, "OpportunityType"), draft["Customer"]!["Contacts"]!.AsArray().Count));
    }

    // DG working-with-your-leads, step by step: a snapshot of the partner's own draft links it to the lead, and adds the CustomerProject context once.
    [Fact]
    public async Task A_snapshot_converts_a_lead()
    {
        var (engagement, opportunity) = (await _aws.Lead(), await _aws.Opportunity());
        for (var revision = 1; revision <= 2; revision++)
        {
            await _aws.Do("CreateResourceSnapshot", new JsonObject
            {
                ["ClientToken"] = _aws.NewToken(),
                ["EngagementIdentifier"] = engagement,
                ["ResourceType"] = "Opportunity",
                ["ResourceIdentifier"] = opportunity,
                ["ResourceSnapshotTemplateIdentifier"] = "OpportunitySummaryView",
            });
        }

        var project = (await Engagement(engagement))["Contexts"]!.AsArray().Single(c => c!["Type"]!.GetValue<string>() == "CustomerProject")!;
        Assert.Equal("Example Ltd", project["Payload"]!["CustomerProject"]!["Customer"]!["CompanyName"]!.GetValue<string>());
        Assert.Single((await _aws.Do("ListEngagementResourceAssociations", new JsonObject { ["EngagementIdentifier"] = engagement }))["EngagementResourceAssociationSummaries"]!.AsArray());
    }

    // AWS has been seen to give an engagement's date to the nanosecond: who sends back what it read has the lock, who rounded it has not.
    [Theory]
    [InlineData(3)]
    [InlineData(6)]
    [InlineData(9)]
    public async Task The_lock_is_the_date_as_it_was_given(int digits)
    {
        _aws.Control("settings", new JsonObject { ["engagementDigits"] = digits });
        var engagement = await _aws.Lead();
        var update = await Update(engagement, "Qualified");
        var given = Text(update, "EngagementLastModifiedAt");
        Assert.Equal(digits, given.Split('.')[1].Length - 1);
        if (digits > 3)
        {
            update["EngagementLastModifiedAt"] = given[..^(digits - 2)] + "Z";
            Assert.Equal("ConflictException", (await _aws.Refused("UpdateEngagementContext", update)).Type);
        }

        update["EngagementLastModifiedAt"] = given.Replace("Z", "+00:00", StringComparison.Ordinal);
        await _aws.Do("UpdateEngagementContext", update);
    }

    // DG working-with-your-leads: AWS may add interactions and insights; an Engagement Updated event with the context type tells.
    [Fact]
    public async Task AWS_updates_a_lead()
    {
        var engagement = await _aws.Lead();
        var stale = await Update(engagement, "Qualified");
        _aws.Events();
        _aws.Control("edit-lead", new JsonObject { ["engagementId"] = engagement, ["lead"] = new JsonObject { ["Insights"] = new JsonObject { ["LeadReadinessScore"] = "High" } } });

        var (type, detail) = _aws.Events().Single();
        Assert.Equal(("Engagement Updated", "aws"), (type, detail["engagement"]!["LastModifiedBy"]!.GetValue<string>()));
        Assert.Equal("High", (await Engagement(engagement))["Contexts"]![0]!["Payload"]!["Lead"]!["Insights"]!["LeadReadinessScore"]!.GetValue<string>());
        Assert.Equal("ConflictException", (await _aws.Refused("UpdateEngagementContext", stale)).Type);
        await _aws.Do("UpdateEngagementContext", await Update(engagement, "Qualified"));
    }

    // DG working-with-your-leads: a disqualified lead does not become an opportunity, a qualified one does.
    [Fact]
    public async Task A_disqualified_lead_stays_a_lead()
    {
        var engagement = await _aws.Lead();
        await _aws.Do("UpdateEngagementContext", await Update(engagement, "Disqualified"));
        Assert.Equal("DisqualifiedLeadNotPermitted", Text(await _aws.Finish(Start, Request(engagement)), "ReasonCode"));
        await _aws.Do("UpdateEngagementContext", await Update(engagement, "Qualified"));
        Assert.Equal("COMPLETE", Text(await _aws.Finish(Start, Request(engagement)), "TaskStatus"));
    }

    // Shape ReasonCode: ContextNotFound, CustomerProjectContextNotPermitted.
    [Fact]
    public async Task A_task_needs_a_lead_s_context()
    {
        var engagement = await _aws.Lead();
        Assert.Equal("ContextNotFound", Text(await _aws.Finish(Start, Request(engagement, "7")), "ReasonCode"));
        var project = await _aws.Engagement(EngagementTests.Contexts());
        Assert.Equal("CustomerProjectContextNotPermitted", Text(await _aws.Finish(Start, Request(project)), "ReasonCode"));
        Assert.Equal("COMPLETE", Text(await _aws.Finish(Start, Request(engagement)), "TaskStatus"));
    }

    // Shape ReasonCode: CustomerProjectContextNotPermitted, read in two ways.
    [Theory]
    [InlineData(true, "FAILED", 1)]
    [InlineData(false, "COMPLETE", 2)]
    public async Task A_second_conversion_is_refused_or_makes_another_opportunity(bool convertsOnce, string status, int opportunities)
    {
        _aws.Control("settings", new JsonObject { ["convertsOnce"] = convertsOnce });
        var engagement = await _aws.Lead();
        await _aws.Finish(Start, Request(engagement));
        var second = await _aws.Finish(Start, Request(engagement));
        Assert.Equal((status, convertsOnce ? "CustomerProjectContextNotPermitted" : null), (Text(second, "TaskStatus"), second["ReasonCode"]?.GetValue<string>()));
        Assert.Equal(opportunities, _aws.Control("show", [])["opportunities"]!.AsArray().Count);
    }

    // Shape ListOpportunityFromEngagementTasksRequest: filters by engagement, context and status.
    [Fact]
    public async Task The_list_of_tasks_has_filters()
    {
        var engagement = await _aws.Lead();
        var failed = await _aws.Finish(Start, Request(engagement, "7"));
        var done = await _aws.Finish(Start, Request(engagement));
        Assert.Equal([Text(failed, "TaskId")], await List(new JsonObject { ["ContextIdentifier"] = new JsonArray("7") }));
        Assert.Equal([Text(done, "TaskId")], await List(new JsonObject { ["TaskStatus"] = new JsonArray("COMPLETE") }));
        Assert.Equal([Text(done, "TaskId"), Text(failed, "TaskId")], await List(new JsonObject { ["EngagementIdentifier"] = new JsonArray(engagement) }));
        Assert.Equal([("ContextIdentifier[0]", "INVALID_STRING_FORMAT")], (await _aws.Refused("ListOpportunityFromEngagementTasks", new JsonObject { ["ContextIdentifier"] = new JsonArray("x") })).Errors);
    }

    public void Dispose() => _aws.Dispose();

    static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    static JsonObject Request(string engagement, string context = "1") => new() { ["Identifier"] = engagement, ["ContextIdentifier"] = context };

    Task<JsonObject> Engagement(string id) => _aws.Do("GetEngagement", new JsonObject { ["Identifier"] = id });

    async Task<JsonObject> Update(string engagement, string status)
    {
        var now = await Engagement(engagement);
        return new JsonObject
        {
            ["EngagementIdentifier"] = engagement,
            ["ContextIdentifier"] = "1",
            ["EngagementLastModifiedAt"] = Text(now, "ModifiedAt"),
            ["Type"] = "Lead",
            ["Payload"] = new JsonObject
            {
                ["Lead"] = new JsonObject { ["QualificationStatus"] = status, ["Customer"] = now["Contexts"]![0]!["Payload"]!["Lead"]!["Customer"]!.DeepClone() },
            },
        };
    }

    async Task<List<string>> List(JsonObject filters) =>
        [.. (await _aws.Do("ListOpportunityFromEngagementTasks", filters))["TaskSummaries"]!.AsArray().Select(t => t!["TaskId"]!.GetValue<string>())];
}
