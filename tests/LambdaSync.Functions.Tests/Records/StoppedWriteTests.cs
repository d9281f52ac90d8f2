using System.Text.Json.Nodes;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>The CRM took a row and its answer was lost: what a person or AWS changes before the next attempt is kept.</summary>
[Trait("Row", "A2")]
public sealed class StoppedWriteTests : IDisposable
{
    readonly SyncRig _rig;

    public StoppedWriteTests()
    {
        var mapping = SyncRig.BuiltIn();
        // Rows with fields that AWS owns alone have no intent: between AWS and a person, AWS is right there.
        _rig = new SyncRig(mapping with { Opportunity = mapping.Opportunity! with { Owner = Mapping.Owner.Crm } });
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_persons_edit_of_a_new_record_is_sent_although_AWS_has_no_value()
    {
        var id = _rig.AwsHas();
        await Lost(() => _rig.Deliver());
        await _rig.Edit(id, """{"AWS_additionalComments__c":"Mine"}""");
        await Later();
        Assert.Equal("Mine", _rig.Aws(id)["Project"]!["AdditionalComments"]!.GetValue<string>());
        Assert.Equal("\"Mine\"", await _rig.Field(id, "AWS_additionalComments__c"));
        Assert.Equal(1, await _rig.Count());
        Assert.Equal([Outcome.Updated, Outcome.Created], (await _rig.Log(id)).Select(d => d.Outcome));
    }

    [Fact]
    public async Task A_persons_edit_of_a_value_that_was_written_is_not_overwritten()
    {
        var id = await Linked();
        await Lost(() => Aws(id, "From AWS"));
        Assert.Equal("\"From AWS\"", await _rig.Field(id, "AWS_nextStep__c"));
        await _rig.Edit(id, """{"AWS_nextStep__c":"Mine"}""");
        await Later();
        Assert.Equal("\"Mine\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal("Mine", _rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
    }

    [Fact]
    public async Task AWSs_next_value_meets_no_edit()
    {
        var id = await Linked();
        await Lost(() => Aws(id, "First"));
        // Refused: the row may be locked by now.
        _rig.CrmCalls.Answers = (method, args) => method == nameof(ICrm.Write) && ((IReadOnlyList<CrmWrite>)args[1]!).Any(row => new FlatRecord(row.Fields)["AWS_nextStep__c"] == "\"First\"")
            ? Task.FromResult<IReadOnlyList<CrmResult>>([CrmResult.Refused([new Issue(IssueCodes.CrmRejected, Severity.Error, null, null, "locked", "wait")])])
            : null;
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Second"}}""");
        await Later();
        Assert.Equal("\"Second\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal("Second", _rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.DoesNotContain((await _rig.Log(id)).SelectMany(d => d.Issues), i => i.Code == IssueCodes.Clash);
    }

    [Fact]
    public async Task A_value_that_AWS_takes_back_is_no_edit_although_AWS_owns_the_field()
    {
        using var rig = new SyncRig();
        var id = rig.AwsHas();
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Base"}}""");
        await rig.Deliver();
        rig.CrmCalls.LosesAnswer = method => method == nameof(ICrm.Write) ? new ConnectionException("the answer was lost", transient: true) : null;
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"First"}}""");
        await rig.Deliver();
        rig.CrmCalls.LosesAnswer = _ => null;
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Base"}}""");
        rig.Time.Ahead += TimeSpan.FromMinutes(10);
        await rig.Tick();
        await rig.Deliver();
        Assert.Equal("\"Base\"", await rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal("Base", rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.DoesNotContain("UpdateOpportunity", rig.Http.Operations);
    }

    [Fact]
    public async Task A_row_that_never_arrived_is_decided_again()
    {
        var id = await Linked();
        _rig.CrmCalls.Fails = method => method == nameof(ICrm.Write) ? new ConnectionException("away", transient: true) : null;
        await Aws(id, "From AWS");
        _rig.CrmCalls.Fails = _ => null;
        Assert.NotNull((await _rig.Work(id))!.Intent);
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await Later();
        Assert.Equal("\"From AWS\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal("Portland", _rig.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>());
    }

    async Task<string> Linked()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        return id;
    }

    async Task Aws(string id, string nextSteps)
    {
        _rig.AwsEdits(id, new JsonObject { ["LifeCycle"] = new JsonObject { ["NextSteps"] = nextSteps } }.ToJsonString());
        await _rig.Deliver();
    }

    // The row with the values takes effect, and the worker does not learn of it.
    async Task Lost(Func<Task> work)
    {
        _rig.CrmCalls.LosesAnswer = method => method == nameof(ICrm.Write) ? new ConnectionException("the answer was lost", transient: true) : null;
        await work();
        _rig.CrmCalls.LosesAnswer = _ => null;
    }

    async Task Later()
    {
        _rig.Time.Ahead += TimeSpan.FromMinutes(10);
        for (var i = 0; i < 3; i++)
        {
            await _rig.Tick();
            await _rig.Deliver();
        }

        Assert.Null((await _rig.Store.GetWork(new Sync.Work.WorkKey("AWS", Sync.Work.WorkKind.Opportunity, "O1000001"), CancellationToken.None))?.Intent);
    }
}
