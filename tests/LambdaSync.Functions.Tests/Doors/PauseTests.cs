using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Doors;

/// <summary>While all is paused, what arrives is stored and nothing is sent.</summary>
public sealed class PauseTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Events_are_stored_and_wait()
    {
        await Set("paused");
        var id = _rig.AwsHas("Deal");
        _rig.Forget();

        Assert.Empty((await _rig.Deliver()).BatchItemFailures);

        Assert.Empty(_rig.Http.Operations);
        Assert.NotNull((await _rig.Work(id))!.Due);
        Assert.NotEmpty(await _rig.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, _rig.Time.GetUtcNow().AddHours(1), 10, None));
        Assert.Contains("paused", _rig.Told.ToString(), StringComparison.Ordinal);

        await Pause.End(_rig.Store, "AWS", _rig.Context, _rig.Time);
        await _rig.Tick();
        Assert.Equal("\"Deal\"", await _rig.Field(id, "Name"));
    }

    [Fact]
    public async Task Edits_are_found_and_wait()
    {
        var id = _rig.AwsHas("Deal");
        await _rig.Deliver();
        await _rig.Tick();
        await Set("paused");
        await _rig.Edit(id, """{"AWS_nextStep__c":"Sign"}""");
        _rig.Forget();

        await _rig.Tick();

        Assert.Empty(_rig.Http.Operations);
        Assert.Contains(Reason.Crm, (await _rig.Work(id))!.Reasons);
        await Pause.End(_rig.Store, "AWS", _rig.Context, _rig.Time);
        await _rig.Tick();
        Assert.Equal("Sign", _rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
    }

    [Fact]
    public async Task Sweeps_wait()
    {
        _rig.AwsHas("Silent");
        await Set("paused");
        _rig.Forget();

        await _rig.Sweep(TimeSpan.FromHours(1));

        Assert.Empty(_rig.Http.Operations);
        await Pause.End(_rig.Store, "AWS", _rig.Context, _rig.Time);
        await _rig.Reconcile.Handle(new ScheduledEvent(), _rig.Context);
        Assert.Equal(1, await _rig.Count());
    }

    [Fact]
    public async Task A_pause_has_its_cause_and_ends_once()
    {
        Assert.Null(await Pause.Cause(_rig.Store, "AWS", None));
        await Set("first");
        await Set("second");
        Assert.Equal("second", await Pause.Cause(_rig.Store, "AWS", None));
        Assert.Null(await Pause.Cause(_rig.Store, "Sandbox", None));
        Assert.Contains(await _rig.Store.ListWork("AWS", 10, None), item => item.Key == Pause.Key("AWS") && item.Cause == "second");
        // No schedule works on it.
        Assert.Empty(await _rig.Store.Due("AWS", WorkGroup.Schedules, _rig.Time.GetUtcNow().AddDays(30), 10, None));

        Assert.True(await Pause.End(_rig.Store, "AWS", _rig.Context, _rig.Time));
        Assert.True(await Pause.End(_rig.Store, "AWS", _rig.Context, _rig.Time));
        Assert.Null(await Pause.Cause(_rig.Store, "AWS", None));
    }

    [Fact]
    public async Task Events_ask_the_store_seldom()
    {
        await _rig.Deliver();
        _rig.AwsHas("One");
        await _rig.Deliver();
        await Set("paused");
        var two = _rig.AwsHas("Two");
        await _rig.Deliver();
        // Within some seconds the earlier answer counts.
        Assert.Equal("\"Two\"", await _rig.Field(two, "Name"));
        _rig.Time.Ahead += PauseCheck.Fresh;
        var three = _rig.AwsHas("Three");

        await _rig.Deliver();

        Assert.NotNull((await _rig.Work(three))!.Due);
    }

    async Task Set(string cause) => Assert.True(await Pause.Set(_rig.Store, "AWS", cause, _rig.Context, _rig.Time));
}
