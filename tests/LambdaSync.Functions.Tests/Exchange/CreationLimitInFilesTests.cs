using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Exchange;

/// <summary>Files create at most <c>maxChanges</c> opportunities a day.</summary>
[Trait("Row", "B5")]
public sealed class CreationLimitInFilesTests : IDisposable
{
    readonly ExchangeRig _rig = new();

    public CreationLimitInFilesTests()
    {
        _rig.Settings = _rig.Settings with { MaxChanges = 2 };
        _rig.Restart();
        _rig.Time.Stopped = new DateTimeOffset(2026, 6, 1, 9, 0, 0, TimeSpan.Zero);
    }

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_is_over_the_limit_is_reported_once_and_goes_the_next_day()
    {
        await Make(5);
        await _rig.Round();
        await _rig.Round();
        Assert.Equal(2, _rig.Aws.Records.Count);
        var waiting = await Waiting();
        Assert.Equal(3, waiting.Count);
        Assert.All(waiting, item => Assert.Contains("2 new opportunities a day is the limit", item.Cause, StringComparison.Ordinal));
        Assert.Single(_rig.Told.ToString().Split("Records wait because").Skip(1));
        Assert.Equal(2, Schedule.Read((await _rig.Store.GetWork(WorkKey.Schedule("AWS", Schedules.CrmChanges), None))!.Data!).ChangedToday(_rig.Now));

        // A record that AWS has is edited meanwhile.
        var shared = _rig.Aws.Records.Values.First();
        await _rig.Edit(shared.Fields["partnerCrmUniqueIdentifier"]!.GetValue<string>(), """{"AWS_nextStep__c":"Call"}""");
        for (var i = 0; i < 4; i++)
            await _rig.Round(TimeSpan.FromHours(1));
        Assert.Equal((2, "Call"), (_rig.Aws.Records.Count, shared.Fields["nextStep"]?.GetValue<string>()));

        await _rig.Round(TimeSpan.FromHours(15));
        await _rig.Round();
        Assert.Equal(4, _rig.Aws.Records.Count);
        Assert.Single(await Waiting());
        Assert.Empty(_rig.Aws.Faults);
    }

    [Fact]
    public async Task What_a_person_asks_for_is_not_limited()
    {
        await Make(3);
        await _rig.Round();
        var waiting = Assert.Single(await Waiting());
        await _rig.Store.Wake([new Wake(waiting.Key, Reason.Refresh, Lane.Person, _rig.Now)], None);
        await _rig.Round();
        await _rig.Round();
        Assert.Equal(3, _rig.Aws.Records.Count);
    }

    async Task Make(int records)
    {
        for (var i = 0; i < records; i++)
            await _rig.NewInCrm($"Deal {i}");
    }

    async Task<List<WorkItem>> Waiting() => [.. (await _rig.Store.ListWork("AWS", 100, None)).Where(item => item.Key.IsCrmRecord && item is { Intent: null, Due: not null })];
}
