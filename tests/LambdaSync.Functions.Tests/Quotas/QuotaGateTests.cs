using LambdaSync.Connections;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Quotas;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Quotas;

/// <summary>What a caller of the gate gets: a moment to send, or when to come again.</summary>
public sealed class QuotaGateTests : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    readonly VirtualTime _time = new(Start);
    readonly SqliteQuotaStore _sqlite = new(":memory:");
    readonly CountedStore _store;

    public QuotaGateTests() => _store = new CountedStore(_sqlite, _time, TimeSpan.FromMilliseconds(8));

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Who_has_no_patience_gets_what_is_free_now_or_nothing()
    {
        var gate = Gate(_store);
        await _time.Run(async () =>
        {
            await gate.Take(QuotaGroup.Write, Lane.Edit, TimeSpan.Zero, Cancellation);
            Assert.InRange(_time.Now - Start, TimeSpan.Zero, TimeSpan.FromMilliseconds(100));
            foreach (var lane in Enum.GetValues<Lane>())
            {
                var later = await Assert.ThrowsAsync<QuotaUsedUpException>(() => gate.Take(QuotaGroup.Write, lane, TimeSpan.Zero, Cancellation));
                Assert.InRange(later.Opens - Start, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1.2));
                Assert.False(later.DayIsUsedUp);
                Assert.Equal((QuotaGroup.Write, lane), (later.Group, later.Lane));
            }

            // Reads are another quota.
            await gate.Take(QuotaGroup.Read, Lane.Edit, TimeSpan.Zero, Cancellation);
            Assert.InRange(_time.Now - Start, TimeSpan.Zero, TimeSpan.FromMilliseconds(200));
        });
        // Those that were turned away cost the day nothing.
        Assert.Equal(1, (await _sqlite.Read("1", QuotaGroup.Write, Cancellation)).State.Day.Used(Start).All);
    }

    [Fact]
    public async Task A_day_that_is_used_up_is_told_at_once_with_its_end_by_the_callers_clock()
    {
        // The clock is slow by 10 seconds, which the ledger knows from another instance.
        var slow = Gate(_store, clock: _time.Skewed(TimeSpan.FromSeconds(-10)), writes: QuotaLimits.Of(QuotaGroup.Write) with { PerDay = 3, Reserve = 1 });
        await _time.Run(async () =>
        {
            await Gate(_store).Take(QuotaGroup.Write, Lane.Edit, Minute, Cancellation);
            await slow.Take(QuotaGroup.Write, Lane.Edit, Minute, Cancellation);
            var asked = _time.Now;
            var later = await Assert.ThrowsAsync<QuotaUsedUpException>(() => slow.Take(QuotaGroup.Write, Lane.Edit, Minute, Cancellation));
            Assert.True(later.DayIsUsedUp);
            Assert.InRange(_time.Now - asked, TimeSpan.Zero, TimeSpan.FromSeconds(1.2));
            Assert.InRange(later.Opens - Start.AddSeconds(-10), TimeSpan.FromHours(24), TimeSpan.FromHours(24.2));

            // The first lane still has its reserve.
            await slow.Take(QuotaGroup.Write, Lane.Person, Minute, Cancellation);
            Assert.True((await Assert.ThrowsAsync<QuotaUsedUpException>(() => slow.Take(QuotaGroup.Write, Lane.Person, Minute, Cancellation))).DayIsUsedUp);
        });
    }

    [Fact]
    public async Task Many_wait_in_line_and_each_gets_a_moment_of_its_own()
    {
        var (gate, moments) = (Gate(_store), new List<DateTimeOffset>());
        await _time.Run(() => Task.WhenAll(Enum.GetValues<Lane>().SelectMany(lane => Enumerable.Range(0, 100).Select(async _ =>
        {
            await gate.Take(QuotaGroup.Read, lane, TimeSpan.FromMinutes(5), Cancellation);
            moments.Add(_time.Now);
        }))));

        Assert.Equal(400, moments.Count);
        Assert.All(moments.Zip(moments.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromMilliseconds(101), TimeSpan.FromMilliseconds(400)));
        Assert.InRange(_store.Leases, 40, 50);
    }

    // In real time: what is cancelled goes on elsewhere than in the one thread of the virtual one.
    [Fact]
    public async Task Who_gives_up_leaves_nothing_to_be_sent_in_a_burst()
    {
        var gate = new QuotaGate(_sqlite, "1", QuotaLimits.Of(QuotaGroup.Read), QuotaLimits.Of(QuotaGroup.Write), TimeProvider.System);
        using var giveUp = new CancellationTokenSource(TimeSpan.FromMilliseconds(250));
        var waiting = Enumerable.Range(0, 10).Select(_ => gate.Take(QuotaGroup.Read, Lane.Edit, Minute, giveUp.Token)).ToList();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Task.WhenAll(waiting));
        Assert.InRange(waiting.Count(caller => caller.IsCanceled), 1, 10);
        await Task.Delay(TimeSpan.FromSeconds(1.2), Cancellation);

        var started = TimeProvider.System.GetTimestamp();
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => gate.Take(QuotaGroup.Read, Lane.Edit, Minute, Cancellation)));

        // 19 intervals; the last may be on time when the first was late.
        Assert.InRange(TimeProvider.System.GetElapsedTime(started), TimeSpan.FromSeconds(1.8), TimeSpan.FromSeconds(20));
    }

    [Fact]
    public async Task A_pause_holds_those_who_have_a_send_time_already()
    {
        var (gate, moments) = (Gate(_store), new List<TimeSpan>());
        await _time.Run(() => Task.WhenAll([Pause(), .. Enumerable.Range(0, 10).Select(async _ =>
        {
            await gate.Take(QuotaGroup.Read, Lane.Edit, Minute, Cancellation);
            moments.Add(_time.Now - Start);
        })]));

        Assert.Equal(10, moments.Count);
        Assert.InRange(moments.Count(moment => moment < TimeSpan.FromMilliseconds(300)), 2, 3);
        Assert.All(moments, moment => Assert.False(moment > TimeSpan.FromMilliseconds(300) && moment < TimeSpan.FromMilliseconds(5300)));

        async Task Pause()
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), _time, Cancellation);
            await gate.Pause(QuotaGroup.Read, Cancellation);
        }
    }

    [Fact]
    public async Task A_slow_store_costs_time_but_no_send_time_is_late()
    {
        var store = new CountedStore(_sqlite, _time, TimeSpan.FromMilliseconds(700));
        var (gate, moments) = (Gate(store), new List<DateTimeOffset>());
        await _time.Run(async () =>
        {
            for (var i = 0; i < 20; i++)
            {
                await gate.Take(QuotaGroup.Write, Lane.Edit, Minute, Cancellation);
                moments.Add(_time.Now);
            }
        });

        Assert.All(moments.Zip(moments.Skip(1)), pair => Assert.InRange(pair.Second - pair.First, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(4)));
        Assert.InRange((await _sqlite.Read("1", QuotaGroup.Write, Cancellation)).State.Day.Used(Start).All, 20, 22);
    }

    [Fact]
    public async Task A_store_that_is_down_stops_each_caller_with_the_cause()
    {
        var gate = Gate(new DownStore());
        await _time.Run(async () =>
        {
            var callers = Enumerable.Range(0, 3).Select(_ => Assert.ThrowsAsync<ConnectionException>(() => gate.Take(QuotaGroup.Read, Lane.Edit, Minute, Cancellation)));
            Assert.All(await Task.WhenAll(callers), failed => Assert.True(failed.Transient));
            await Assert.ThrowsAsync<ConnectionException>(() => gate.Pause(QuotaGroup.Read, Cancellation));
        });
    }

    public void Dispose() => _sqlite.Dispose();

    QuotaGate Gate(IQuotaStore store, TimeProvider? clock = null, QuotaLimits? writes = null) =>
        new(store, "1", QuotaLimits.Of(QuotaGroup.Read), writes ?? QuotaLimits.Of(QuotaGroup.Write), clock ?? _time, () => 0.5);

    sealed class DownStore : IQuotaStore
    {
        public Task<StoredQuota> Read(string account, QuotaGroup group, CancellationToken cancellation) =>
            Task.FromException<StoredQuota>(new ConnectionException("Down.", transient: true));

        public Task<bool> Replace(string account, QuotaGroup group, long version, QuotaState state, CancellationToken cancellation) =>
            Task.FromException<bool>(new ConnectionException("Down.", transient: true));

        public Task<StoredChangeSets> ReadChangeSets(string account, CancellationToken cancellation) =>
            Task.FromException<StoredChangeSets>(new ConnectionException("Down.", transient: true));

        public Task<bool> ReplaceChangeSets(string account, long version, OpenChangeSets state, CancellationToken cancellation) =>
            Task.FromException<bool>(new ConnectionException("Down.", transient: true));
    }
}
