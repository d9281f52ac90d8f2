using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Invitations to engagements: listed, read, accepted, rejected, expired (operation texts of the invitation operations; DG selling-api-events).</summary>
[Trait("Row", "A3")]
public sealed class InvitationTests : IDisposable
{
    readonly Aws _aws = new();

    // Shape ListEngagementInvitationsRequest: the caller says whether it asks as sender or receiver, and filters by status, payload, engagement and sender.
    [Fact]
    public async Task A_list_has_one_side_and_its_filters()
    {
        var first = _aws.Invite();
        _aws.Advance(TimeSpan.FromMinutes(1));
        var (lead, engagement) = _aws.InviteLead();

        Assert.Equal([lead, first], await List(new JsonObject()));
        Assert.Equal([first, lead], await List(new JsonObject { ["Sort"] = new JsonObject { ["SortBy"] = "InvitationDate", ["SortOrder"] = "ASCENDING" } }));
        Assert.Equal([lead], await List(new JsonObject { ["PayloadType"] = new JsonArray("LeadInvitation") }));
        Assert.Equal([lead], await List(new JsonObject { ["EngagementIdentifier"] = new JsonArray(engagement) }));
        Assert.Equal([], await List(new JsonObject { ["Status"] = new JsonArray("ACCEPTED", "REJECTED", "EXPIRED") }));
        Assert.Equal([], await List(new JsonObject { ["SenderAwsAccountId"] = new JsonArray("111122223333") }));
        Assert.Equal([], await List(new JsonObject { ["ParticipantType"] = "SENDER" }));
        Assert.Equal([("ParticipantType", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("ListEngagementInvitations", [])).Errors);
    }

    // Shape ListEngagementInvitationsRequest: MaxResults and NextToken page.
    [Fact]
    public async Task A_list_comes_in_pages()
    {
        var ids = Enumerable.Range(0, 3).Select(_ => _aws.Invite()).ToList();
        var request = new JsonObject { ["ParticipantType"] = "RECEIVER", ["MaxResults"] = 2 };
        var page = await _aws.Do("ListEngagementInvitations", request);
        Assert.Equal(2, page["EngagementInvitationSummaries"]!.AsArray().Count);
        request["NextToken"] = page["NextToken"]!.DeepClone();
        var last = await _aws.Do("ListEngagementInvitations", request);
        Assert.Equal(ids[0], last["EngagementInvitationSummaries"]!.AsArray().Single()!["Id"]!.GetValue<string>());
        Assert.False(last.ContainsKey("NextToken"));
        // A page that ends where the list ends is the last.
        Assert.False((await _aws.Do("ListEngagementInvitations", new JsonObject { ["ParticipantType"] = "RECEIVER", ["MaxResults"] = 3 })).ContainsKey("NextToken"));
        request["NextToken"] = "bm90IG91cnM=";
        Assert.Equal([("NextToken", "INVALID_VALUE")], (await _aws.Refused("ListEngagementInvitations", request)).Errors);
    }

    // Operation text of GetEngagementInvitation: customer and project are shown before anyone accepts; the project's title is that of the opportunity later. By id or ARN.
    [Fact]
    public async Task An_invitation_shows_customer_and_project_by_id_or_arn()
    {
        var id = _aws.Invite("Referred Inc");
        var shown = await Get(id);
        Assert.Equal("Referred Inc", shown["Payload"]!["OpportunityInvitation"]!["Customer"]!["CompanyName"]!.GetValue<string>());
        Assert.Equal("A referred project", shown["Payload"]!["OpportunityInvitation"]!["Project"]!["Title"]!.GetValue<string>());
        Assert.DoesNotContain("buyer@", shown.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(id, (await Get(shown["Arn"]!.GetValue<string>()))["Id"]!.GetValue<string>());
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetEngagementInvitation", Identifier("engi-9999999999999"))).Type);
    }

    // Data model of leads: an unaccepted lead says "Accept To View" where the customer's contact stands.
    [Fact]
    [Trait("Row", "A17")]
    public async Task Contact_data_is_masked_until_the_invitation_is_accepted()
    {
        (var id, _) = _aws.InviteLead();
        Assert.Equal("Accept To View", await Title());
        await _aws.Do("AcceptEngagementInvitation", Identifier(id));
        Assert.Equal("CTO", await Title());

        // DG working-with-your-leads shows the title before: a setting.
        _aws.Control("settings", new JsonObject { ["masksLeads"] = false });
        (id, _) = _aws.InviteLead();
        Assert.Equal("CTO", await Title());

        async Task<string> Title() => (await Get(id))["Payload"]!["LeadInvitation"]!["Interaction"]!["ContactBusinessTitle"]!.GetValue<string>();
    }

    // Operation text of RejectEngagementInvitation: a reason of 1 to 80 characters may be given; a rejected invitation is over.
    [Fact]
    public async Task A_pending_invitation_is_rejected_once()
    {
        var id = _aws.Invite();
        Assert.Equal([("RejectionReason", "INVALID_STRING_FORMAT")], (await Reject(id, new string('x', 81))).Errors);
        // Its pattern ends at the basic plane.
        Assert.Equal([("RejectionReason", "INVALID_STRING_FORMAT")], (await Reject(id, "No \U0001F600")).Errors);
        await _aws.Do("RejectEngagementInvitation", new JsonObject { ["Identifier"] = id, ["RejectionReason"] = "Unable to support" });

        var shown = await Get(id);
        Assert.Equal(("REJECTED", "Unable to support"), (shown["Status"]!.GetValue<string>(), shown["RejectionReason"]!.GetValue<string>()));
        Assert.Equal("ConflictException", (await Reject(id, "Other")).Type);
        Assert.Equal("ConflictException", (await _aws.Refused("AcceptEngagementInvitation", Identifier(id))).Type);
        Assert.Equal(["Engagement Invitation Created", "Engagement Invitation Rejected"], _aws.Events().Select(e => e.Type));
    }

    // Operation text of AcceptEngagementInvitation: it is at once, and gives access to the engagement; the data of others' engagements is closed.
    [Fact]
    [Trait("Row", "A20")]
    public async Task Accepting_opens_the_engagement()
    {
        var (id, engagement) = _aws.InviteLead();
        Assert.Equal("AccessDeniedException", (await _aws.Refused("GetEngagement", Identifier(engagement))).Type);
        await _aws.Do("AcceptEngagementInvitation", Identifier(id));
        Assert.Equal(2, (await _aws.Do("GetEngagement", Identifier(engagement)))["MemberCount"]!.GetValue<int>());
        Assert.Equal("ConflictException", (await _aws.Refused("AcceptEngagementInvitation", Identifier(id))).Type);
        Assert.Equal(["Engagement Invitation Created", "Engagement Invitation Accepted", "Engagement Member Added"], _aws.Events().Select(e => e.Type));
    }

    // Shape EngagementInvitationSummary: an invitation has an ExpirationDate, after which its status is EXPIRED; then it can't be answered.
    [Fact]
    public async Task An_invitation_expires_by_the_clock()
    {
        var id = _aws.Invite(more: new JsonObject { ["expires"] = "2026-03-03T09:00:00Z" });
        var other = _aws.Invite();
        _aws.Advance(TimeSpan.FromHours(23));
        Assert.Equal("PENDING", (await Get(id))["Status"]!.GetValue<string>());
        _aws.Events();
        _aws.Advance(TimeSpan.FromHours(1));

        var (type, detail) = _aws.Events().Single();
        Assert.Equal(("Engagement Invitation Expired", id), (type, detail["engagementInvitation"]!["id"]!.GetValue<string>()));
        Assert.Equal([id], await List(new JsonObject { ["Status"] = new JsonArray("EXPIRED") }));
        Assert.Equal([("Identifier", "INVALID_RESOURCE_STATE")], (await Reject(id, "Other")).Errors);
        await _aws.Do("RejectEngagementInvitation", new JsonObject { ["Identifier"] = other, ["RejectionReason"] = "Other" });
    }

    // DG working-with-opportunities-from-aws: a reason is required; DG working-with-your-leads: for a lead it is only asked for.
    [Fact]
    public async Task Rejecting_an_opportunity_needs_a_reason()
    {
        var id = _aws.Invite();
        Assert.Equal([("RejectionReason", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("RejectEngagementInvitation", Identifier(id))).Errors);
        Assert.Equal("PENDING", (await Get(id))["Status"]!.GetValue<string>());
        await _aws.Do("RejectEngagementInvitation", Identifier(_aws.InviteLead().Id));
    }

    // Operation text of RejectEngagementInvitation: the data is inaccessible thereafter; DG working-with-your-leads: a rejected lead stays visible.
    [Fact]
    public async Task What_was_rejected_is_closed()
    {
        var (id, lead) = (_aws.Invite(), _aws.InviteLead().Id);
        Assert.True((await Get(id)).ContainsKey("Payload"));
        foreach (var invitation in (string[])[id, lead])
            await _aws.Do("RejectEngagementInvitation", new JsonObject { ["Identifier"] = invitation, ["RejectionReason"] = "Other" });
        Assert.False((await Get(id)).ContainsKey("Payload"));
        Assert.True((await Get(lead)).ContainsKey("Payload"));
        Assert.Equal([lead, id], await List(new JsonObject { ["Status"] = new JsonArray("REJECTED") }));
    }

    // DG working-with-multi-partner-opportunities: fifteen days.
    [Fact]
    public async Task An_invitation_stands_for_fifteen_days()
    {
        var id = _aws.Invite();
        _aws.Advance(TimeSpan.FromDays(15) - TimeSpan.FromSeconds(1));
        Assert.Equal("PENDING", (await Get(id))["Status"]!.GetValue<string>());
        _aws.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal("EXPIRED", (await Get(id))["Status"]!.GetValue<string>());
    }

    // The control verb ends one invitation's time.
    [Fact]
    public async Task One_invitation_is_made_to_expire()
    {
        var (id, other) = (_aws.Invite(), _aws.Invite());
        _aws.Control("expire", new JsonObject { ["id"] = id });
        Assert.Equal("EXPIRED", (await Get(id))["Status"]!.GetValue<string>());
        Assert.Equal("PENDING", (await Get(other))["Status"]!.GetValue<string>());
        Assert.Throws<ArgumentException>(() => _aws.Control("expire", new JsonObject { ["id"] = id }));
    }

    // DG selling-api-events: who received says Receiver; the sender's company and the end are told on Created alone.
    [Fact]
    [Trait("Row", "A8")]
    public async Task Events_tell_the_side_and_the_payload()
    {
        var id = _aws.Invite();
        await _aws.Do("RejectEngagementInvitation", new JsonObject { ["Identifier"] = id, ["RejectionReason"] = "Other" });
        var events = _aws.Events();

        Assert.All(events, e => Assert.Equal("AWS", e.Detail["catalog"]!.GetValue<string>()));
        var (created, rejected) = (events[0].Detail["engagementInvitation"]!.AsObject(), events[1].Detail["engagementInvitation"]!.AsObject());
        Assert.Equal(("Receiver", "OpportunityInvitation", "123456789012"), (Text(created, "participantType"), Text(created, "payloadType"), Text(created, "receiverAccountId")));
        Assert.Equal("AWS", Text(created, "senderCompanyName"));
        Assert.False(rejected.ContainsKey("senderCompanyName"));
        Assert.False(rejected.ContainsKey("expirationDate"));
    }

    // DG testing: a Sandbox opportunity of origin AWS Referral stands for a referral that AWS sends; in catalog AWS a partner can't make one.
    [Fact]
    [Trait("Row", "A13")]
    public async Task In_the_Sandbox_an_AWS_referral_is_an_invitation()
    {
        var id = await _aws.Opportunity(catalog: "Sandbox", more: new JsonObject { ["Origin"] = "AWS Referral" });
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetOpportunity", new JsonObject { ["Catalog"] = "Sandbox", ["Identifier"] = id })).Type);
        var listed = await _aws.Do("ListEngagementInvitations", new JsonObject { ["Catalog"] = "Sandbox", ["ParticipantType"] = "RECEIVER" });
        var invitation = listed["EngagementInvitationSummaries"]!.AsArray().Single()!["Id"]!.GetValue<string>();
        Assert.Equal([], await List(new JsonObject()));
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetEngagementInvitation", Identifier(invitation))).Type);

        var task = await _aws.Finish("StartEngagementByAcceptingInvitationTask", new JsonObject { ["Catalog"] = "Sandbox", ["Identifier"] = invitation });
        Assert.Equal(id, task["OpportunityId"]!.GetValue<string>());
        Assert.Equal("Approved", (await _aws.Get(id, "Sandbox"))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());

        var refused = Aws.Body();
        refused["Origin"] = "AWS Referral";
        refused["ClientToken"] = _aws.NewToken();
        Assert.Equal([("Origin", "ACTION_NOT_PERMITTED")], (await _aws.Refused("CreateOpportunity", refused)).Errors);
    }

    public void Dispose() => _aws.Dispose();

    static JsonObject Identifier(string id) => new() { ["Identifier"] = id };

    static string Text(JsonObject json, string name) => json[name]!.GetValue<string>();

    Task<JsonObject> Get(string id) => _aws.Do("GetEngagementInvitation", Identifier(id));

    Task<Aws.Refusal> Reject(string id, string reason) => _aws.Refused("RejectEngagementInvitation", new JsonObject { ["Identifier"] = id, ["RejectionReason"] = reason });

    async Task<List<string>> List(JsonObject filters)
    {
        filters["ParticipantType"] ??= "RECEIVER";
        return [.. (await _aws.Do("ListEngagementInvitations", filters))["EngagementInvitationSummaries"]!.AsArray().Select(s => s!["Id"]!.GetValue<string>())];
    }
}
