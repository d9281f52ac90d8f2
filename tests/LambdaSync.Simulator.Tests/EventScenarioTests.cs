using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>
/// Which action brings which events: the table of event scenarios in DG selling-api-events, row by row. As the page assumes, a running
/// snapshot job has its role. The page does not say in which order they come.
/// </summary>
[Trait("Row", "A8")]
public sealed class EventScenarioTests : IAsyncLifetime
{
    const string Created = "Opportunity Created", Updated = "Opportunity Updated", EngagementCreated = "Engagement Created", EngagementUpdated = "Engagement Updated",
        Sent = "Engagement Invitation Created", Accepted = "Engagement Invitation Accepted", Rejected = "Engagement Invitation Rejected", Expired = "Engagement Invitation Expired",
        Joined = "Engagement Member Added", Snapshot = "Engagement Resource Snapshot Created";

    readonly Aws _aws = new();

    public async ValueTask InitializeAsync() => await _aws.Do("PutSellingSystemSettings", new JsonObject { ["ResourceSnapshotJobRoleIdentifier"] = "Snapshots" });

    [Fact]
    public async Task You_create_an_opportunity()
    {
        await _aws.Opportunity();
        Told(Created);
    }

    [Fact]
    public async Task You_submit_it()
    {
        var id = await Ready();
        await Submit(id);
        Told(Updated, EngagementCreated, Snapshot, Joined, Sent);
    }

    [Fact]
    public async Task AWS_approves_it()
    {
        var id = await Shared();
        _aws.Control("approve", new JsonObject { ["id"] = id });
        Told(Accepted, Joined, Updated, Snapshot);
    }

    [Fact]
    public async Task AWS_rejects_it()
    {
        var id = await Shared();
        _aws.Control("reject", new JsonObject { ["id"] = id });
        Told(Rejected, Updated, Snapshot);
    }

    [Fact]
    public async Task You_associate_an_offer()
    {
        await _aws.Associate(await Approved(), "AwsMarketplaceOffers", "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-1");
        Told(Updated);
    }

    [Fact]
    public async Task You_associate_a_solution()
    {
        _aws.Control("add-solution", new JsonObject { ["id"] = "S-2", ["name"] = "Another" });
        await _aws.Associate(await Approved(), "Solutions", "S-2");
        Told(Updated, Snapshot);
    }

    // A snapshot only if the field is on the template: next steps are, the additional comments are not.
    [Theory]
    [InlineData("LifeCycle", "NextSteps", true)]
    [InlineData("Project", "AdditionalComments", false)]
    public async Task You_update_it(string part, string field, bool shows)
    {
        var id = await Approved();
        var body = await _aws.Unchanged(id);
        body[part]![field] = "News";
        await _aws.Do("UpdateOpportunity", body);
        Told(shows ? [Updated, Snapshot] : [Updated]);
    }

    [Fact]
    [Trait("Row", "A10")]
    public async Task AWS_updates_its_own()
    {
        var id = await Approved();
        _aws.Control("edit-summary", new JsonObject { ["id"] = id, ["summary"] = new JsonObject { ["Insights"] = new JsonObject { ["NextBestActions"] = "Call" } } });
        var told = Told(Updated, Snapshot);
        var snapshot = told.Single(e => e.Type == Snapshot).Detail["resourceSnapshot"]!;
        Assert.Equal(("aws", "AwsOpportunitySummaryFullView"), (snapshot["createdBy"]!.GetValue<string>(), snapshot["resourceSnapshotTemplateName"]!.GetValue<string>()));
        var read = await _aws.Do("GetResourceSnapshot", new JsonObject
        {
            ["EngagementIdentifier"] = snapshot["engagementId"]!.DeepClone(),
            ["ResourceType"] = "Opportunity",
            ["ResourceIdentifier"] = id,
            ["ResourceSnapshotTemplateIdentifier"] = "AwsOpportunitySummaryFullView",
        });
        Assert.Equal(["123456789012", "aws"], read["TargetMemberAccounts"]!.AsArray().Select(m => m!.GetValue<string>()));
        Assert.Equal("Call", read["Payload"]!["AwsOpportunitySummaryFullView"]!["Insights"]!["NextBestActions"]!.GetValue<string>());
    }

    [Fact]
    [Trait("Row", "A18")]
    public async Task AWS_or_a_colleague_updates_yours()
    {
        var id = await Approved();
        var stale = await _aws.Unchanged(id);
        _aws.Control("edit-opportunity", new JsonObject { ["id"] = id, ["body"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["NextSteps"] = "From the pages" } } });
        Told(Updated, Snapshot);
        Assert.Equal("From the pages", (await _aws.Get(id))["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.Equal("ConflictException", (await _aws.Refused("UpdateOpportunity", stale)).Type);
    }

    [Theory]
    [InlineData("ACCEPTED")]
    [InlineData("REJECTED")]
    [InlineData(null)]
    [Trait("Row", "A20")]
    public async Task You_invite_a_partner_who_answers(string? answer)
    {
        var engagement = await _aws.Engagement();
        Told(EngagementCreated);
        var id = (await _aws.Do("CreateEngagementInvitation", Invitation(engagement)))["Id"]!.GetValue<string>();
        Side(Told(Sent), "Sender");
        if (answer is null)
            _aws.Advance(TimeSpan.FromDays(15));
        else
            _aws.Control("answer-invitation", new JsonObject { ["id"] = id, ["status"] = answer, ["reason"] = "No time" });
        Side(answer switch { "ACCEPTED" => Told(Accepted, Joined), "REJECTED" => Told(Rejected), _ => Told(Expired) }, "Sender");
    }

    [Theory]
    [InlineData("accept")]
    [InlineData("reject")]
    [InlineData(null)]
    [Trait("Row", "A20")]
    public async Task A_partner_invites_you_and_you_answer(string? answer)
    {
        var id = _aws.Invite(more: new JsonObject { ["from"] = "111122223333" });
        Side(Told(Sent), "Receiver");
        switch (answer)
        {
            case "accept":
                await _aws.Finish("StartEngagementByAcceptingInvitationTask", new JsonObject { ["Identifier"] = id });
                Side(Told(Accepted, Joined, Created, Updated, Snapshot), "Receiver");
                break;
            case "reject":
                await _aws.Do("RejectEngagementInvitation", new JsonObject { ["Identifier"] = id, ["RejectionReason"] = "Other" });
                Side(Told(Rejected), "Receiver");
                break;
            default:
                _aws.Advance(TimeSpan.FromDays(15));
                Side(Told(Expired), "Receiver");
                break;
        }
    }

    [Fact]
    [Trait("Row", "A20")]
    public async Task You_update_an_engagement()
    {
        var engagement = await _aws.Engagement();
        _aws.Events();
        var payload = new JsonObject { ["CustomerProject"] = new JsonObject() };
        await _aws.Do("CreateEngagementContext", new JsonObject { ["ClientToken"] = _aws.NewToken(), ["EngagementIdentifier"] = engagement, ["Type"] = "CustomerProject", ["Payload"] = payload });
        Told(EngagementUpdated);
    }

    // What is made in Partner Central's pages is told like what is made by the API ("for all updates made through both the UI and API").
    [Fact]
    [Trait("Row", "A14")]
    public async Task A_colleague_creates_one_in_the_pages()
    {
        var id = _aws.Control("create-opportunity", new JsonObject { ["body"] = Aws.Body() })["id"]!.GetValue<string>();
        Told(Created);
        Assert.Equal("Example Ltd", (await _aws.Get(id))["Customer"]!["Account"]!["CompanyName"]!.GetValue<string>());
    }

    // Four types are known by name only: a test brings its own.
    [Fact]
    public void Any_other_event_can_be_brought()
    {
        _aws.Control("event", new JsonObject { ["detailType"] = "Opportunity Accepted", ["detail"] = new JsonObject { ["catalog"] = "AWS" } });
        Told("Opportunity Accepted");
        Assert.Throws<ArgumentException>(() => _aws.Control("event", new JsonObject { ["detailType"] = "Opportunity Accepted" }));
    }

    public ValueTask DisposeAsync()
    {
        _aws.Dispose();
        return ValueTask.CompletedTask;
    }

    static void Side(List<(string Type, JsonObject Detail)> told, string side) =>
        Assert.Equal(side, told.Single(e => e.Detail.ContainsKey("engagementInvitation")).Detail["engagementInvitation"]!["participantType"]!.GetValue<string>());

    JsonObject Invitation(string engagement) => new()
    {
        ["ClientToken"] = _aws.NewToken(),
        ["EngagementIdentifier"] = engagement,
        ["Invitation"] = new JsonObject
        {
            ["Message"] = "Join us.",
            ["Receiver"] = new JsonObject { ["Account"] = new JsonObject { ["AwsAccountId"] = "111122223333" } },
            ["Payload"] = new JsonObject
            {
                ["LeadInvitation"] = new JsonObject
                {
                    ["Customer"] = new JsonObject { ["CompanyName"] = "Example Ltd", ["CountryCode"] = "US" },
                    ["Interaction"] = new JsonObject { ["SourceType"] = "Event", ["SourceId"] = "1", ["SourceName"] = "A summit", ["ContactBusinessTitle"] = "CTO" },
                },
            },
        },
    };

    List<(string Type, JsonObject Detail)> Told(params string[] types)
    {
        var told = _aws.Events();
        Assert.Equal(types.Order(StringComparer.Ordinal), told.Select(e => e.Type).Order(StringComparer.Ordinal));
        return told;
    }

    async Task<string> Ready()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        _aws.Events();
        return id;
    }

    Task<JsonObject> Submit(string id) =>
        _aws.Finish("StartEngagementFromOpportunityTask", new JsonObject { ["Identifier"] = id, ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell" } });

    async Task<string> Shared()
    {
        var id = await Ready();
        await Submit(id);
        _aws.Events();
        return id;
    }

    async Task<string> Approved()
    {
        var id = await Shared();
        _aws.Control("approve", new JsonObject { ["id"] = id });
        _aws.Events();
        return id;
    }
}
