using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>Opportunities have left the files, and a record's last file got no result.</summary>
[Trait("Row", "B10")]
public sealed class AfterFilesTests
{
    [Fact]
    public async Task An_update_of_a_file_that_AWS_does_not_show_is_compared_and_not_sent_as_it_was()
    {
        using var rig = new SyncRig();
        var id = rig.AwsHas(status: "Approved");
        await rig.Deliver();
        await rig.Edit(id, """{"AWS_nextStep__c":"In the file"}""");
        await InFile(rig, id, "In the file");
        // A person has edited the record since.
        await rig.Edit(id, """{"AWS_nextStep__c":"Later"}""");
        for (var i = 0; i < 4; i++)
            await rig.Tick();
        Assert.Equal("Later", rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.DoesNotContain(rig.Http.Bodies, body => body.Contains("In the file", StringComparison.Ordinal));
        Assert.Single(rig.Http.Operations, operation => operation == nameof(UpdateOpportunity));
        Assert.True(await rig.Work(id) is null or { Due: null, Parked: false, Intent: null });
    }

    [Fact]
    public async Task An_update_that_AWS_took_from_the_file_is_sent_by_no_call()
    {
        using var rig = new SyncRig();
        var id = rig.AwsHas(status: "Approved");
        await rig.Deliver();
        await rig.Edit(id, """{"AWS_nextStep__c":"In the file"}""");
        await InFile(rig, id, "In the file");
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"In the file"}}""");
        for (var i = 0; i < 4; i++)
            await rig.Tick();
        Assert.DoesNotContain(nameof(UpdateOpportunity), rig.Http.Operations);
        Assert.True(await rig.Work(id) is null or { Due: null, Parked: false, Intent: null });
    }

    // As the run for files leaves a record whose edit is on its way.
    static async Task InFile(SyncRig rig, string id, string nextStep)
    {
        var (key, none) = (WorkKey.Opportunity("AWS", id), CancellationToken.None);
        await rig.Store.Wake([new Wake(key, Reason.Task, Lane.Edit, rig.Time.GetUtcNow())], none);
        var claim = (await rig.Store.Claim([key], new ClaimTerms("files", rig.Time.GetUtcNow(), rig.Time.GetUtcNow().AddMinutes(1), true), none))[0]!;
        var state = claim.State!;
        var opportunity = OpportunityBody.Opportunity(state.AwsBaseline);
        opportunity["LifeCycle"]!["NextSteps"] = nextStep;
        var crm = new FlatRecord(state.CrmBaseline) { ["AWS_nextStep__c"] = $"\"{nextStep}\"" };
        var body = OpportunityBody.Update("AWS", id, OpportunityBody.Text(OpportunityBody.Of(state.AwsBaseline), "LastModifiedDate")!, opportunity);
        var call = new PendingCall(nameof(UpdateOpportunity), body, rig.Time.GetUtcNow(), state with { AwsBaseline = OpportunityBody.With(state.AwsBaseline, opportunity), CrmBaseline = crm.ToJson() }, [], state)
        {
            File = "opportunity-inbound/lambdasync-opportunity_11302026120000.json",
        };
        await rig.Store.Settle([new Settlement { Claim = claim, Intent = new StoredIntent(Aws: call).ToJson(), Next = new WorkNext.Again(rig.Time.GetUtcNow(), "it waits for AWS's results of its file", Counts: false, [Reason.Task]) }], none);
        rig.Forget();
    }
}
