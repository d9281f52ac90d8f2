using CsCheck;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;
using Xunit;

namespace LambdaSync.Tests.Sync.Quotas;

public sealed class QuotaLedgerTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);
    static readonly QuotaLimits Reads = QuotaLimits.Of(QuotaGroup.Read), Writes = QuotaLimits.Of(QuotaGroup.Write);

    // Developer guide, quotas: prospecting operations have rates of their own. A window that slides must not hold more.
    [Theory]
    [Trait("Row", "A25")]
    [InlineData(QuotaGroup.ProspectingStart, 2)]
    [InlineData(QuotaGroup.ProspectingGet, 100)]
    [InlineData(QuotaGroup.ProspectingList, 50)]
    public void Prospecting_operations_are_paced_by_their_own_rates(QuotaGroup group, int perSecond) =>
        Assert.InRange(TimeSpan.FromSeconds(1) / QuotaLimits.Of(group).Interval, perSecond * 0.9, perSecond);

    [Fact]
    public void A_lease_is_a_run_of_send_times_an_interval_apart()
    {
        var (state, answer) = Ask(QuotaState.Empty, Reads, Lane.Edit, 3);

        var lease = Assert.IsType<QuotaAnswer.Lease>(answer);
        Assert.Equal([Start, Start + (1 * Reads.Interval), Start + (2 * Reads.Interval)], lease.Times);
        Assert.Equal(Start + (3 * Reads.Interval), state.Free);
        Assert.Equal(new QuotaCount(3, 0), state.Day.Used(Start));
    }

    [Theory]
    [InlineData(QuotaGroup.Read, 1, 9, 106)]
    [InlineData(QuotaGroup.Read, 0.5, 5, 206)]
    [InlineData(QuotaGroup.Read, 0.01, 1, 10_006)]
    [InlineData(QuotaGroup.StartChangeSet, 1, 5, 212)]
    [InlineData(QuotaGroup.ListEntities, 1, 9, 106)]
    [InlineData(QuotaGroup.DescribeEntity, 0.5, 10, 103)]
    [InlineData(QuotaGroup.Write, 1, 1, 1100)]
    [InlineData(QuotaGroup.Write, 0.5, 1, 2100)]
    public void A_lease_is_about_a_second_at_most(QuotaGroup group, double share, int most, double interval)
    {
        var limits = QuotaLimits.Of(group, share);
        Assert.Equal(interval, limits.Interval.TotalMilliseconds, 1);
        Assert.Equal(most, Assert.IsType<QuotaAnswer.Lease>(Ask(QuotaState.Empty, limits, Lane.Edit, 1000).Answer).Times.Count);
    }

    [Fact]
    public void A_share_is_a_part_of_day_and_reserve_too()
    {
        Assert.Equal((100_000, 1000), (Reads.PerDay, Reads.Reserve));
        Assert.Equal((10_000, 100), (Writes.PerDay, Writes.Reserve));
        var half = QuotaLimits.Of(QuotaGroup.Write, 0.5, 300);
        Assert.Equal((5000, 150), (half.PerDay, half.Reserve));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuotaLimits.Of(QuotaGroup.Write, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuotaLimits.Of(QuotaGroup.Write, 1.1));
    }

    // The next send time is free in 1,000 ms.
    [Theory]
    [InlineData(Lane.Person, 0, true)]
    [InlineData(Lane.Edit, 499, false)]
    [InlineData(Lane.Edit, 500, true)]
    [InlineData(Lane.Event, 649, false)]
    [InlineData(Lane.Event, 650, true)]
    [InlineData(Lane.Sweep, 799, false)]
    [InlineData(Lane.Sweep, 800, true)]
    public void The_less_urgent_the_later_a_lane_may_take_the_next_send_time(Lane lane, int askedAt, bool gets)
    {
        var state = QuotaState.Empty with { Latest = Start, Free = Start.AddMilliseconds(1000) };
        var (next, answer) = Ask(state, Writes, lane, 1, askedAt);

        Assert.Equal(gets, answer is QuotaAnswer.Lease);
        if (answer is QuotaAnswer.Lease lease)
        {
            Assert.Equal(state.Free, lease.Times.Single());
        }
        else
        {
            var later = Assert.IsType<QuotaAnswer.Later>(answer);
            Assert.Equal((state.Free, state.Free - QuotaLimits.Ahead(lane), false), (later.Opens, later.Again, later.DayIsUsedUp));
            Assert.Equal(state.Free, next.Free);
            Assert.IsType<QuotaAnswer.Lease>(QuotaLedger.Ask(next, Writes, new QuotaRequest(lane, 1, later.Again, default, TimeSpan.FromMinutes(1))).Answer);
        }
    }

    [Fact]
    public void Nobody_takes_a_send_time_that_is_later_than_its_patience()
    {
        var state = QuotaState.Empty with { Free = Start.AddMilliseconds(400) };
        foreach (var lane in Enum.GetValues<Lane>())
        {
            var (next, answer) = QuotaLedger.Ask(state, Writes, new QuotaRequest(lane, 1, Start, default, TimeSpan.FromMilliseconds(100)));
            Assert.Equal(state.Free, Assert.IsType<QuotaAnswer.Later>(answer).Opens);
            Assert.Equal(state.Free, next.Free);
        }
    }

    // Used so far by all, by the first lane; what each lane then gets of ten wanted.
    [Theory]
    [InlineData(79_995, 0, 9, 9, 9, 5)]
    [InlineData(80_000, 0, 9, 9, 9, 0)]
    [InlineData(98_995, 0, 9, 5, 5, 0)]
    [InlineData(99_000, 0, 9, 0, 0, 0)]
    [InlineData(99_000, 500, 9, 9, 9, 0)]
    [InlineData(99_997, 1500, 3, 3, 3, 0)]
    [InlineData(100_000, 1000, 0, 0, 0, 0)]
    public void A_day_is_parted_among_the_lanes(int used, int byPersons, int person, int edit, int other, int sweep)
    {
        var state = QuotaState.Empty with { Latest = Start, Day = new QuotaDay(Start.UtcTicks / TimeSpan.FromMinutes(5).Ticks, [new QuotaCount(used, byPersons)]) };

        Assert.Equal([person, edit, other, sweep], Enum.GetValues<Lane>().Select(lane => Ask(state, Reads, lane, 10).Answer is QuotaAnswer.Lease lease ? lease.Times.Count : 0));
    }

    [Fact]
    public void A_day_that_is_used_up_opens_when_its_first_calls_have_left_it()
    {
        var state = QuotaState.Empty;
        var limits = Writes with { PerDay = 20, Reserve = 0 };
        for (var i = 0; i < 20; i++)
            (state, _) = Ask(state, limits, Lane.Edit, 1, i * 60_000);

        var used = Assert.IsType<QuotaAnswer.Later>(Ask(state, limits, Lane.Edit, 1, 1_200_000).Answer);

        Assert.True(used.DayIsUsedUp);
        Assert.Equal(Start + new TimeSpan(24, 5, 30), used.Opens);
        Assert.IsType<QuotaAnswer.Later>(QuotaLedger.Ask(state, limits, new QuotaRequest(Lane.Edit, 9, used.Opens.AddTicks(-1), default, TimeSpan.FromHours(1))).Answer);
        var (after, answer) = QuotaLedger.Ask(state, limits, new QuotaRequest(Lane.Edit, 9, used.Opens, default, TimeSpan.FromHours(1)));
        Assert.IsType<QuotaAnswer.Lease>(answer);
        Assert.Equal(16, after.Day.Used(used.Opens).All);
    }

    [Fact]
    public void A_throttle_pauses_all_lanes_and_longer_each_time_it_goes_on()
    {
        var (state, now, lengths) = (QuotaState.Empty, Start, new List<double>());
        for (var i = 0; i < 8; i++)
        {
            state = QuotaLedger.Pause(state, now);
            // What was under way at the same time is the same case.
            Assert.Equal(state.PausedUntil, QuotaLedger.Pause(state, now.AddSeconds(1)).PausedUntil);
            lengths.Add((state.PausedUntil - now).TotalSeconds);
            foreach (var lane in Enum.GetValues<Lane>())
                Assert.Equal(state.PausedUntil, Assert.IsType<QuotaAnswer.Later>(QuotaLedger.Ask(state, Reads, new QuotaRequest(lane, 1, now.AddSeconds(1), default, TimeSpan.FromHours(1))).Answer).Opens);
            now = state.PausedUntil.AddSeconds(10);
        }

        Assert.Equal([5, 10, 20, 40, 80, 160, 300, 300], lengths);
        Assert.Equal(now.AddMinutes(2).AddSeconds(5), QuotaLedger.Pause(state, now.AddMinutes(2)).PausedUntil);
    }

    [Fact]
    public void Time_does_not_go_back()
    {
        var (state, _) = Ask(QuotaState.Empty, Writes, Lane.Edit, 1, 10_000);
        var (after, answer) = Ask(state, Writes, Lane.Person, 1, 9000);

        Assert.Equal((Start.AddSeconds(10), Start.AddSeconds(10)), (answer.Now, after.Latest));
        Assert.Equal(Start.AddSeconds(10) + Writes.Interval, Assert.IsType<QuotaAnswer.Lease>(answer).Times.Single());
    }

    // Whoever asks for whatever and whenever, with pauses in between: the laws hold for what was handed out.
    [Fact]
    public void Nothing_breaks_the_rate_or_any_24_hours()
    {
        var limits = new QuotaLimits(TimeSpan.FromSeconds(10), 200, 20, default);
        var step = Gen.Select(Gen.Enum<Lane>(), Gen.Int[1, 9], Gen.Int[0, 4000], Gen.Int[0, 50]);
        step.Array[400, 800].Sample(
            steps =>
            {
                var (state, now, sent) = (QuotaState.Empty, Start, new List<(DateTimeOffset At, Lane Lane)>());
                foreach (var (lane, wanted, wait, luck) in steps)
                {
                    // Bursts, and now and then hours of nothing.
                    now += luck switch { 0 => TimeSpan.FromSeconds(wait * 10), < 5 => TimeSpan.FromSeconds(-1), _ => TimeSpan.FromSeconds(wait / 40.0) };
                    if (luck == 50)
                        state = QuotaLedger.Pause(state, now);
                    (state, var answer) = QuotaLedger.Ask(state, limits, new QuotaRequest(lane, wanted, now, TimeSpan.FromMilliseconds(luck), TimeSpan.FromMinutes(5)));
                    if (answer is QuotaAnswer.Lease lease)
                        sent.AddRange(lease.Times.Select(time => (time, lane)));
                    state = QuotaStateBytes.Read(QuotaStateBytes.Write(state));
                }

                Assert.All(sent.Zip(sent.Skip(1)), pair => Assert.True(pair.Second.At - pair.First.At >= limits.Interval));
                for (int from = 0, to = 0; to < sent.Count; to++)
                {
                    while (sent[to].At - sent[from].At >= TimeSpan.FromHours(24))
                        from++;
                    Assert.InRange(to - from + 1, 1, limits.PerDay);
                    Assert.InRange(sent.Skip(from).Take(to - from + 1).Count(call => call.Lane != Lane.Person), 0, limits.PerDay - limits.Reserve);
                }
            },
            iter: 60);
    }

    [Fact]
    public void A_full_days_state_is_below_1_KB()
    {
        var day = Enumerable.Range(0, 290).Select(_ => new QuotaCount(3000, 100)).ToArray();
        var state = new QuotaState(Start, Start.AddSeconds(1), Start.AddSeconds(-7), 3, new QuotaDay(long.MaxValue / 3_000_000_000, day));

        var bytes = QuotaStateBytes.Write(state);

        Assert.InRange(bytes.Length, 1, 950);
        var read = QuotaStateBytes.Read(bytes);
        Assert.Equal(state with { Day = QuotaDay.Empty }, read with { Day = QuotaDay.Empty });
        Assert.Equal(state.Day.First, read.Day.First);
        Assert.Equal(day, read.Day.Counts);
    }

    [Fact]
    public void What_is_no_ledger_is_told_as_such()
    {
        var good = QuotaStateBytes.Write(QuotaState.Empty);
        Assert.Throws<InvalidDataException>(() => QuotaStateBytes.Read([9, .. good[1..]]));
        for (var length = 0; length < good.Length; length++)
            Assert.Throws<InvalidDataException>(() => QuotaStateBytes.Read(good[..length]));
        Assert.Throws<InvalidDataException>(() => QuotaStateBytes.Read([.. good[..^1], 255, 255, 255, 255, 15]));
        Assert.Throws<InvalidDataException>(() => QuotaStateBytes.Read([1, .. Enumerable.Repeat((byte)255, 40)]));
    }

    static (QuotaState State, QuotaAnswer Answer) Ask(QuotaState state, QuotaLimits limits, Lane lane, int wanted, int milliseconds = 0) =>
        QuotaLedger.Ask(state, limits, new QuotaRequest(lane, wanted, Start.AddMilliseconds(milliseconds), default, TimeSpan.FromHours(1)));
}
