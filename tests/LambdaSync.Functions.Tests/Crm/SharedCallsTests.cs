using System.Text.Json.Nodes;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Simulator;
using LambdaSync.Simulator.Salesforce;
using LambdaSync.Sync;
using LambdaSync.Testing.Memory;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>All functions together keep their part of the organization's day.</summary>
[Trait("Row", "H1")]
public sealed class SharedCallsTests : IDisposable
{
    // A tenth of it is ours.
    const int Day = 1000, Own = Day / 10;

    readonly SyncRig.SteppedTime _time = new();
    readonly MemoryQuotaStore _quotas = new();
    readonly SalesforceSimulator _organization;
    readonly SimulatorHandler _handler;

    public SharedCallsTests()
    {
        _organization = new SalesforceSimulator(_time);
        _organization.Control.Do("settings", new JsonObject { ["dailyCalls"] = Day });
        _handler = new SimulatorHandler(_organization);
    }

    [Fact]
    public async Task What_one_process_has_called_the_others_do_not_call_any_more()
    {
        using var one = Process();
        Assert.InRange(await Calls(one), Own - 1, Own + 1);
        using var other = Process();
        // Its first answer says what the organization has.
        Assert.InRange(await Calls(other), 1, 3);
        // A person's command always may, and sees the calls of both.
        await Find(other.In(Lane.Person));
        Assert.True(other.Usage.Own > Own, $"{other.Usage.Own}");

        // A day later all of it is there again.
        _time.Ahead += TimeSpan.FromHours(25);
        Assert.True(await Calls(other) > Own / 2);
    }

    [Fact]
    public async Task A_count_that_is_away_is_an_outage_and_loses_no_call()
    {
        var (store, calls) = Counted.Of<Connections.State.IQuotaStore>(_quotas);
        using var process = Process(store);
        await Find(process);
        calls.Fails = _ => new ConnectionException("the table is away", transient: true);
        _time.Ahead += TimeSpan.FromMinutes(2);
        await Assert.ThrowsAsync<ConnectionException>(() => Find(process));
        calls.Fails = _ => null;
        await Find(process);
        using var other = Process();
        await Find(other);
        Assert.True(other.Usage.Own >= 2, $"{other.Usage.Own}");
    }

    public void Dispose()
    {
        _handler.Dispose();
        _organization.Dispose();
    }

    SalesforceCrm Process(Connections.State.IQuotaStore? store = null) => new(
        new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read("""{"clientId":"test","clientSecret":"test"}"""u8.ToArray(), out var _)!),
        _time, () => 0, _handler, calls: new CrmCallLedger(store ?? _quotas, "123456789012", _time).Add);

    // The number of calls that the process sends before its client refuses the next one.
    async Task<int> Calls(SalesforceCrm process)
    {
        var before = _organization.Requests.Count(r => r.Resource != "token");
        await Assert.ThrowsAsync<ConnectionException>(async () =>
        {
            for (var i = 0; i < 2 * Own; i++)
                await Find(process);
        });
        return _organization.Requests.Count(r => r.Resource != "token") - before;
    }

    static Task<IReadOnlyList<CrmFound>> Find(SalesforceCrm process) => process.Find("Opportunity", "Id", ["006000000000001"], ["Name"], TestContext.Current.CancellationToken);
}
