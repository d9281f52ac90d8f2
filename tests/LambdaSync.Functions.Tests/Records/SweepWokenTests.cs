using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>An event that arrives while a sweep has claimed its record is worked on by the sweep's worker, because the next tick is minutes away.</summary>
[Trait("Row", "A16")]
public sealed class SweepWokenTests : IDisposable
{
    static readonly TimeSpan Quarter = TimeSpan.FromMinutes(15);

    readonly SyncRig _rig = new();

    public void Dispose() => _rig.Dispose();

    /// <summary>The second case is seed 93006162 of the simulation: the event's machine has a clock that is ahead.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public async Task An_event_in_a_sweeps_way_is_worked_on_when_the_sweep_is_done(int secondsAhead)
    {
        var ahead = TimeSpan.FromSeconds(secondsAhead);
        var id = _rig.AwsHas();
        _rig.Drain();
        await _rig.Sweep(Quarter);
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Found"}}""");
        _rig.Drain();
        var came = false;
        _rig.CrmCalls.Answers = (method, _) =>
        {
            if (method == "Write" && !came)
            {
                came = true;
                _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Told"}}""");
                _rig.Time.Ahead += ahead;
                _rig.Deliver().GetAwaiter().GetResult();
                _rig.Time.Ahead -= ahead;
            }

            return null;
        };

        await _rig.Sweep(Quarter);
        Assert.True(came);
        Assert.Equal("\"Told\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Null((await _rig.Work(id))!.Due);
    }

    [Fact]
    public async Task An_event_in_the_way_of_a_sweep_that_may_overwrite_nothing_more_is_worked_on_too()
    {
        using var rig = new SyncRig(maxChanges: 0);
        var id = rig.AwsHas();
        rig.Drain();
        await rig.Sweep(Quarter);
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Found"}}""");
        rig.Drain();
        var came = false;
        rig.CrmCalls.Answers = (method, _) =>
        {
            if (method == "Find" && !came)
            {
                came = true;
                rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Told"}}""");
                rig.Deliver().GetAwaiter().GetResult();
            }

            return null;
        };

        await rig.Sweep(Quarter);
        Assert.True(came);
        Assert.Equal("\"Told\"", await rig.Field(id, "AWS_nextStep__c"));
        Assert.True((await rig.Store.GetWork(WorkKey.Schedule("AWS", Sync.Schedules.Schedules.Opportunities), CancellationToken.None))!.Parked);
    }

    [Fact]
    public async Task So_is_one_that_was_stored_by_a_clock_that_is_ahead()
    {
        using var rig = new SyncRig(maxChanges: 0);
        var id = rig.AwsHas();
        rig.Drain();
        await rig.Sweep(Quarter);
        rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Told"}}""");
        rig.Drain();
        await rig.Store.Wake([new Wake(WorkKey.Opportunity("AWS", id), Reason.Event, Lane.Event, rig.Time.GetUtcNow() + Quarter + TimeSpan.FromSeconds(5))], CancellationToken.None);

        await rig.Sweep(Quarter);
        Assert.Equal("\"Told\"", await rig.Field(id, "AWS_nextStep__c"));
        Assert.Null((await rig.Work(id))!.Due);
    }
}
