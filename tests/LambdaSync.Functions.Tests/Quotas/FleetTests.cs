using System.Text.Json.Nodes;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Quotas;

/// <summary>
/// AWS is the judge: instances work against the simulator, over its whole wire path, in virtual time. It has a bucket of one second's
/// calls and the exact rolling day.
/// </summary>
public sealed class FleetTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Fleet _fleet = new();

    [Theory]
    [InlineData(Lane.Edit, false)]
    [InlineData(Lane.Sweep, false)]
    [InlineData(Lane.Edit, true)]
    [InlineData(Lane.Sweep, true)]
    public async Task Four_instances_use_what_the_margin_leaves_of_the_rate(Lane lane, bool slides)
    {
        _fleet.Control("settings", new JsonObject { ["quotaSlides"] = slides });
        await _fleet.Run(() => _fleet.Work([.. Gates(4)], lane, workers: 10, calls: 2000, Fleet.Read));

        Assert.Equal(0, _fleet.Throttles);
        Assert.Equal(2000, _fleet.Arrived.Count);
        Assert.InRange(_fleet.Rate, 9.3, 9.44);
        // A full lease has nine reads, so there are at least 223 leases. Each instance reads the ledger about once a second.
        Assert.InRange(_fleet.Store.Leases, 223, 260);
        Assert.InRange(_fleet.Store.Reads, 200, 1100);
        Assert.InRange(_fleet.Store.Lost, 0, 120);
    }

    [Fact]
    public async Task A_share_of_the_quota_is_a_share_of_the_rate()
    {
        await _fleet.Run(() => _fleet.Work([_fleet.Gate(quotaShare: 0.5)], Lane.Edit, workers: 5, calls: 500, Fleet.Read));

        Assert.Equal(0, _fleet.Throttles);
        Assert.InRange(_fleet.Rate, 4.75, 5);
    }

    [Fact]
    public async Task A_backlog_of_12000_edits_takes_what_the_days_give_and_a_person_never_waits()
    {
        var waits = new List<TimeSpan>();
        var (started, ended) = (_fleet.Time.Now, default(DateTimeOffset));
        await _fleet.Run(async () =>
        {
            var persons = Persons();
            await _fleet.Work([.. Gates(4)], Lane.Edit, workers: 1, calls: 12_000, Fleet.Write);
            ended = _fleet.Time.Now;
            await persons;
        });

        Assert.Equal(0, _fleet.Throttles);
        Assert.Equal(12_000 + waits.Count, _fleet.Arrived.Count);
        // 9,900 on the first day, the rest at one a second: 24 h 35 min.
        Assert.InRange(ended - started, new TimeSpan(24, 34, 0), TimeSpan.FromHours(25));
        Assert.InRange(waits.Count, 75, 110);
        Assert.InRange(waits.Max(), TimeSpan.Zero, TimeSpan.FromSeconds(2));

        // Up to 96 a day, so that some of the reserve is left each time. A wait ends with AWS's answer.
        async Task Persons()
        {
            var client = _fleet.In(_fleet.Gate(), Lane.Person, TimeSpan.FromSeconds(10));
            while (ended == default)
            {
                var asked = _fleet.Time.Now;
                await Fleet.Write(client);
                waits.Add(_fleet.Time.Now - asked);
                await _fleet.Delay(TimeSpan.FromMinutes(15) + (_fleet.Random.NextDouble() * TimeSpan.FromMinutes(2)));
            }
        }
    }

    [Fact]
    public async Task The_more_urgent_lane_is_first_in_whichever_instance()
    {
        var (sweeping, waits) = (true, new List<TimeSpan>());
        await _fleet.Run(() => Task.WhenAll([Edits(), .. Gates(4).Select(Sweep)]));

        Assert.Equal(0, _fleet.Throttles);
        // What is under way at AWS's pace, and its own turn; by chance it would be behind four others.
        Assert.InRange(waits.Max(), TimeSpan.Zero, TimeSpan.FromSeconds(2.2));

        async Task Sweep(QuotaGate gate)
        {
            var client = _fleet.In(gate, Lane.Sweep, Patience);
            while (sweeping)
                await _fleet.Settle(() => Fleet.Write(client));
        }

        async Task Edits()
        {
            var client = _fleet.In(_fleet.Gate(), Lane.Edit, Patience);
            for (var i = 0; i < 60; i++)
            {
                await _fleet.Delay(TimeSpan.FromSeconds(5 + _fleet.Random.NextDouble()));
                var asked = _fleet.Time.Now;
                await Fleet.Write(client);
                waits.Add(_fleet.Time.Now - asked);
            }

            sweeping = false;
        }
    }

    // Another tool of the account takes what is ours.
    [Fact]
    public async Task One_throttle_pauses_all_instances()
    {
        await _fleet.Run(() => Task.WhenAll(Throttle(), _fleet.Work([.. Gates(4)], Lane.Edit, workers: 10, calls: 400, Fleet.Read)));

        Assert.Equal(1, _fleet.Throttles);
        Assert.Equal(401, _fleet.Arrived.Count);
        var throttled = _fleet.Arrived.Single(call => call.Throttled).At;
        var gaps = _fleet.Arrived.Where(call => call.At > throttled).Select(call => (call.At - throttled).TotalSeconds).ToList();
        // Who had a lease sends what is left of it: a second's, taken half a second ahead.
        Assert.DoesNotContain(gaps, after => after is > 1.6 and < 5);
        Assert.Contains(gaps, after => after is > 5 and < 5.3);

        async Task Throttle()
        {
            await _fleet.Delay(TimeSpan.FromSeconds(10));
            _fleet.Control("fault", new JsonObject { ["operation"] = "ListSolutions", ["kind"] = "Throttle", ["count"] = 1 });
        }
    }

    // Within the margin of 50 ms nobody notices. A second off costs a throttle or two, until each instance has seen what the others wrote.
    [Theory]
    [InlineData(0, 0.02, 0.01, -0.02, 0, 0)]
    [InlineData(5, -1, -0.3, 0.2, 1, 30)]
    [InlineData(5, 1, 0, 0, 0, 30)]
    [InlineData(5, -1, 0, 0, 0, 30)]
    public async Task Clocks_that_are_off(int mostThrottles, double first, double second, double third, double fourth, int untilSecond)
    {
        double[] off = [first, second, third, fourth];
        await _fleet.Run(() => _fleet.Work(
            [.. off.Select(by => _fleet.Gate(_fleet.Time.Skewed(TimeSpan.FromSeconds(by))))], Lane.Edit, workers: 2, calls: 1000, Fleet.Write));

        Assert.InRange(_fleet.Throttles, 0, mostThrottles);
        Assert.All(_fleet.Arrived.Where(call => call.Throttled), call => Assert.InRange((call.At - _fleet.Arrived[0].At).TotalSeconds, 0, untilSecond));
        Assert.InRange(_fleet.Rate, 0.9, 1);
    }

    // All 10,000 of AWS's day and 300 of the next, though every quarter of an hour a clock is set by a second.
    [Fact]
    public async Task Clocks_that_step()
    {
        var clocks = Enumerable.Range(0, 4).Select(_ => _fleet.Time.Skewed(TimeSpan.Zero)).ToList();
        var working = true;
        await _fleet.Run(() => Task.WhenAll(Step(), Work()));

        Assert.Equal(0, _fleet.Throttles);
        Assert.Equal(10_300, _fleet.Arrived.Count);
        Assert.InRange(_fleet.Arrived[^1].At - _fleet.Arrived[0].At, TimeSpan.FromHours(24), TimeSpan.FromHours(24.5));

        async Task Work()
        {
            await _fleet.Work([.. clocks.Select(clock => _fleet.Gate(clock, writeReserve: 0))], Lane.Edit, workers: 1, calls: 10_300, Fleet.Write);
            working = false;
        }

        async Task Step()
        {
            for (var i = 0; working; i++)
            {
                await _fleet.Delay(TimeSpan.FromMinutes(15));
                clocks[i % 4].By += TimeSpan.FromSeconds(i % 8 < 4 ? 1 : -1);
            }
        }
    }

    public void Dispose() => _fleet.Dispose();

    IEnumerable<QuotaGate> Gates(int count) => Enumerable.Range(0, count).Select(_ => _fleet.Gate());
}
