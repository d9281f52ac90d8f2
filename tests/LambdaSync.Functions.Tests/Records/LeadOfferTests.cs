using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A lead that AWS offers is in the CRM before its acceptance, where the mapping says how it is answered there.</summary>
[Trait("Row", "A3")]
[Trait("Row", "A17")]
public sealed class LeadOfferTests : IDisposable
{
    const string Accept = "AcceptEngagementInvitation", Reject = "RejectEngagementInvitation", Answer = "AWS_partnerAcceptanceStatus__c", Status = "AWS_Sync_Status__c";

    readonly LeadRig _leads = new(MappingReader.Read(LambdaSync.Cli.Demo.DemoRun.Mapping(), new List<Issue>())!);

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _leads.Rig;

    public void Dispose() => _leads.Dispose();

    [Fact]
    public async Task It_has_a_record_with_its_expiry_and_the_same_record_is_the_lead_once_it_is_accepted()
    {
        var (id, engagement) = await Offered();
        Assert.Equal(("\"Invited\"", "\"Pending\"", "\"Lead\""), (await Field(id, Status), await Field(id, Answer), await Field(id, "AWS_invitationKind__c")));
        Assert.Equal(("\"Globex\"", "\"US\"", "\"Not shown yet\""), (await Field(id, "Company"), await Field(id, "AWS_countryCode__c"), await Field(id, "LastName")));
        Assert.NotNull(await Field(id, "AWS_acceptBy__c"));
        Assert.True(await Field(id, "AWS_email__c") is null or "null");
        Assert.Empty(_leads.Writes);
        var crmId = (await Rig.Crm.Get("Lead", id, None))!.Id;

        await _leads.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _leads.Rounds(4);

        Assert.Equal([Accept], _leads.Writes);
        Assert.Equal(1, await _leads.Leads());
        Assert.Equal(crmId, (await Rig.Crm.Get("Lead", engagement, None))!.Id);
        Assert.Equal(("\"Synced\"", "\"Accepted\"", "\"Bo Buyer\""), (await Field(engagement, Status), await Field(engagement, Answer), await Field(engagement, "LastName")));
        Assert.Equal("\"buyer@customer.example.com\"", await Field(engagement, "AWS_email__c"));
        Assert.Equal(LeadRig.Key(engagement), await Rig.Store.FindByCrmId("AWS", "Lead", crmId, None));
        Assert.Equal(1, (await Rig.Log(engagement)).Count(d => d.Outcome == Outcome.Linked));
        await NothingFailed(id, engagement);
        // From here on it is a lead like any other.
        await _leads.Edit(engagement, """{"AWS_qualificationStatus__c":"Qualified","Convert_at_AWS__c":true}""");
        await _leads.Rounds(4);
        Assert.Equal([Accept, "UpdateEngagementContext", "StartOpportunityFromEngagementTask"], _leads.Writes);
        Assert.Equal((1, 1), (await _leads.Leads(), await Rig.Count()));
    }

    [Fact]
    [Trait("Row", "L-11")]
    public async Task It_is_rejected_in_the_CRM_in_own_words()
    {
        var (id, _) = await Offered();
        await _leads.Edit(id, $$"""{"{{Answer}}":"Rejected"}""");
        await _leads.Rounds();
        Assert.Empty(_leads.Writes);
        Assert.Contains("without a reason", await Field(id, "AWS_Last_Error__c"), StringComparison.Ordinal);
        await _leads.Edit(id, """{"AWS_rejectionReason__c":"No capacity until spring"}""");
        await _leads.Rounds();
        Assert.Equal([Reject], _leads.Writes);
        Assert.Equal("No capacity until spring", _leads.Bodies(Reject)[0]["RejectionReason"]!.GetValue<string>());
        Assert.Equal(("\"Rejected\"", "\"Rejected\""), (await Field(id, Status), await Field(id, Answer)));
        Assert.Equal(1, await _leads.Leads());
    }

    [Theory]
    [Trait("Row", "L-10")]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_becomes_of_it_in_Partner_Central_shows_in_its_record(bool isAccepted)
    {
        var (id, engagement) = await Offered();
        var crmId = (await Rig.Crm.Get("Lead", id, None))!.Id;
        Rig.Simulator.Control.Do(isAccepted ? "accept-elsewhere" : "expire", new JsonObject { ["id"] = id });
        await _leads.Rounds(4);
        var shown = isAccepted ? engagement : id;
        Assert.Equal(crmId, (await Rig.Crm.Get("Lead", shown, None))!.Id);
        Assert.Equal(isAccepted ? ("\"Synced\"", "\"Accepted\"") : ("\"Expired\"", "\"Expired\""), (await Field(shown, Status), await Field(shown, Answer)));
        Assert.Equal(1, await _leads.Leads());
        Assert.Empty(_leads.Writes);
        await NothingFailed(id, engagement);
    }

    [Fact]
    public async Task An_edit_made_before_the_acceptance_is_kept_and_sent()
    {
        var (id, engagement) = await Offered();
        await _leads.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _leads.Rounds();
        Assert.Empty(_leads.Writes);
        await _leads.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _leads.Rounds(5);
        Assert.Equal(await Field(engagement, "AWS_city__c"), $"\"{_leads.Aws(engagement)["Customer"]!["Address"]!["City"]}\"");
        Assert.Equal(1, await _leads.Leads());
    }

    [Fact]
    [Trait("Row", "A27")]
    public async Task A_request_from_AWS_Marketplace_is_known_in_the_CRM()
    {
        var id = Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Globex", ["interaction"] = new JsonObject { ["SourceType"] = "AWS Marketplace" } })["id"]!.GetValue<string>();
        await Rig.Deliver();
        Assert.Equal("\"AWS Marketplace Request\"", await Field(id, "AWS_invitationKind__c"));
    }

    async Task<(string Id, string Engagement)> Offered()
    {
        var offered = Rig.Simulator.Control.Do("invite-lead", new JsonObject { ["company"] = "Globex" });
        await Rig.Deliver();
        return (offered["id"]!.GetValue<string>(), offered["engagementId"]!.GetValue<string>());
    }

    Task<string?> Field(string id, string field) => _leads.Field(id, field);

    async Task NothingFailed(params IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        Assert.Equal("", Rig.Told.ToString());
        Assert.DoesNotContain(await Rig.Store.ListWork("AWS", 50, None), w => w.Key.Kind != WorkKind.Schedule && (w.Parked || w.Attempts > 0 || w.Intent is not null));
    }
}
