using System.Text.Json.Nodes;
using LambdaSync.Connections;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What waits for a correction keeps what is to be done, whoever looks at it in between.</summary>
[Trait("Row", "A16")]
public sealed class ParkedTests : IDisposable
{
    static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    static readonly CrmResult Refused = CrmResult.Refused([new Issue(IssueCodes.CrmRejected, Severity.Error, null, null, "a field is missing", "fill it")]);

    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_change_that_a_sweep_found_and_the_crm_refused_is_made_once_somebody_corrects_the_record()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        _rig.Drain();
        _rig.CrmCalls.Answers = (method, _) => method == "Write" ? Task.FromResult<IReadOnlyList<CrmResult>>([Refused]) : null;
        await _rig.Sweep(Quarter);
        Assert.True((await _rig.Work(id))!.Parked);

        _rig.CrmCalls.Answers = (_, _) => null;
        await _rig.Edit(id, """{"Description":"Filled"}""");
        await _rig.Tick();
        Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Null((await _rig.Work(id))!.Due);
        Assert.False((await _rig.Work(id))!.Parked);
    }

    /// <summary>AWS goes back to what both sides know, so there is nothing to write any more.</summary>
    [Fact]
    [Trait("Row", "D10")]
    public async Task A_failure_that_AWS_takes_back_is_no_longer_shown()
    {
        var id = _rig.AwsHas();
        Stage("Prospect");
        await _rig.Deliver();
        var writes = 0;
        _rig.CrmCalls.Answers = (method, _) => method == "Write" && writes++ == 0 ? Task.FromResult<IReadOnlyList<CrmResult>>([Refused]) : null;
        Stage("Qualified");
        await _rig.Deliver();
        Assert.Equal("\"Failed\"", await _rig.Field(id, "AWS_Sync_Status__c"));

        Stage("Prospect");
        await _rig.Deliver();
        Assert.Equal("\"Draft\"", await _rig.Field(id, "AWS_Sync_Status__c"));
        Assert.False((await _rig.Work(id))!.Parked);

        void Stage(string stage) => _rig.Simulator.Control.Do(
            "edit-summary", new JsonObject { ["id"] = id, ["summary"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["Stage"] = stage } } });
    }

    [Fact]
    public async Task An_invitation_that_a_sweep_could_not_look_at_still_waits_for_its_answer()
    {
        _rig.Simulator.Control.Do("invite", new JsonObject { ["company"] = "Example Ltd", ["title"] = "Referral" });
        await _rig.Deliver();
        var item = Assert.Single(await _rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind == WorkKind.Invitation);
        _rig.Simulator.Control.Do("expire", new JsonObject { ["id"] = item.Key.Id });
        _rig.Drain();
        _rig.Simulator.Control.Do("fault", new JsonObject { ["kind"] = "Throttle", ["operation"] = "GetEngagementInvitation" });
        await _rig.Sweep(Quarter);
        var after = (await _rig.Store.GetWork(item.Key, None))!;
        Assert.Equal((true, item.Cause, item.Due), (after.AwaitsAnswer, after.Cause, after.Due));

        await _rig.Sweep(Quarter);
        Assert.DoesNotContain(await _rig.Store.ListWork("AWS", 10, None), w => w.Key.Kind == WorkKind.Invitation);
    }

    [Fact]
    public async Task What_was_away_for_long_uses_up_no_retries_of_what_fails_afterwards()
    {
        var id = _rig.AwsHas(status: "Approved");
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        _rig.CrmCalls.Fails = method => method == "Find" ? new ConnectionException("the CRM is away", transient: true) : null;
        for (var i = 0; i < 15; i++)
        {
            _rig.Time.Ahead += TimeSpan.FromHours(1);
            await _rig.Tick();
        }

        Assert.Equal(15, (await _rig.Work(id))!.Attempts);
        _rig.CrmCalls.Fails = _ => null;
        _rig.Http.Refuses = operation => operation == "UpdateOpportunity" ? "ConflictException" : null;
        _rig.Time.Ahead += TimeSpan.FromHours(1);
        await _rig.Tick();
        var work = (await _rig.Work(id))!;
        Assert.Equal((false, 1), (work.Parked, work.Attempts));
        Assert.DoesNotContain(Reason.Outage, work.Reasons);
        _rig.Http.Refuses = _ => null;
        _rig.Time.Ahead += TimeSpan.FromHours(1);
        await _rig.Tick();
        Assert.Equal("Portland", _rig.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_failed_before_AWS_locked_the_record_does_not_count_when_it_opens()
    {
        var id = _rig.AwsHas(status: "Submitted");
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        _rig.CrmCalls.Fails = method => method == "Find" ? new ConnectionException("the CRM is away", transient: true) : null;
        await _rig.Tick();
        Assert.Equal(1, (await _rig.Work(id))!.Attempts);
        _rig.CrmCalls.Fails = _ => null;
        await _rig.Tick();
        var locked = (await _rig.Work(id))!;
        Assert.Contains(Reason.Locked, locked.Reasons);
        Assert.Equal(0, locked.Attempts);

        // Longer than the time after which failing is given up.
        _rig.Time.Ahead += TimeSpan.FromDays(5);
        _rig.CrmCalls.Fails = method => method == "Find" ? new ConnectionException("the CRM is away", transient: true) : null;
        await _rig.Tick();
        var failed = (await _rig.Work(id))!;
        Assert.Equal((false, 1), (failed.Parked, failed.Attempts));
    }
}
