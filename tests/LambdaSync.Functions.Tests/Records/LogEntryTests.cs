using LambdaSync.Connections;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>The sync log has one entry for each step that changed something: fields, old and new values, direction, reason.</summary>
[Trait("Row", "D13")]
public sealed class LogEntryTests
{
    const string NextSteps = "AWS_nextStep__c", City = "Customer.Account.Address.City";

    static CancellationToken None => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_claim_that_changes_both_sides_has_an_entry_for_each()
    {
        using var rig = new SyncRig();
        var id = await BothSidesEdited(rig);
        await rig.Deliver();

        var log = await rig.Log(id);
        Assert.Equal([Outcome.Updated, Outcome.Updated, Outcome.Created], log.Select(d => d.Outcome));
        await HasBoth(rig, id);
        Assert.All(log, d => Assert.Equal(log[0].CrmId, d.CrmId));
    }

    [Theory]
    [InlineData(Owner.Aws, "write")] // without an intent
    [InlineData(Owner.Crm, "write")]
    [InlineData(Owner.Aws, "call")]
    [InlineData(Owner.Crm, "call")]
    [InlineData(Owner.Aws, "answer")]
    public async Task A_resume_leaves_one_entry_a_step(Owner owner, string stop)
    {
        var mapping = SyncRig.BuiltIn();
        using var rig = new SyncRig(mapping with { Opportunity = mapping.Opportunity! with { Owner = owner } });
        var id = await BothSidesEdited(rig);
        var writes = rig.CrmCalls["Write"];
        rig.StoreCalls.Fails = method => stop switch
        {
            "write" => method is "StoreIntents" or "Settle" && rig.CrmCalls["Write"] > writes,
            "call" => method == "Settle",
            _ => false,
        }
            ? new ConnectionException("away", transient: true)
            : null;
        rig.Http.Loses = operation => stop == "answer" && operation == "UpdateOpportunity";
        await rig.Deliver();
        rig.StoreCalls.Fails = _ => null;
        rig.Http.Loses = _ => false;
        Assert.Equal("\"Sign\"", await rig.Field(id, NextSteps));
        Assert.Equal(stop == "answer" ? 2 : 1, (await rig.Log(id)).Count);

        rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await rig.Tick();
        await rig.Tick();

        Assert.Null((await rig.Work(id))!.Intent);
        Assert.Equal("Portland", rig.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>());
        Assert.Single(rig.Http.Operations, "UpdateOpportunity");
        await HasBoth(rig, id);
    }

    [Fact]
    public async Task What_AWS_refuses_has_an_entry_beside_that_of_the_write_before()
    {
        using var rig = new SyncRig();
        var id = await BothSidesEdited(rig);
        rig.Http.Refuses = operation => operation == "UpdateOpportunity" ? "ValidationException" : null;
        await rig.Deliver();

        var log = await rig.Log(id);
        Assert.Equal([Outcome.Failed, Outcome.Updated, Outcome.Created], log.Select(d => d.Outcome));
        Assert.Equal(("outbound", "inbound"), (await Direction(rig, log[0]), await Direction(rig, log[1])));
        Assert.Empty(log[0].Changes);
        Assert.Contains(log[0].Issues, i => i.Code == IssueCodes.AwsRejected);
        Assert.DoesNotContain(log[1].Issues, i => i.Code == IssueCodes.AwsRejected);
        Assert.Equal("\"Failed\"", await rig.Field(id, "AWS_Sync_Status__c"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_creation_has_one_entry_although_the_crm_was_away_for_its_id(bool isAway)
    {
        using var rig = new SyncRig();
        var crmId = await rig.NewInCrm("""{"Name":"From the CRM"}""");
        rig.CrmCalls.Fails = method => isAway && method == "Write" ? new ConnectionException("away", transient: true) : null;
        await rig.Tick();
        rig.CrmCalls.Fails = _ => null;
        rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await rig.Tick();

        var created = Assert.Single(await rig.Log("O1000001"), d => d.Outcome == Outcome.Created);
        Assert.Equal((crmId, Reason.Crm, "outbound"), (created.CrmId, created.Reason, await Direction(rig, created)));
        Assert.Contains(new FieldChange("Project.Title", null, "\"From the CRM\""), created.Changes);
        Assert.All(created.Changes, change => Assert.Null(change.Old));
    }

    [Fact]
    [Trait("row", "G3")]
    public async Task No_value_is_in_the_functions_log()
    {
        using var rig = new SyncRig();
        var id = await BothSidesEdited(rig);
        rig.Http.Refuses = operation => operation == "UpdateOpportunity" ? "ValidationException" : null;
        await rig.Deliver();
        Assert.DoesNotContain("Portland", rig.Told.ToString() + (await rig.Work(id))!.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain("Sign", rig.Told.ToString() + (await rig.Work(id))!.Cause, StringComparison.Ordinal);
    }

    // AWS changed next steps and the CRM the city; the event waits.
    static async Task<string> BothSidesEdited(SyncRig rig)
    {
        var id = rig.AwsHas();
        await rig.Deliver();
        await rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        return id;
    }

    static async Task HasBoth(SyncRig rig, string id)
    {
        // After a stop between the call and its status row, the date of the last change follows with a write of its own.
        var updates = (await rig.Log(id)).Where(d => d.Outcome != Outcome.Created && d.Changes is not [{ Field: "AWS_lastModifiedDate__c" }]).ToList();
        Assert.True(updates.Count == 2, string.Join("; ", (await rig.Log(id)).Select(d => $"{d.Outcome} {string.Join(',', d.Changes.Select(c => $"{c.Field} {c.Old} {c.New}"))} {string.Join(',', d.Issues.Select(i => i.Code + i.Field))}")));
        var (outbound, inbound) = (updates[0], updates[1]);
        Assert.Equal(("inbound", Reason.Event), (await Direction(rig, inbound), inbound.Reason));
        Assert.Equal(["AWS_lastModifiedDate__c", NextSteps], inbound.Changes.Select(c => c.Field));
        Assert.Equal(new FieldChange(NextSteps, "\"Call\"", "\"Sign\""), inbound.Changes[1]);
        Assert.Equal(("outbound", Reason.Event), (await Direction(rig, outbound), outbound.Reason));
        Assert.Equal(new FieldChange(City, "\"Seattle\"", "\"Portland\""), Assert.Single(outbound.Changes));
        Assert.NotEqual(inbound.JobId, outbound.JobId);
    }

    static async Task<string> Direction(SyncRig rig, JobDetail detail) => (await rig.Store.GetJob(detail.JobId, None))!.Direction;
}
