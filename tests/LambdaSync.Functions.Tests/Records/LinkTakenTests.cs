using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Two opportunities name one CRM record, and what becomes of a first link that is not through.</summary>
[Trait("Row", "A2")]
public sealed class LinkTakenTests : IDisposable
{
    const string Title = "AWS_partnerProjectTitle__c";

    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_one_whose_link_is_stored_first_has_it_and_no_value_of_the_other_lands_there()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal","Sync_with_AWS__c":false}""");
        var second = _rig.AwsHas("Second", crmId);
        var messages = _rig.Drain();
        var first = _rig.AwsHas("First", crmId);
        // The second one's worker has read both sides; before it stores its link, the first one is linked.
        BeforeFirst(_rig.StoreCalls, IsLink, () => _rig.Deliver());
        Assert.Empty((await _rig.Events.Handle(messages, _rig.Context)).BatchItemFailures);

        await Holds();
        await _rig.Tick();
        await Holds();
        // Whatever looks at them later changes nothing of that.
        await _rig.Sweep(TimeSpan.Zero);
        await _rig.Tick();
        await Holds();

        async Task Holds()
        {
            Assert.Equal(crmId, (await _rig.State(first)).CrmId);
            Assert.Equal(1, await _rig.Count());
            Assert.Equal(crmId, await _rig.CrmId(first));
            Assert.Equal("\"First\"", await _rig.Field(first, Title));
            Assert.Equal("First", _rig.Aws(first)["Project"]!["Title"]!.GetValue<string>());
            Assert.Equal("Second", _rig.Aws(second)["Project"]!["Title"]!.GetValue<string>());
            Assert.Null(await _rig.Crm.Get("Opportunity", second, None));
            var work = (await _rig.Work(second))!;
            Assert.True(work.Parked, work.Cause);
            Assert.Contains(IssueCodes.IdentityConflict, work.Cause, StringComparison.Ordinal);
            Assert.Null(work.Intent);
            var told = (await _rig.Log(second))[0];
            Assert.Equal(Outcome.Failed, told.Outcome);
            Assert.Contains(told.Issues, i => i is { Code: IssueCodes.IdentityConflict, Severity: Severity.Error } && i.Rule.Contains($"can't be linked to {second} too", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Once_the_link_is_stored_whoever_comes_in_between_is_refused()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal","Sync_with_AWS__c":false}""");
        var first = _rig.AwsHas("First", crmId);
        var messages = _rig.Drain();
        var second = _rig.AwsHas("Second", crmId);
        BeforeFirst(_rig.CrmCalls, (method, _) => method == "Write", () => _rig.Deliver());

        Assert.Empty((await _rig.Events.Handle(messages, _rig.Context)).BatchItemFailures);
        await _rig.Tick();

        Assert.Equal("\"First\"", await _rig.Field(first, Title));
        Assert.Contains(IssueCodes.IdentityConflict, (await _rig.Work(second))!.Cause, StringComparison.Ordinal);
        Assert.Equal(1, await _rig.Count());
    }

    [Fact]
    public async Task A_worker_that_stops_between_link_and_write_is_finished()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal","Sync_with_AWS__c":false}""");
        var id = _rig.AwsHas("First", crmId);
        _rig.CrmCalls.Fails = method => method == "Write" ? new ConnectionException("the CRM is away", transient: true) : null;
        await _rig.Deliver();
        Assert.True((await _rig.State(id)).IsLinkOnly);
        Assert.Equal(crmId, (await _rig.State(id)).CrmId);

        _rig.CrmCalls.Fails = _ => null;
        _rig.Time.Ahead += TimeSpan.FromHours(1);
        await _rig.Tick();

        Assert.False((await _rig.State(id)).IsLinkOnly);
        Assert.Equal("\"First\"", await _rig.Field(id, Title));
        Assert.Equal("true", await _rig.Field(id, "Sync_with_AWS__c"));
    }

    [Fact]
    public async Task What_the_crm_refused_at_the_first_link_is_merged_by_its_rules_once_it_can_be()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal","Sync_with_AWS__c":false}""");
        var id = _rig.AwsHas("First", crmId);
        _rig.CrmCalls.Answers = (method, arguments) => method == "Write"
            ? Task.FromResult<IReadOnlyList<CrmResult>>(
                [.. ((IReadOnlyList<CrmWrite>)arguments[1]!).Select(_ => CrmResult.Refused([Issue.Error(IssueCodes.CrmRejected, "Name", "x", "A rule of the CRM's.", "Change it.")]))])
            : null;
        await _rig.Deliver();
        var work = (await _rig.Work(id))!;
        Assert.True(work.Parked, work.Cause);
        Assert.True((await _rig.State(id)).IsLinkOnly);

        _rig.CrmCalls.Answers = (_, _) => null;
        await _rig.Crm.Set("Opportunity", crmId, """{"Name":"Other name"}"""u8.ToArray(), None);
        await _rig.Tick();

        Assert.Equal("\"First\"", await _rig.Field(id, Title));
        Assert.Equal("true", await _rig.Field(id, "Sync_with_AWS__c"));
        Assert.Equal($"\"{id}\"", await _rig.Field(id, "APN_CRM_Unique_Identifier__c"));
        Assert.False((await _rig.State(id)).IsLinkOnly);
    }

    [Fact]
    public async Task A_first_link_that_the_CRM_refused_is_not_taken_for_done_by_the_status_that_followed_it()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal","Sync_with_AWS__c":false}""");
        var id = _rig.AwsHas("First", crmId);
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Call"}}""");
        var refusals = 2;
        _rig.CrmCalls.Answers = (method, _) => method == "Write" && refusals-- > 0
            ? Task.FromResult<IReadOnlyList<CrmResult>>([CrmResult.Refused([Issue.Error(IssueCodes.CrmRejected, "Name", "x", "A rule of the CRM's.", "Change it.")])])
            : null;
        // The status is shown, then the worker is stopped.
        _rig.StoreCalls.Fails = method => method == "Settle" && refusals < 0 ? new ConnectionException("the store is away", transient: true) : null;
        await _rig.Deliver();
        await _rig.Crm.Set("Opportunity", crmId, """{"Name":"Other name"}"""u8.ToArray(), None);
        await Assert.ThrowsAsync<ConnectionException>(() => _rig.Tick());
        Assert.Equal("\"Failed\"", new FlatRecord((await _rig.Crm.Get("Opportunity", crmId, None))!.Fields)["AWS_Sync_Status__c"]);

        _rig.StoreCalls.Fails = _ => null;
        _rig.Time.Ahead += TimeSpan.FromHours(1);
        await _rig.Tick();
        await _rig.Sweep(TimeSpan.Zero);
        Assert.Equal("\"Call\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Equal("Call", _rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.False((await _rig.State(id)).IsLinkOnly);
    }

    static bool IsLink(string method, object?[] arguments) => method == "Settle" && ((IReadOnlyList<Settlement>)arguments[0]!).Any(s => s.KeepsClaim);

    // Another worker comes in between, right before a worker's first such call.
    static void BeforeFirst(Counted calls, Func<string, object?[], bool> such, Func<Task> other)
    {
        var came = false;
        calls.Answers = (method, arguments) =>
        {
            if (!came && such(method, arguments))
            {
                came = true;
                other().GetAwaiter().GetResult();
            }

            return null;
        };
    }
}
