using System.Net;
using System.Text.Json.Nodes;
using Amazon.Runtime;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Local.State;
using LambdaSync.PartnerCentral;
using LambdaSync.Simulator;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Quotas;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Quotas;

/// <summary>Instances that share an account: real clients and gates, one store, and Partner Central's simulator, which enforces the quotas.</summary>
sealed class Fleet : IDisposable
{
    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    // Of one request, there and back: from as near as a region to what a slow line takes. Always the same ones.
    static readonly TimeSpan LeastWay = TimeSpan.FromMilliseconds(10), MaxWay = TimeSpan.FromMilliseconds(50);

    readonly PartnerCentralSimulator _simulator = new(TimeProvider.System);
    readonly SqliteQuotaStore _sqlite = new(":memory:");
    readonly List<IDisposable> _open = [];
    readonly PartnerCentralClient _client;

    public Fleet()
    {
        Time = new VirtualTime(Start);
        Store = new CountedStore(_sqlite, Time, TimeSpan.FromMilliseconds(8));
        var settings = new AwsSettings { Credentials = new BasicAWSCredentials("test", "test") };
        _client = new PartnerCentralClient(settings, null, Track(new Way(this)));
        _simulator.Control.Clock.Set(Start);
        Control("add-solution", new JsonObject { ["catalog"] = "AWS", ["id"] = "S-0000001", ["name"] = "Solution" });
    }

    public VirtualTime Time { get; }

    public CountedStore Store { get; }

    public Random Random { get; } = new(7);

    /// <summary>What reached AWS, in order, and whether AWS throttled it.</summary>
    public List<(DateTimeOffset At, bool Throttled)> Arrived { get; } = [];

    public int Throttles => Arrived.Count(call => call.Throttled);

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public JsonObject Control(string verb, JsonObject input) => _simulator.Control.Do(verb, input);

    /// <summary>Calls a second that arrived.</summary>
    public double Rate => (Arrived.Count - 1) / (Arrived[^1].At - Arrived[0].At).TotalSeconds;

    /// <summary>A process of its own.</summary>
    public QuotaGate Gate(TimeProvider? clock = null, double quotaShare = 1, int? writeReserve = null) => new(
        Store, "123456789012", QuotaLimits.Of(QuotaGroup.Read, quotaShare), QuotaLimits.Of(QuotaGroup.Write, quotaShare, writeReserve), clock ?? Time,
        Random.NextDouble);

    public PartnerCentralClient In(QuotaGate gate, Lane lane, TimeSpan patience) => _client.In(gate, lane, patience);

    /// <summary>AWS Marketplace as a process of its own reaches it.</summary>
    public MarketplaceClient Marketplace(QuotaGate gate)
    {
        var settings = new AwsSettings { Credentials = new BasicAWSCredentials("test", "test") };
        return Track(new MarketplaceClient(settings, handler: Track(new Way(this)))).Within(gate, () => TimeSpan.FromSeconds(30));
    }

    /// <summary>Starts work and lets time pass until it has ended.</summary>
    public Task Run(Func<Task> work) => Time.Run(work).WaitAsync(TimeSpan.FromMinutes(5), Cancellation);

    public Task Delay(TimeSpan time) => Task.Delay(time, Time, Cancellation);

    /// <summary>One read that AWS accepts.</summary>
    public static async Task Read(PartnerCentralClient client) =>
        await client.Page(SellingOperations.ListSolutions, """{"Catalog":"AWS"}"""u8.ToArray(), 1, null, new PageProgress(), Cancellation);

    /// <summary>One write that counts; AWS says that there is no such opportunity, which costs the quota no less.</summary>
    public static async Task Write(PartnerCentralClient client)
    {
        var body = AssociateOpportunity.Body("AWS", "O1", new Association("Solutions", "S-0000001"));
        try
        {
            await client.AssociateOpportunity(body, Cancellation);
        }
        catch (AwsServiceException refused) when (refused.Code == "ResourceNotFoundException")
        {
        }
    }

    /// <summary>So many calls by all gates together, each with a number of workers.</summary>
    public Task Work(IReadOnlyList<QuotaGate> gates, Lane lane, int workers, int calls, Func<PartnerCentralClient, Task> call)
    {
        return Task.WhenAll(gates.SelectMany(gate => Enumerable.Range(0, workers).Select(_ => One(In(gate, lane, TimeSpan.FromSeconds(30))))));

        async Task One(PartnerCentralClient client)
        {
            while (calls-- > 0)
                await Settle(() => call(client));
        }
    }

    /// <summary>As a handler does: what has no quota now is due when it opens, and what was throttled goes again.</summary>
    public async Task Settle(Func<Task> call)
    {
        while (true)
        {
            try
            {
                await call();
                return;
            }
            catch (QuotaUsedUpException later)
            {
                // By whatever clock, it is not much later than now.
                var wait = later.Opens - Time.Now;
                await Delay(wait > TimeSpan.Zero ? wait : TimeSpan.FromMilliseconds(1));
            }
            catch (AwsServiceException throttled) when (throttled.Fault == AwsFault.Throttled)
            {
            }
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        foreach (var one in _open)
            one.Dispose();
        _sqlite.Dispose();
        _simulator.Dispose();
    }

    T Track<T>(T one)
        where T : IDisposable
    {
        _open.Add(one);
        return one;
    }

    sealed class Way(Fleet fleet) : DelegatingHandler(new SimulatorHandler(fleet._simulator))
    {
        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var way = LeastWay + (fleet.Random.NextDouble() * (MaxWay - LeastWay));
            await Task.Delay(way / 2, fleet.Time, cancellationToken).ConfigureAwait(false);
            fleet._simulator.Control.Clock.Set(fleet.Time.Now);
            var answer = await base.SendAsync(request, cancellationToken).ConfigureAwait(false);
            var body = await answer.Content.ReadAsStringAsync(cancellationToken).ConfigureAwait(false);
            // The Catalog API has it in its status.
            fleet.Arrived.Add((fleet.Time.Now, answer.StatusCode == HttpStatusCode.TooManyRequests || body.Contains("ThrottlingException", StringComparison.Ordinal)));
            await Task.Delay(way / 2, fleet.Time, cancellationToken).ConfigureAwait(false);
            return answer;
        }
    }
}
