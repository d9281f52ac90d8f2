using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A lead of an engagement is a lead of the CRM, both ways.</summary>
[Trait("Row", "A17")]
public sealed class LeadTests : IDisposable
{
    const string Update = "UpdateEngagementContext", Status = "AWS_qualificationStatus__c";

    readonly LeadRig _leads = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _leads.Rig;

    public void Dispose() => _leads.Dispose();

    // The worker was stopped after its row: what the CRM has is looked for among the leads.
    [Fact]
    public async Task An_edit_after_a_row_whose_answer_was_lost_is_sent()
    {
        var id = Rig.AwsHasLead("Example Ltd");
        Rig.CrmCalls.LosesAnswer = method => method == "Write" ? new Connections.ConnectionException("the answer was lost", transient: true) : null;
        await Rig.Deliver();
        Rig.CrmCalls.LosesAnswer = _ => null;
        await _leads.Edit(id, """{"AWS_qualificationStatus__c":"Qualified"}""");
        Rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await _leads.Rounds(4);
        Assert.Equal("Qualified", _leads.Aws(id)["QualificationStatus"]!.GetValue<string>());
        Assert.Equal("\"Qualified\"", await _leads.Field(id, "AWS_qualificationStatus__c"));
        Assert.Equal(1, await _leads.Leads());
    }

    [Fact]
    public async Task An_engagement_with_a_lead_is_one_lead_of_the_CRM()
    {
        var id = await _leads.Lead();
        Assert.Equal(1, await _leads.Leads());
        Assert.Equal("\"Example Ltd\"", await _leads.Field(id, "Company"));
        Assert.Equal("\"Unqualified\"", await _leads.Field(id, Status));
        Assert.Equal("\"US\"", await _leads.Field(id, "AWS_countryCode__c"));
        Assert.Equal("\"buyer@customer.example.com\"", await _leads.Field(id, "AWS_email__c"));
        Assert.Equal("\"Synced\"", await _leads.Field(id, "AWS_Sync_Status__c"));
        Assert.Equal("\"Unqualified\"", await _leads.Field(id, "AWS_Review_Status__c"));
        Rig.Forget();
        await _leads.Rounds();
        await Rig.Sweep(TimeSpan.FromHours(1));
        Assert.Empty(_leads.Writes);
        Assert.Equal(1, await _leads.Leads());
        Assert.DoesNotContain(await Rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind != WorkKind.Schedule && w.Due is not null);
    }

    [Fact]
    [Trait("Row", "L-3")]
    public async Task Interactions_of_two_people_are_one_history_and_two_contacts_and_a_fourth_adds_to_it()
    {
        var id = Rig.AwsHasLead("Example Ltd");
        _leads.AwsEdits(id, Interaction("2026-11-03T10:00:00Z", "A call", "second@customer.example.com", "Sam", "Second"));
        _leads.AwsEdits(id, Interaction("2026-11-02T10:00:00Z", "A web form", "buyer@customer.example.com", "Bo", "Buyer"));
        await Rig.Deliver();
        Assert.Equal(1, await _leads.Leads());
        Assert.Equal("\"buyer@customer.example.com\"", await _leads.Field(id, "AWS_email__c"));
        Assert.Equal("\"Sam Second\"", await _leads.Field(id, "AWS_secondContact__c"));
        Assert.Equal("\"second@customer.example.com\"", await _leads.Field(id, "AWS_secondContactEmail__c"));
        Assert.Equal(3, (await History(id)).Count);

        _leads.AwsEdits(id, Interaction("2026-11-04T10:00:00Z", "A visit", "second@customer.example.com", "Sam", "Second"));
        await Rig.Deliver();
        Assert.Equal(1, await _leads.Leads());
        var history = await History(id);
        Assert.Equal(4, history.Count);
        Assert.Contains("A visit", history[^1], StringComparison.Ordinal);
        Assert.Equal("\"Sam Second\"", await _leads.Field(id, "AWS_secondContact__c"));
    }

    [Fact]
    public async Task Interactions_that_all_have_a_date_are_in_the_order_of_their_dates()
    {
        var created = Rig.Answer("CreateEngagement", JsonNode.Parse("""
            {"Catalog":"AWS","ClientToken":"t","Title":"Lead","Contexts":[{"Type":"Lead","Payload":{"Lead":{"Customer":{"CompanyName":"Example Ltd"},"Interactions":[
              {"SourceName":"Third","InteractionDate":"2026-11-03T10:00:00Z","Contact":{"Email":"b@example.com","FirstName":"B","LastName":"Two","BusinessTitle":"CTO"}},
              {"SourceName":"First","InteractionDate":"2026-11-01T10:00:00Z","Contact":{"Email":"a@example.com","FirstName":"A","LastName":"One","BusinessTitle":"CEO"}},
              {"SourceName":"Second","InteractionDate":"2026-11-02T10:00:00Z","Contact":{"Email":"B@example.com","FirstName":"B","LastName":"Two","BusinessTitle":"CTO"}}]}}}]}
            """)!.AsObject());
        var id = created["Id"]!.GetValue<string>();
        await Rig.Deliver();
        Assert.Equal(["First", "Second", "Third"], (await History(id)).Select(line => line.Split(' ')[1].TrimEnd(':')));
        Assert.Equal("\"a@example.com\"", await _leads.Field(id, "AWS_email__c"));
        Assert.Equal("\"B Two\"", await _leads.Field(id, "AWS_secondContact__c"));
    }

    [Fact]
    [Trait("Row", "L-4")]
    public async Task A_qualification_status_is_free_text_both_ways()
    {
        var id = await _leads.Lead();
        _leads.AwsEdits(id, """{"QualificationStatus":"Nurturing Q3"}""");
        await Rig.Deliver();
        Assert.Equal("\"Nurturing Q3\"", await _leads.Field(id, Status));

        await _leads.Edit(id, $$"""{"{{Status}}":"Warm - call in May"}""");
        await _leads.Rounds();
        Assert.Equal("Warm - call in May", _leads.Aws(id)["QualificationStatus"]!.GetValue<string>());
        Assert.Equal([Update], _leads.Writes);
        var body = _leads.Bodies(Update)[0];
        Assert.Equal("Example Ltd", body["Payload"]!["Lead"]!["Customer"]!["CompanyName"]!.GetValue<string>());
        Assert.Equal("Software and Internet", body["Payload"]!["Lead"]!["Customer"]!["Industry"]!.GetValue<string>());
        // An update adds the interaction that it names.
        Assert.Null(body["Payload"]!["Lead"]!["Interaction"]);
        Assert.Single(_leads.Aws(id)["Interactions"]!.AsArray());
        Assert.DoesNotContain(await _leads.Issues(id), i => i.Code == IssueCodes.ValueUnmapped && i.Field == Status);
        Rig.Forget();
        await _leads.Rounds();
        Assert.Empty(_leads.Writes);
    }

    [Fact]
    public async Task A_status_that_is_too_long_is_held_alone()
    {
        var id = await _leads.Lead();
        await _leads.Edit(id, """{"AWS_city__c":"Portland","AWS_leadIndustry__c":null}""");
        await _leads.Rounds();
        Assert.Equal("Portland", _leads.Aws(id)["Customer"]!["Address"]!["City"]!.GetValue<string>());
        Assert.Null(_leads.Aws(id)["Customer"]!["Industry"]);

        await _leads.Edit(id, $$"""{"{{Status}}":null,"AWS_city__c":"Salem"}""");
        await _leads.Rounds();
        Assert.Equal("Salem", _leads.Aws(id)["Customer"]!["Address"]!["City"]!.GetValue<string>());
        Assert.Equal("Unqualified", _leads.Aws(id)["QualificationStatus"]!.GetValue<string>());
        Assert.Contains(await _leads.Issues(id), i => i is { Code: IssueCodes.Required, Field: "lead:QualificationStatus" });
    }

    [Fact]
    [Trait("Row", "L-5")]
    public async Task A_status_that_both_sides_changed_is_merged_by_its_owner_and_written_once_more()
    {
        var id = await _leads.Lead();
        await _leads.Edit(id, """{"AWS_city__c":"Portland"}""");
        // AWS changes the lead between our read and our write.
        var hasChanged = false;
        Rig.Http.Refuses = operation =>
        {
            if (operation == Update && !hasChanged)
            {
                hasChanged = true;
                _leads.AwsEdits(id, """{"QualificationStatus":"Qualified by AWS"}""");
            }

            return null;
        };
        await _leads.Rounds(4);
        Assert.Equal([Update, Update], _leads.Writes);
        Assert.Equal(2, _leads.Bodies(Update).Select(b => b["EngagementLastModifiedAt"]!.GetValue<string>()).Distinct().Count());
        Assert.Equal(("Portland", "Qualified by AWS"), (_leads.Aws(id)["Customer"]!["Address"]!["City"]!.GetValue<string>(), _leads.Aws(id)["QualificationStatus"]!.GetValue<string>()));
        Assert.Equal("\"Qualified by AWS\"", await _leads.Field(id, Status));
        Assert.Equal("\"Portland\"", await _leads.Field(id, "AWS_city__c"));
    }

    [Fact]
    public async Task The_owner_wins_a_clash_of_one_status()
    {
        var id = await _leads.Lead();
        _leads.AwsEdits(id, """{"QualificationStatus":"Of AWS"}""");
        await _leads.Edit(id, $$"""{"{{Status}}":"Of the CRM"}""");
        await Rig.Deliver();
        await _leads.Rounds();
        // The built-in mapping lets AWS own leads.
        Assert.Equal("\"Of AWS\"", await _leads.Field(id, Status));
        Assert.Equal("Of AWS", _leads.Aws(id)["QualificationStatus"]!.GetValue<string>());
        Assert.Contains(await _leads.Issues(id), i => i.Code == IssueCodes.Clash);
    }

    [Fact]
    public async Task An_update_whose_answer_is_lost_is_recognized()
    {
        var id = await _leads.Lead();
        await _leads.Edit(id, $$"""{"{{Status}}":"Qualified"}""");
        var isLost = false;
        Rig.Http.Loses = operation => operation == Update && !isLost && (isLost = true);
        await _leads.Rounds(4);
        Assert.Equal([Update], _leads.Writes);
        Assert.Equal("Qualified", _leads.Aws(id)["QualificationStatus"]!.GetValue<string>());
        Assert.Equal("\"Synced\"", await _leads.Field(id, "AWS_Sync_Status__c"));
    }

    [Fact]
    public async Task A_command_qualifies_a_lead()
    {
        var id = await _leads.Lead();
        await _leads.Request(id, RequestVerbs.Qualify, ("qualificationStatus", "Qualified"));
        await _leads.Rounds();
        Assert.Equal("Qualified", _leads.Aws(id)["QualificationStatus"]!.GetValue<string>());
        Assert.Equal("\"Qualified\"", await _leads.Field(id, Status));
        Assert.Equal([Update], _leads.Writes);
    }

    [Fact]
    public async Task A_lead_that_is_deleted_in_the_CRM_is_not_created_again()
    {
        var id = await _leads.Lead();
        await Rig.Crm.Delete("Lead", (await _leads.State(id)).CrmId, None);
        _leads.AwsEdits(id, """{"QualificationStatus":"Later"}""");
        await Rig.Deliver();
        await _leads.Rounds();
        Assert.Equal(0, await _leads.Leads());
        Assert.True((await _leads.State(id)).Closed);
    }

    [Theory]
    [Trait("Row", "L-1")]
    [Trait("Row", "L-19")]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_accepted_lead_invitation_is_one_membership_and_one_lead(bool isThrottled)
    {
        var invitation = Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Example Ltd" });
        var (id, engagement) = (invitation["id"]!.GetValue<string>(), invitation["engagementId"]!.GetValue<string>());
        await Rig.Deliver();
        Assert.Equal(0, await _leads.Leads());
        var left = isThrottled ? 1 : 0;
        Rig.Http.Refuses = operation => operation == "AcceptEngagementInvitation" && left-- > 0 ? "ThrottlingException" : null;
        await Rig.Store.Wake([new Wake(WorkKey.Invitation("AWS", id), DealRig.RequestOf(RequestVerbs.Accept).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], None);
        await _leads.Rounds(4);
        Assert.All(_leads.Writes, operation => Assert.Equal("AcceptEngagementInvitation", operation));
        Assert.Equal(isThrottled ? 2 : 1, _leads.Writes.Count);
        Assert.Equal(1, await _leads.Leads());
        Assert.Equal("\"Example Ltd\"", await _leads.Field(engagement, "Company"));
    }

    async Task<IReadOnlyList<string>> History(string id) => JsonNode.Parse((await _leads.Field(id, "AWS_interactions__c"))!)!.GetValue<string>().Split('\n');

    static string Interaction(string date, string source, string email, string first, string last) => new JsonObject
    {
        ["Interaction"] = new JsonObject
        {
            ["InteractionDate"] = date,
            ["SourceName"] = source,
            ["Usecase"] = "Migration",
            ["Contact"] = new JsonObject { ["Email"] = email, ["FirstName"] = first, ["LastName"] = last, ["BusinessTitle"] = "CTO" },
        },
    }.ToJsonString();
}
