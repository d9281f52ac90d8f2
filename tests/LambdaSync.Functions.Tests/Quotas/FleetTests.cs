using System.Text.Json.Nodes;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Quotas;

/// <summary>AWS is the judge: instances work against the simulator, which has a second's bucket and the exact rolling day, in virtual time.</summary>
public sealed class FleetTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Fleet _fleet = new();

    [Theory]
    [InlineData(Lane.Edit)]
    [InlineData(Lane.Sweep)]
    public async Task Four_instances_use_all_of_the_rate_and_no_more(Lane lane)
    {
        var left = 2000;
        await _fleet.Run(() => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _fleet.In(_fleet.Gate(), lane, Patience)).SelectMany(client =>
            Enumerable.Range(0, 10).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                    await _fleet.Settle(() => Fleet.Read(client));
            }))));

        Assert.Equal(0, _fleet.Throttles);
        Assert.Equal(2000, _fleet.Arrived.Count);
        var rate = (_fleet.Arrived.Count - 1) / (_fleet.Arrived[^1].At - _fleet.Arrived[0].At).TotalSeconds;
        Console.Error.WriteLine($"{lane}: {rate:F3}/s, leases {_fleet.Store.Leases}, reads {_fleet.Store.Reads}, lost {_fleet.Store.Lost} {string.Join(" ", _fleet.Arrived.Zip(_fleet.Arrived.Skip(1)).Select((p,i)=>(i,(p.Second.At-p.First.At).TotalMilliseconds)).Where(x=>x.Item2>160).Take(60))}");
        Assert.InRange(rate, 9.7, 10);
        // Ten reads a lease: 200 would be all of them in full.
        Assert.InRange(_fleet.Store.Leases, 200, 240);
    }

    [Fact]
    [Trait("Row", "A15")]
    public async Task A_backlog_of_25000_edits_takes_what_the_day_gives_and_a_person_never_waits()
    {
        var (left, done) = (25_000, false);
        var started = _fleet.Time.Now;
        var waits = new List<TimeSpan>();
        var ended = started;
        await _fleet.Run(async () =>
        {
            var person = Person();
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => _fleet.In(_fleet.Gate(), Lane.Edit, Patience)).SelectMany(client =>
                Enumerable.Range(0, 2).Select(async _ =>
                {
                    while (Interlocked.Decrement(ref left) >= 0)
                        await _fleet.Settle(() => Fleet.Write(client));
                })));
            ended = _fleet.Time.Now;
            done = true;
            await person;
        });

        Console.Error.WriteLine($"{ended - started}, persons {waits.Count}, longest {waits.Max()}, leases {_fleet.Store.Leases}, reads {_fleet.Store.Reads}, lost {_fleet.Store.Lost}");
        Assert.Equal(0, _fleet.Throttles);
        Assert.Equal(25_000 + waits.Count, _fleet.Arrived.Count);
        // 9,900 a day, the rest at one a second: 49 h 27 min.
        Assert.InRange(ended - started, TimeSpan.FromMinutes((49 * 60) + 26), TimeSpan.FromHours(50));
        Assert.InRange(waits.Count, 150, 220);
        Assert.InRange(waits.Max(), TimeSpan.Zero, TimeSpan.FromSeconds(2));

        // Up to 96 a day, so that some of the reserve is left each time.
        async Task Person()
        {
            var client = _fleet.In(_fleet.Gate(), Lane.Person, TimeSpan.FromSeconds(10));
            while (true)
            {
                await _fleet.Delay(TimeSpan.FromMinutes(15) + (_fleet.Random.NextDouble() * TimeSpan.FromMinutes(2)));
                if (done)
                    return;
                var asked = _fleet.Time.Now;
                await Fleet.Write(client);
                waits.Add(_fleet.Time.Now - asked);
            }
        }
    }

    // Another tool of the account takes what is ours.
    [Fact]
    public async Task One_throttle_pauses_all_instances()
    {
        DateTimeOffset throttled = default;
        var left = 400;
        await _fleet.Run(() => Task.WhenAll([Throttle(), .. Enumerable.Range(0, 4).Select(_ => _fleet.In(_fleet.Gate(), Lane.Edit, Patience)).SelectMany(client =>
            Enumerable.Range(0, 10).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                    await _fleet.Settle(() => Fleet.Read(client));
            }))]));

        Assert.Equal(1, _fleet.Throttles);
        Assert.Equal(401, _fleet.Arrived.Count);
        throttled = _fleet.Arrived.Single(call => call.Throttled).At;
        var after = _fleet.Arrived.Where(call => call.At > throttled).ToList();
        // Who had a lease sends what is left of it: a second's, taken half a second ahead.
        Assert.DoesNotContain(after, call => call.At > throttled + TimeSpan.FromSeconds(1.6) && call.At < throttled + TimeSpan.FromSeconds(5));
        Assert.Contains(after, call => call.At < throttled + TimeSpan.FromSeconds(5.3) && call.At > throttled + TimeSpan.FromSeconds(5));

        async Task Throttle()
        {
            await _fleet.Delay(TimeSpan.FromSeconds(10));
            _fleet.Control("fault", new JsonObject { ["operation"] = "ListSolutions", ["kind"] = "Throttle", ["count"] = 1 });
        }
    }

    [Theory]
    [InlineData(0, 0, 0, 0)]
    [InlineData(-1, -0.3, 0.2, 1)]
    [InlineData(0.05, -0.05, 0.02, 0)]
    public async Task Clocks_that_are_off(double a, double b, double c, double d)
    {
        var left = 3000;
        await _fleet.Run(() => Task.WhenAll(((double[])[a, b, c, d]).Select(by => _fleet.Time.Skewed(TimeSpan.FromSeconds(by))).SelectMany(clock =>
        {
            var client = _fleet.In(_fleet.Gate(clock), Lane.Edit, Patience);
            return Enumerable.Range(0, 2).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                    await _fleet.Settle(() => Fleet.Write(client), clock);
            });
        })));
        Console.Error.WriteLine($"skew {a} {b} {c} {d}: {_fleet.Throttles} {string.Join(" ", _fleet.Arrived.Where(x => x.Throttled).Select(x => (x.At - _fleet.Arrived[0].At).TotalSeconds))}; {(_fleet.Arrived[^1].At - _fleet.Arrived[0].At).TotalSeconds / 3000}");
    }

    [Fact]
    public async Task Clocks_that_step()
    {
        var left = 3000;
        var clocks = Enumerable.Range(0, 4).Select(_ => _fleet.Time.Skewed(TimeSpan.Zero)).ToList();
        await _fleet.Run(() => Task.WhenAll([Step(), .. clocks.SelectMany(clock =>
        {
            var client = _fleet.In(_fleet.Gate(clock), Lane.Edit, Patience);
            return Enumerable.Range(0, 2).Select(async _ =>
            {
                while (Interlocked.Decrement(ref left) >= 0)
                    await _fleet.Settle(() => Fleet.Write(client), clock);
            });
        })]));
        Console.Error.WriteLine($"steps: {_fleet.Throttles} {string.Join(" ", _fleet.Arrived.Where(x => x.Throttled).Select(x => (x.At - _fleet.Arrived[0].At).TotalSeconds))}; {(_fleet.Arrived[^1].At - _fleet.Arrived[0].At).TotalSeconds / 3000}");

        async Task Step()
        {
            for (var i = 0; i < 16; i++)
            {
                await _fleet.Delay(TimeSpan.FromMinutes(2));
                clocks[i % 4].By += TimeSpan.FromSeconds(i % 8 < 4 ? 1 : -1);
            }
        }
    }

    public void Dispose() => _fleet.Dispose();
}
