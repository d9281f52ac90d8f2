using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>An action in the CRM sets a field that polling finds, then sends a command (infra/salesforce): together they are one change at AWS.</summary>
[Trait("Row", "H6")]
public sealed class CrmActionTests : IDisposable
{
    const string Answer = "AWS_partnerAcceptanceStatus__c", Reason = "AWS_rejectionReason__c";

    readonly DealRig _deal = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    /// <param name="isPolledFirst">The field is found before the command arrives.</param>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_referral_is_accepted_once(bool isPolledFirst)
    {
        var id = await Invited();

        await Act(id, $$"""{"{{Answer}}":"Accepted"}""", isPolledFirst, RequestVerbs.Accept);

        Assert.Equal(["StartEngagementByAcceptingInvitationTask"], _deal.Writes);
        await NothingFailed(id);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_referral_is_rejected_once(bool isPolledFirst)
    {
        var id = await Invited();

        await Act(id, $$"""{"{{Answer}}":"Rejected","{{Reason}}":"Unable to support"}""", isPolledFirst, RequestVerbs.Reject, ("reason", "Unable to support"));

        Assert.Equal(["RejectEngagementInvitation"], _deal.Writes);
        Assert.Equal("Unable to support", _deal.BodyOf("RejectEngagementInvitation")["RejectionReason"]!.GetValue<string>());
        await NothingFailed(id);
    }

    async Task Act(string id, string edit, bool isPolledFirst, string verb, params IReadOnlyList<(string Name, string Value)> arguments)
    {
        await Rig.Edit(id, edit);
        if (isPolledFirst)
            await _deal.Rounds(4);
        await Rig.Store.Wake([new Wake(WorkKey.Invitation("AWS", id), DealRig.RequestOf(verb, arguments).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], None);
        await _deal.Rounds(4);
    }

    async Task<string> Invited()
    {
        var id = Rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Globex", ["title"] = "Data lake" })["id"]!.GetValue<string>();
        await Rig.Deliver();
        Rig.Forget();
        return id;
    }

    async Task NothingFailed(string id) => Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
}
