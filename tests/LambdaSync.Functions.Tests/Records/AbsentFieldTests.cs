using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A member that AWS does not have is an empty value, not one that nobody looks at.</summary>
[Trait("Row", "A18")]
public sealed class AbsentFieldTests : IDisposable
{
    const string Comments = "AWS_additionalComments__c", Competitor = "AWS_competitiveTracking__c";

    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task An_edit_of_a_field_that_AWS_does_not_have_outlives_a_change_of_AWS()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, $$"""{"{{Comments}}":"hello"}""");
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        await _rig.Tick();
        Assert.Equal(("hello", "Sign"), (CommentsAtAws(id), _rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>()));
        Assert.Equal(("\"hello\"", "\"Sign\""), (await _rig.Field(id, Comments), await _rig.Field(id, "AWS_nextStep__c")));
    }

    [Fact]
    public async Task What_AWS_has_removed_leaves_the_crm()
    {
        var id = _rig.AwsHas();
        _rig.AwsEdits(id, """{"Project":{"AdditionalComments":"hello"}}""");
        await _rig.Deliver();
        Assert.Equal("\"hello\"", await _rig.Field(id, Comments));
        _rig.AwsEdits(id, """{"Project":{"AdditionalComments":null}}""");
        await _rig.Deliver();
        Assert.Null(await _rig.Field(id, Comments));
        await _rig.Tick();
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
    }

    [Fact]
    public async Task On_the_first_link_AWS_is_told_what_only_the_crm_has()
    {
        var crmId = await _rig.NewInCrm($$"""{"Name":"Deal","Sync_with_AWS__c":false,"{{Comments}}":"hello"}""");
        var id = _rig.AwsHas(partnerId: crmId);
        await _rig.Deliver();
        await _rig.Tick();
        Assert.Equal(crmId, (await _rig.State(id)).CrmId);
        Assert.Equal("hello", CommentsAtAws(id));
        Assert.Equal("\"hello\"", await _rig.Field(id, Comments));
    }

    [Fact]
    public async Task A_value_that_the_mapping_does_not_know_takes_no_edit_away()
    {
        var id = _rig.AwsHas();
        _rig.AwsEdits(id, """{"Project":{"CompetitorName":"Akamai"}}""");
        await _rig.Deliver();
        Assert.Equal("\"Akamai\"", await _rig.Field(id, Competitor));
        _rig.AwsEdits(id, """{"Project":{"CompetitorName":"Newcomer"}}""");
        await _rig.Deliver();
        Assert.Equal("\"Akamai\"", await _rig.Field(id, Competitor));
        await _rig.Edit(id, $$"""{"{{Competitor}}":"AliCloud"}""");
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        await _rig.Tick();
        Assert.Equal("AliCloud", _rig.Aws(id)["Project"]!["CompetitorName"]!.GetValue<string>());
    }

    [Fact]
    public async Task An_edit_behind_what_is_not_for_the_crm_is_sent_and_nothing_comes_in()
    {
        var document = SyncRig.BuiltIn();
        using var rig = new SyncRig(document with
        {
            Opportunity = document.Opportunity! with { WhenInbound = [new Condition("LifeCycle.Stage", null, Comparison.NotEqual, ["\"Closed Lost\""])] },
        });
        var id = rig.AwsHas();
        await rig.Deliver();
        rig.AwsEdits(id, """{"LifeCycle":{"Stage":"Closed Lost","ClosedLostReason":"Price","NextSteps":"None"}}""");
        await rig.Edit(id, $$"""{"{{Comments}}":"hello"}""");
        await rig.Store.Wake([new Wake(new WorkKey("AWS", WorkKind.Opportunity, id), Reason.Crm, Lane.Edit, rig.Time.GetUtcNow())], None);
        await rig.Deliver();
        await rig.Tick();
        Assert.Equal("hello", rig.Aws(id)["Project"]!["AdditionalComments"]!.GetValue<string>());
        Assert.Equal("\"Call\"", await rig.Field(id, "AWS_nextStep__c"));

        await rig.Edit(id, $$"""{"{{Comments}}":"hello again"}""");
        await rig.Tick();
        Assert.Equal("hello again", rig.Aws(id)["Project"]!["AdditionalComments"]!.GetValue<string>());
        Assert.Equal("\"Call\"", await rig.Field(id, "AWS_nextStep__c"));
    }

    [Fact]
    public async Task Nothing_is_sent_over_what_AWS_masks()
    {
        var id = _rig.AwsHas();
        _rig.AwsEdits(id, """{"Customer":{"Contacts":[{"Email":"ana@example.com","FirstName":"Ana"}]}}""");
        await _rig.Deliver();
        _rig.AwsEdits(id, """{"Customer":{"Contacts":[{"Email":"bo@example.com","FirstName":"Bo"}]}}""");
        _rig.Http.Changes = body => body.Replace("bo@example.com", "Accept To View", StringComparison.Ordinal);
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
        Assert.True((await _rig.Work(id))!.Parked);
        Assert.Contains((await _rig.Log(id))[0].Issues, i => i.Code == IssueCodes.Masked);
        _rig.Http.Changes = body => body;
        Assert.Equal("bo@example.com", _rig.Aws(id)["Customer"]!["Contacts"]![0]!["Email"]!.GetValue<string>());
    }

    string? CommentsAtAws(string id) => _rig.Aws(id)["Project"]!["AdditionalComments"]?.GetValue<string>();
}
