using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A colleague answers and converts with another tool while LambdaSync works on the same: nothing is doubled, and nothing has failed.</summary>
[Trait("Row", "A3")]
[Trait("Row", "A14")]
[Trait("Row", "A17")]
public sealed class ColleagueTests : IDisposable
{
    const string Accept = "StartEngagementByAcceptingInvitationTask", AcceptLead = "AcceptEngagementInvitation", Reject = "RejectEngagementInvitation", Convert = "StartOpportunityFromEngagementTask";

    const string Answer = "AWS_partnerAcceptanceStatus__c", Status = "AWS_Sync_Status__c";

    readonly LeadRig _leads = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    SyncRig Rig => _leads.Rig;

    public static TheoryData<string, bool> Clients => new() { { "boto3", false }, { "boto3", true }, { "JavaScript", false }, { "JavaScript", true } };

    public void Dispose() => _leads.Dispose();

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_opportunity_that_both_accept_is_one_record(string client, bool isBetween)
    {
        var (id, _) = await Invited("invite");
        var crmId = await Rig.CrmId(id);
        await using var colleague = await Meanwhile(client, isBetween, Accept, "accept-opportunity", id);
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _leads.Rounds(6);

        Assert.Equal(1, await Rig.Count());
        Assert.Single(Rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray());
        Assert.Equal(crmId, await Rig.CrmId("O1000001"));
        Assert.Equal("\"buyer@customer.example.com\"", await Rig.Field("O1000001", "AWS_customerEmail__c"));
        Assert.Equal("\"Synced\"", await Rig.Field("O1000001", Status));
        Assert.Single(Tasks("ListEngagementByAcceptingInvitationTasks"));
        await NothingFailed(id, "O1000001");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_opportunity_that_the_colleague_rejects_is_closed_as_rejected(string client, bool isBetween)
    {
        var (id, _) = await Invited("invite");
        await using var colleague = await Meanwhile(client, isBetween, Accept, "reject", id, "Unable to support");
        await Rig.Edit(id, $$"""{"{{Answer}}":"Accepted"}""");
        await _leads.Rounds(6);

        Assert.Equal("REJECTED", AtAws(id));
        Assert.Equal(1, await Rig.Count());
        Assert.Empty(Rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray());
        Assert.Equal(("\"Rejected\"", "\"Rejected\""), (await Rig.Field(id, Answer), await Rig.Field(id, Status)));
        await NothingFailed(id);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task An_opportunity_that_the_colleague_accepts_is_not_rejected_here(string client, bool isBetween)
    {
        var (id, _) = await Invited("invite");
        await using var colleague = await Meanwhile(client, isBetween, Reject, "accept-opportunity", id);
        await Rig.Edit(id, $$"""{"{{Answer}}":"Rejected","AWS_rejectionReason__c":"Unable to support"}""");
        await _leads.Rounds(6);

        Assert.Equal("ACCEPTED", AtAws(id));
        Assert.Equal(1, await Rig.Count());
        Assert.Equal(("\"Accepted\"", "\"Synced\""), (await Rig.Field("O1000001", Answer), await Rig.Field("O1000001", Status)));
        await NothingFailed(id, "O1000001");
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_lead_that_both_accept_is_one_membership_and_one_lead(string client, bool isBetween)
    {
        var (id, engagement) = await Invited("invite-lead");
        await using var colleague = await Meanwhile(client, isBetween, AcceptLead, "accept-lead", id);
        await Request(id, RequestVerbs.Accept);
        await _leads.Rounds(6);

        Assert.Equal("ACCEPTED", AtAws(id));
        Assert.Equal((1, 0), (await _leads.Leads(), await Rig.Count()));
        Assert.Equal("\"Synced\"", await _leads.Field(engagement, Status));
        Assert.Equal(2, Rig.Answer("ListEngagementMembers", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = engagement })["EngagementMemberList"]!.AsArray().Count);
        await NothingFailed(id, engagement);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_lead_that_the_colleague_rejects_is_over(string client, bool isBetween)
    {
        var (id, engagement) = await Invited("invite-lead");
        await using var colleague = await Meanwhile(client, isBetween, AcceptLead, "reject", id, "No capacity until spring");
        await Request(id, RequestVerbs.Accept);
        await _leads.Rounds(6);

        Assert.Equal("REJECTED", AtAws(id));
        Assert.Null(await Rig.Crm.Get("Lead", engagement, None));
        await NothingFailed(id);
    }

    [Theory]
    [MemberData(nameof(Clients))]
    public async Task A_lead_that_both_convert_is_one_opportunity(string client, bool isBetween)
    {
        Rig.Simulator.Control.Do("settings", new JsonObject { ["convertsOnce"] = true });
        var engagement = await _leads.Lead();
        await using var colleague = await Meanwhile(client, isBetween, Convert, "convert", engagement);
        await _leads.Edit(engagement, """{"Convert_at_AWS__c":true}""");
        await _leads.Rounds(6);

        Assert.Equal((1, 1), (await _leads.Leads(), await Rig.Count()));
        Assert.Single(Rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray());
        Assert.Equal(("\"O1000001\"", "\"Synced\""), (await _leads.Field(engagement, "AWS_opportunity__c"), await _leads.Field(engagement, Status)));
        Assert.Equal("\"Draft\"", await Rig.Field("O1000001", Status));
        Assert.Single(Tasks("ListOpportunityFromEngagementTasks"), t => t!["TaskStatus"]!.GetValue<string>() == "COMPLETE");
        await NothingFailed(engagement, "O1000001");
    }

    async Task<(string Id, string Engagement)> Invited(string verb)
    {
        var invitation = Rig.Simulator.Control.Do(verb, new JsonObject { ["company"] = "Globex", ["title"] = "Data lake" });
        await Rig.Deliver();
        return (invitation["id"]!.GetValue<string>(), invitation["engagementId"]!.GetValue<string>());
    }

    /// <summary>The colleague acts now, or between the last read before our own call and that call.</summary>
    async Task<Colleague> Meanwhile(string client, bool isBetween, string operation, string action, params IReadOnlyList<string> arguments)
    {
        var colleague = await Colleague.Of(client, Rig.Simulator);
        if (!isBetween)
        {
            await colleague.Does(action, arguments);
            return colleague;
        }

        var hasActed = false;
        Rig.Http.Refuses = called =>
        {
            if (called == operation && !hasActed)
            {
                hasActed = true;
                colleague.Does(action, arguments).GetAwaiter().GetResult();
            }

            return null;
        };
        return colleague;
    }

    string AtAws(string id) => Rig.Answer("GetEngagementInvitation", new JsonObject { ["Catalog"] = "AWS", ["Identifier"] = id })["Status"]!.GetValue<string>();

    JsonArray Tasks(string operation) => Rig.Answer(operation, new JsonObject { ["Catalog"] = "AWS" })["TaskSummaries"]!.AsArray();

    async Task NothingFailed(params IReadOnlyList<string> ids)
    {
        foreach (var id in ids)
            Assert.DoesNotContain(await Rig.Log(id), d => d.Outcome == Outcome.Failed);
        Assert.Equal("", Rig.Told.ToString());
        Assert.DoesNotContain(await Rig.Store.ListWork("AWS", 50, None), w => w.Key.Kind != WorkKind.Schedule && (w.Parked || w.Attempts > 0 || w.Intent is not null));
    }

    Task Request(string id, string verb) =>
        Rig.Store.Wake([new Wake(WorkKey.Invitation("AWS", id), DealRig.RequestOf(verb).ToReason(), Lane.Person, Rig.Time.GetUtcNow())], None);
}
