using System.Text.Json.Nodes;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Other partners are invited to the engagement of a deal.</summary>
[Trait("Row", "A20")]
public sealed class PartnersTests : IDisposable
{
    const string Id = "O1000001", Create = "CreateEngagementInvitation", Account = "222233334444";

    readonly DealRig _deal = new();

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    [Fact]
    public async Task A_partner_is_invited_with_customer_and_project_and_no_more()
    {
        Rig.Simulator.Control.Do("add-user", new JsonObject { ["email"] = "ana@example.com", ["firstName"] = "Ana", ["lastName"] = "Lima" });
        await Submitted();
        await Rig.Edit(Id, """{"AWS_primaryContactEmail__c":"ana@example.com"}""");
        await _deal.Rounds();
        await Invite(Account);
        var body = _deal.BodyOf(Create);
        var payload = body["Invitation"]!["Payload"]!["OpportunityInvitation"]!;
        Assert.Equal(["Customer", "Project", "ReceiverResponsibilities", "SenderContacts"], payload.AsObject().Select(m => m.Key).Order());
        Assert.Equal("""[{"Email":"ana@example.com","FirstName":"Ana","LastName":"Lima"}]""", payload["SenderContacts"]!.ToJsonString());
        Assert.Equal("""["Reseller"]""", payload["ReceiverResponsibilities"]!.ToJsonString());
        Assert.Equal(Account, body["Invitation"]!["Receiver"]!["Account"]!["AwsAccountId"]!.GetValue<string>());
        Assert.Equal("From the CRM", payload["Project"]!["Title"]!.GetValue<string>());
        Assert.Equal([Account], Sent());
        // Nothing is left of the request, and the opportunity is as it was.
        Rig.Forget();
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
    }

    [Fact]
    public async Task A_second_request_for_a_partner_sends_nothing()
    {
        await Submitted();
        await Invite(Account);
        Rig.Forget();
        await Invite(Account);
        Assert.DoesNotContain(Create, Rig.Http.Operations);
        Assert.Equal([Account], Sent());
    }

    [Fact]
    public async Task At_most_nine_partners_are_invited()
    {
        await Submitted();
        for (var i = 0; i < 10; i++)
            await Invite($"11112222{3000 + i}");
        Assert.Equal(9, Sent().Count);
    }

    [Fact]
    public async Task A_draft_has_no_engagement_to_invite_to()
    {
        _deal.Mapping(submit: new Mapping.SubmitMapping("Co-Sell", "Full", Mapping.SubmitTrigger.OnCommand));
        await _deal.New("S-1234567");
        await _deal.Rounds();
        await Invite(Account);
        Assert.DoesNotContain(Create, Rig.Http.Operations);
        Assert.Equal("\"Failed\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        Assert.Contains("has no engagement", await Rig.Field(Id, "AWS_Last_Error__c"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_partner_that_is_not_connected_is_named_with_what_to_do_first()
    {
        Rig.Simulator.Control.Do("settings", new JsonObject { ["connected"] = new JsonArray("111122223333") });
        await Submitted();
        await Invite(Account);
        Assert.Empty(Sent());
        var issue = Assert.Single((await Rig.Log(Id)).SelectMany(d => d.Issues), i => i.Value == Account);
        Assert.Contains($"There is no connection with {Account}", issue.Rule, StringComparison.Ordinal);
        Assert.Contains("connect with the partner in Partner Central", issue.Fix, StringComparison.Ordinal);
        Assert.Contains("partners that you are connected with", await Rig.Field(Id, "AWS_Last_Error__c"), StringComparison.Ordinal);

        await Invite("111122223333");
        Assert.Equal(["111122223333"], Sent());
    }

    // An invitation that was not answered for 15 days is over.
    [Fact]
    public async Task After_fifteen_days_the_partner_is_invited_again()
    {
        await Submitted();
        await Invite(Account);
        Assert.Contains((await Rig.Log(Id)).SelectMany(d => d.Issues), i => i.Value == Account && i.Rule.Contains("stands for 15 days", StringComparison.Ordinal));
        Rig.Simulator.Control.Do("clock", new JsonObject { ["advanceSeconds"] = TimeSpan.FromDays(15).TotalSeconds });
        Rig.Time.Ahead += TimeSpan.FromDays(15);
        await Invite(Account);
        Assert.Equal(2, _deal.Bodies(Create).Count);
    }

    // The answer is lost after AWS has taken the call: the same token makes it one invitation.
    [Fact]
    public async Task A_lost_answer_makes_no_second_invitation()
    {
        await Submitted();
        Rig.Http.Loses = operation => operation == Create;
        await Invite(Account);
        Rig.Http.Loses = _ => false;
        Rig.Time.Ahead += TimeSpan.FromMinutes(2);
        await _deal.Rounds();
        Assert.Equal([Account], Sent());
        Assert.Equal(2, Rig.Http.Operations.Count(o => o == Create));
        Assert.Equal(_deal.Bodies(Create)[0].ToJsonString(), _deal.Bodies(Create)[1].ToJsonString());
    }

    async Task Submitted()
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Assert.Equal("Submitted", _deal.Status(Id));
    }

    async Task Invite(string account)
    {
        await _deal.Request(Id, RequestVerbs.Invite, ("account", account), ("responsibility", "Reseller"), ("message", "Let us do this together"));
        await _deal.Rounds();
    }

    List<string> Sent() =>
    [
        .. Rig.Answer("ListEngagementInvitations", new JsonObject { ["Catalog"] = "AWS", ["ParticipantType"] = "SENDER" })["EngagementInvitationSummaries"]!.AsArray()
            .Select(i => i!["Receiver"]!["Account"]!["AwsAccountId"]!.GetValue<string>()).Where(account => account != "aws"),
    ];
}
