using System.Text.Json.Nodes;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A refusal says something about the request that it answers, not about the one before it whose answer was lost.</summary>
[Trait("Row", "A2")]
public sealed class RefusedRepeatTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("AccessDeniedException")]
    [InlineData("ValidationException")]
    public async Task A_creation_that_was_taken_is_not_made_again_because_its_repeat_is_refused(string code)
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal"}""");
        _rig.Http.Loses = operation => operation == "CreateOpportunity";
        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        _rig.Http.Refuses = operation => operation is "CreateOpportunity" or "ListOpportunities" ? code : null;
        await _rig.Tick();
        _rig.Http.Refuses = _ => null;
        await _rig.Store.Wake([new Wake(WorkKey.Crm("AWS", "Opportunity", crmId), Reason.Crm, Lane.Edit, _rig.Time.GetUtcNow())], None);
        await _rig.Tick();
        await _rig.Tick();
        Assert.Single(_rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray());
        Assert.Equal(crmId, (await _rig.State("O1000001")).CrmId);
    }

    [Fact]
    public async Task What_AWS_refuses_once_it_was_looked_for_in_vain_is_decided_anew()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal"}""");
        // It never arrives.
        _rig.Simulator.Control.Do("fault", new JsonObject { ["kind"] = "CutBefore", ["operation"] = "CreateOpportunity" });
        await _rig.Tick();
        _rig.Http.Refuses = operation => operation == "CreateOpportunity" ? "ValidationException" : null;
        _rig.Time.Ahead = TimeSpan.FromHours(1);
        await _rig.Tick();
        var item = (await _rig.Store.GetWork(WorkKey.Crm("AWS", "Opportunity", crmId), None))!;
        Assert.True(item.Parked, item.Cause);
        Assert.Null(item.Intent);

        _rig.Http.Refuses = _ => null;
        await _rig.Crm.Set("Opportunity", crmId, """{"Name":"Corrected"}"""u8.ToArray(), None);
        await _rig.Tick();
        Assert.Equal("Corrected", _rig.Aws("O1000001")["Project"]!["Title"]!.GetValue<string>());
    }

    [Theory]
    [InlineData("GetOpportunity", "AccessDeniedException")]
    [InlineData("GetOpportunity", "ResourceNotFoundException")]
    [InlineData("UpdateOpportunity", "ConflictException")]
    [InlineData("UpdateOpportunity", "AccessDeniedException")]
    public async Task A_newer_edit_is_not_taken_for_older_than_an_update_whose_answer_was_lost(string operation, string code)
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        _rig.Http.Loses = called => called == "UpdateOpportunity";
        if (operation == "UpdateOpportunity")
        {
            // It arrives later than its repeat.
            _rig.Http.Loses = _ => false;
            _rig.Simulator.Control.Do("fault", new JsonObject { ["kind"] = "CutBefore", ["operation"] = "UpdateOpportunity" });
        }

        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        await _rig.Edit(id, """{"AWS_city__c":"Salem"}""");
        _rig.Http.Refuses = called => called == operation ? code : null;
        await _rig.Tick();
        _rig.Http.Refuses = _ => null;
        if (operation == "UpdateOpportunity")
            _rig.AwsEdits(id, """{"Customer":{"Account":{"Address":{"City":"Portland"}}}}""");
        await _rig.Deliver();
        await _rig.Tick();
        await _rig.Tick();
        Assert.Equal("Salem", _rig.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>());
        Assert.Equal("\"Salem\"", await _rig.Field(id, "AWS_city__c"));
    }

    [Fact]
    public async Task An_opportunity_does_not_wait_for_a_creation_that_was_given_up()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal"}""");
        var key = WorkKey.Crm("AWS", "Opportunity", crmId);
        _rig.Http.Loses = operation => operation == "CreateOpportunity";
        await _rig.Tick();
        _rig.Http.Loses = _ => false;
        var claim = (await _rig.Store.Claim([key], new Connections.State.ClaimTerms("stopped", _rig.Time.GetUtcNow(), _rig.Time.GetUtcNow().AddMinutes(1), EvenIfClean: true), None))[0]!;
        await _rig.Store.Settle([new Connections.State.Settlement { Claim = claim, Intent = claim.Intent, Next = new WorkNext.Parked("given up") }], None);
        await _rig.Deliver();
        Assert.Equal(crmId, (await _rig.State("O1000001")).CrmId);
        Assert.Equal(1, await _rig.Count());
    }

    [Fact]
    public async Task A_creation_that_never_went_out_is_decided_anew()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal"}""");
        var key = WorkKey.Crm("AWS", "Opportunity", crmId);
        var context = _rig.Context;
        // Time is over once its call is stored.
        _rig.StoreCalls.LosesAnswer = method =>
        {
            if (method == "StoreIntents")
                context.RemainingTime = TimeSpan.FromSeconds(5);
            return null;
        };
        _rig.Time.Ahead += TimeSpan.FromMinutes(5);
        await _rig.Outbound.Handle(new Amazon.Lambda.CloudWatchEvents.ScheduledEvents.ScheduledEvent(), context);
        _rig.StoreCalls.LosesAnswer = _ => null;
        Assert.DoesNotContain("CreateOpportunity", _rig.Http.Operations);
        Assert.Null((await _rig.Store.GetWork(key, None))!.Intent);

        await _rig.Crm.Set("Opportunity", crmId, """{"Sync_with_AWS__c":false}"""u8.ToArray(), None);
        await _rig.Tick();
        Assert.Empty(_rig.Simulator.Control.Do("show", [])["opportunities"]!.AsArray());
    }
}
