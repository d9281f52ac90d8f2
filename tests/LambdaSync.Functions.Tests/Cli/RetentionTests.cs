using LambdaSync.Cli;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>What the one-machine edition keeps, and how long.</summary>
public sealed class RetentionTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);

    readonly TempFolder _folder = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Row", "A8")]
    [Trait("Row", "D5")]
    public async Task The_log_and_notifications_go_after_90_days()
    {
        var (data, time) = (new DirectoryInfo(_folder.File("data")), new ReplayRig.SetTime(Start.AddDays(90)));
        using var terminal = new Terminal(Stream.Null, Stream.Null, TextWriter.Null, false);
        using var machine = Machine.Open(data);
        var housekeeping = new Housekeeping(machine, machine.Service(MappingFile.Load(null, data, terminal)!, terminal, time), "AWS", [], TextWriter.Null, time);
        var job = new Job("j", "Event", "inbound", "s", Start, Start, JobStatus.Processed, 1, 1, 0, []);
        var settlement = new Settlement
        {
            Entries = [new LogEntry(new JobDetail("j", 0, "O1", "006A", Outcome.Updated, Start, [], []), job)],
            Notifications = [new Notification("n", "AWS", Start, "Opportunity Updated", "O1", null, false)],
        };
        Assert.Equal([Settled.Stored], await machine.Store.Settle([settlement], Cancellation));

        await housekeeping.Turn(Cancellation);
        Assert.Equal((1, 1, 1), await Kept());

        // Five minutes later is the next look at what is too old.
        time.Now += TimeSpan.FromMinutes(5);
        await housekeeping.Turn(Cancellation);
        Assert.Equal((0, 0, 0), await Kept());

        async Task<(int Jobs, int Details, int Notifications)> Kept() =>
        (
            (await machine.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 9, Cancellation)).Count,
            (await machine.Store.ListDetailsOf("O1", 9, Cancellation)).Count,
            (await machine.Store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 9, Cancellation)).Count);
    }
}
