using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Engagements with other partners: made, read, listed, invited to (operation texts of the engagement operations; DG selling-api-events).</summary>
[Trait("Row", "A20")]
public sealed class EngagementTests : IDisposable
{
    readonly Aws _aws = new();

    /// <summary>One context of a customer's project.</summary>
    public static JsonArray Contexts() => new(new JsonObject { ["Type"] = "CustomerProject", ["Payload"] = Project() });

    // Operation text of CreateEngagement: a title, a description, contexts; who makes it is its first member.
    [Fact]
    public async Task An_engagement_is_made_with_its_contexts()
    {
        var id = await _aws.Engagement(Contexts(), "With friends");
        var engagement = await _aws.Do("GetEngagement", new JsonObject { ["Identifier"] = id });
        Assert.Equal(("With friends", "123456789012", 1), (Text(engagement, "Title"), Text(engagement, "CreatedBy"), engagement["MemberCount"]!.GetValue<int>()));
        Assert.Equal("CustomerProject", engagement["Contexts"]![0]!["Type"]!.GetValue<string>());
        Assert.Equal(id, Text(await _aws.Do("GetEngagement", new JsonObject { ["Identifier"] = Text(engagement, "Arn") }), "Id"));
        var (type, detail) = _aws.Events().Single();
        Assert.Equal("Engagement Created", type);
        Assert.Equal((id, "123456789012"), (detail["engagement"]!["engagementId"]!.GetValue<string>(), detail["engagement"]!["CreatedBy"]!.GetValue<string>()));

        var untitled = new JsonObject { ["ClientToken"] = _aws.NewToken(), ["Title"] = new string('x', 41), ["Description"] = "" };
        Assert.Equal([("Title", "INVALID_STRING_FORMAT")], (await _aws.Refused("CreateEngagement", untitled)).Errors);
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetEngagement", new JsonObject { ["Identifier"] = "eng-99999999999999" })).Type);
    }

    // Shape EngagementContextPayload: one payload, of the type that is named; shape EngagementContexts: five of them.
    [Fact]
    public async Task A_context_s_payload_is_of_its_type_and_there_are_five_at_most()
    {
        var id = await _aws.Engagement();
        Assert.Equal([("Payload", "INVALID_VALUE")], (await _aws.Refused("CreateEngagementContext", Context(id, "Lead"))).Errors);
        var both = Context(id);
        both["Payload"]!["Lead"] = new JsonObject { ["Customer"] = new JsonObject { ["CompanyName"] = "Example Ltd", ["Address"] = new JsonObject() }, ["Interactions"] = new JsonArray() };
        Assert.Contains(("Payload", "INVALID_VALUE"), (await _aws.Refused("CreateEngagementContext", both)).Errors);
        for (var number = 1; number <= 5; number++)
            Assert.Equal($"{number}", Text(await _aws.Do("CreateEngagementContext", Context(id)), "ContextId"));
        Assert.Equal("ServiceQuotaExceededException", (await _aws.Refused("CreateEngagementContext", Context(id))).Type);
        Assert.Equal(["Engagement Created", .. Enumerable.Repeat("Engagement Updated", 5)], _aws.Events().Select(e => e.Type));
    }

    // Operation text of UpdateEngagementContext: a customer's project is replaced as a whole.
    [Fact]
    public async Task A_project_s_context_is_replaced()
    {
        var id = await _aws.Engagement(Contexts());
        var next = Project();
        next["CustomerProject"]!["Project"]!["Title"] = "Another title";
        var update = new JsonObject
        {
            ["EngagementIdentifier"] = id,
            ["ContextIdentifier"] = "1",
            ["EngagementLastModifiedAt"] = Text(await _aws.Do("GetEngagement", new JsonObject { ["Identifier"] = id }), "ModifiedAt"),
            ["Type"] = "CustomerProject",
            ["Payload"] = next,
        };
        await _aws.Do("UpdateEngagementContext", update);
        var now = await _aws.Do("GetEngagement", new JsonObject { ["Identifier"] = id });
        Assert.Equal("Another title", now["Contexts"]![0]!["Payload"]!["CustomerProject"]!["Project"]!["Title"]!.GetValue<string>());
        Assert.Equal("ConflictException", (await _aws.Refused("UpdateEngagementContext", update)).Type);
    }

    // Operation text of ListEngagements: those the account is a member of; filters by maker and by types of context, either way.
    [Fact]
    public async Task A_list_has_the_engagements_of_the_account()
    {
        var own = await _aws.Engagement(Contexts());
        _aws.Advance(TimeSpan.FromMinutes(1));
        var lead = await _aws.Lead();
        _aws.InviteLead();

        Assert.Equal([lead, own], await List([]));
        Assert.Equal([own], await List(new JsonObject { ["CreatedBy"] = new JsonArray("123456789012") }));
        Assert.Equal([lead], await List(new JsonObject { ["ExcludeCreatedBy"] = new JsonArray("123456789012") }));
        Assert.Equal([lead], await List(new JsonObject { ["ContextTypes"] = new JsonArray("Lead") }));
        Assert.Equal([own], await List(new JsonObject { ["ExcludeContextTypes"] = new JsonArray("Lead") }));
        Assert.Equal([own, lead], await List(new JsonObject { ["Sort"] = new JsonObject { ["SortBy"] = "CreatedDate", ["SortOrder"] = "ASCENDING" } }));
        Assert.Equal([own], await List(new JsonObject { ["EngagementIdentifier"] = new JsonArray(own) }));
        Assert.Equal([("ContextTypes[0]", "INVALID_ENUM_VALUE")], (await _aws.Refused("ListEngagements", new JsonObject { ["ContextTypes"] = new JsonArray("Deal") })).Errors);
    }

    // Operation text of CreateEngagementInvitation: one receiver; who accepts is a member, and an event tells.
    [Fact]
    public async Task Another_partner_is_invited_once_and_joins()
    {
        var id = await _aws.Engagement();
        var invitation = Text(await _aws.Do("CreateEngagementInvitation", Invitation(id, "111122223333")), "Id");
        Assert.Equal("ConflictException", (await _aws.Refused("CreateEngagementInvitation", Invitation(id, "111122223333"))).Type);
        Assert.Equal("ConflictException", (await _aws.Refused("CreateEngagementInvitation", Invitation(id, "123456789012"))).Type);
        _aws.Events();

        _aws.Control("answer-invitation", new JsonObject { ["id"] = invitation, ["status"] = "ACCEPTED" });
        var members = (await _aws.Do("ListEngagementMembers", new JsonObject { ["Identifier"] = id }))["EngagementMemberList"]!.AsArray();
        Assert.Equal(["123456789012", "111122223333"], members.Select(m => m!["AccountId"]!.GetValue<string>()));
        var events = _aws.Events();
        Assert.Equal(["Engagement Invitation Accepted", "Engagement Member Added"], events.Select(e => e.Type));
        Assert.Equal("Sender", events[0].Detail["engagementInvitation"]!["participantType"]!.GetValue<string>());
        Assert.Equal("111122223333", events[1].Detail["engagementMember"]!["accountId"]!.GetValue<string>());
    }

    // Operation text of AcceptEngagementInvitation: another partner's invitation can be accepted at once; no opportunity comes of that.
    [Fact]
    public async Task An_invitation_of_another_partner_is_accepted_at_once()
    {
        var id = _aws.Invite(more: new JsonObject { ["from"] = "111122223333" });
        var listed = await _aws.Do("ListEngagementInvitations", new JsonObject { ["ParticipantType"] = "RECEIVER", ["SenderAwsAccountId"] = new JsonArray("111122223333") });
        Assert.Equal(id, listed["EngagementInvitationSummaries"]!.AsArray().Single()!["Id"]!.GetValue<string>());

        await _aws.Do("AcceptEngagementInvitation", new JsonObject { ["Identifier"] = id });
        var engagement = listed["EngagementInvitationSummaries"]![0]!["EngagementId"]!.GetValue<string>();
        var members = (await _aws.Do("ListEngagementMembers", new JsonObject { ["Identifier"] = engagement }))["EngagementMemberList"]!.AsArray();
        Assert.Equal(["111122223333", "123456789012"], members.Select(m => m!["AccountId"]!.GetValue<string>()));
        Assert.Empty((await _aws.Do("ListOpportunities", []))["OpportunitySummaries"]!.AsArray());
        Assert.Equal("ConflictException", (await _aws.Refused("AcceptEngagementInvitation", new JsonObject { ["Identifier"] = id })).Type);
    }

    // DG working-with-multi-partner-opportunities: by the task it brings an opportunity, with the review status of the sender's; approval comes to both.
    [Theory]
    [InlineData("Submitted")]
    [InlineData("Approved")]
    [Trait("Row", "A3")]
    public async Task An_invitation_of_another_partner_brings_an_opportunity(string status)
    {
        var id = _aws.Invite(more: new JsonObject { ["from"] = "111122223333", ["reviewStatus"] = status });
        var task = await _aws.Finish("StartEngagementByAcceptingInvitationTask", new JsonObject { ["Identifier"] = id });
        var opportunity = Text(task, "OpportunityId");
        Assert.Equal(status, (await _aws.Get(opportunity))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
        var summary = await _aws.Do("GetAwsOpportunitySummary", new JsonObject { ["RelatedOpportunityIdentifier"] = opportunity });
        Assert.Equal("Partner Referral", Text(summary, "Origin"));
        if (status == "Approved")
            return;
        Assert.Equal([("LifeCycle.ReviewStatus", "ACTION_NOT_PERMITTED")], (await _aws.Refused("UpdateOpportunity", await _aws.Unchanged(opportunity))).Errors);
        _aws.Control("approve", new JsonObject { ["id"] = opportunity });
        // DG working-with-multi-partner-opportunities: some members are the receiver's own and are not copied; Marketing.Source is one.
        var update = await _aws.Unchanged(opportunity);
        Assert.Equal([("Marketing.Source", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("UpdateOpportunity", update)).Errors);
        update["Marketing"] = new JsonObject { ["Source"] = "None" };
        await _aws.Do("UpdateOpportunity", update);
    }

    // A published run of the operations: who joins is who changed the engagement last.
    [Fact]
    public async Task Joining_changes_the_engagement()
    {
        var id = await _aws.Engagement();
        var before = await _aws.Do("GetEngagement", new JsonObject { ["Identifier"] = id });
        var invitation = await _aws.Do("CreateEngagementInvitation", Invitation(id, "111122223333"));
        _aws.Advance(TimeSpan.FromMinutes(1));
        _aws.Control("answer-invitation", new JsonObject { ["id"] = Text(invitation, "Id"), ["status"] = "ACCEPTED" });
        var after = await _aws.Do("GetEngagement", new JsonObject { ["Identifier"] = id });
        Assert.NotEqual(Text(before, "ModifiedAt"), Text(after, "ModifiedAt"));
        Assert.Equal("111122223333", Text(after, "ModifiedBy"));
    }

    // Operation text of CreateEngagementInvitation: who was refused may be asked again.
    [Fact]
    public async Task A_rejected_invitation_says_why_and_may_be_repeated()
    {
        var id = await _aws.Engagement();
        var invitation = Text(await _aws.Do("CreateEngagementInvitation", Invitation(id, "111122223333")), "Id");
        _aws.Control("answer-invitation", new JsonObject { ["id"] = invitation, ["status"] = "REJECTED", ["reason"] = "No time" });
        Assert.Equal("No time", Text(await _aws.Do("GetEngagementInvitation", new JsonObject { ["Identifier"] = invitation }), "RejectionReason"));
        await _aws.Do("CreateEngagementInvitation", Invitation(id, "111122223333"));
        Assert.Throws<ArgumentException>(() => _aws.Control("answer-invitation", new JsonObject { ["id"] = invitation, ["status"] = "ACCEPTED" }));
    }

    // Shape EngagementMembers: ten at most, and the list comes in pages.
    [Fact]
    public async Task An_engagement_has_ten_members_at_most()
    {
        var id = await _aws.Engagement();
        for (var number = 1; number <= 9; number++)
        {
            var invitation = await _aws.Do("CreateEngagementInvitation", Invitation(id, $"11112222333{number}"));
            _aws.Control("answer-invitation", new JsonObject { ["id"] = Text(invitation, "Id"), ["status"] = "ACCEPTED" });
        }

        Assert.Equal("ServiceQuotaExceededException", (await _aws.Refused("CreateEngagementInvitation", Invitation(id, "222233334444"))).Type);
        var page = await _aws.Do("ListEngagementMembers", new JsonObject { ["Identifier"] = id, ["MaxResults"] = 6 });
        var rest = await _aws.Do("ListEngagementMembers", new JsonObject { ["Identifier"] = id, ["MaxResults"] = 6, ["NextToken"] = Text(page, "NextToken") });
        Assert.Equal((6, 4), (page["EngagementMemberList"]!.AsArray().Count, rest["EngagementMemberList"]!.AsArray().Count));
        Assert.Equal([("MaxResults", "VALUE_OUT_OF_RANGE")], (await _aws.Refused("ListEngagementMembers", new JsonObject { ["Identifier"] = id, ["MaxResults"] = 11 })).Errors);
    }

    // DG testing: the catalogs know nothing of each other.
    [Fact]
    [Trait("Row", "A13")]
    public async Task The_Sandbox_does_not_know_the_engagement()
    {
        var id = await _aws.Engagement();
        Assert.Equal([id], await List([]));
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetEngagement", new JsonObject { ["Catalog"] = "Sandbox", ["Identifier"] = id })).Type);
        Assert.Equal([], await List(new JsonObject { ["Catalog"] = "Sandbox" }));
    }

    public void Dispose() => _aws.Dispose();

    static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    static JsonObject Customer() => new() { ["CompanyName"] = "Example Ltd", ["Industry"] = "Software and Internet", ["WebsiteUrl"] = "https://example.com", ["CountryCode"] = "US" };

    static JsonObject Project() => new()
    {
        ["CustomerProject"] = new JsonObject
        {
            ["Customer"] = Customer(),
            ["Project"] = new JsonObject { ["Title"] = "A project", ["BusinessProblem"] = "A problem that takes some words to tell.", ["TargetCompletionDate"] = "2026-12-31" },
        },
    };

    JsonObject Context(string id, string type = "CustomerProject") => new() { ["ClientToken"] = _aws.NewToken(), ["EngagementIdentifier"] = id, ["Type"] = type, ["Payload"] = Project() };

    JsonObject Invitation(string id, string receiver) => new()
    {
        ["ClientToken"] = _aws.NewToken(),
        ["EngagementIdentifier"] = id,
        ["Invitation"] = new JsonObject
        {
            ["Message"] = "Join us.",
            ["Receiver"] = new JsonObject { ["Account"] = new JsonObject { ["AwsAccountId"] = receiver } },
            ["Payload"] = new JsonObject
            {
                ["OpportunityInvitation"] = new JsonObject
                {
                    ["ReceiverResponsibilities"] = new JsonArray("Reseller"),
                    ["Customer"] = Customer(),
                    ["Project"] = new JsonObject
                    {
                        ["Title"] = "A project",
                        ["BusinessProblem"] = "A problem that takes some words to tell.",
                        ["TargetCompletionDate"] = "2026-12-31",
                        ["ExpectedCustomerSpend"] = new JsonArray(),
                    },
                },
            },
        },
    };

    async Task<List<string>> List(JsonObject filters) =>
        [.. (await _aws.Do("ListEngagements", filters))["EngagementSummaryList"]!.AsArray().Select(e => e!["Id"]!.GetValue<string>())];
}
