using LambdaSync.Connections.Salesforce;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>Headers, retries and the budget of calls (row F-30).</summary>
public sealed class RequestTests
{
    [Fact]
    public async Task Every_request_names_the_client_and_switches_assignment_rules_off()
    {
        using var rig = new Rig();
        await rig.Write(Rig.Row("O1", Rig.NewDeal));
        Assert.All(rig.Requests, r =>
        {
            Assert.Equal("FALSE", r.Headers["Sforce-Auto-Assign"]);
            Assert.Equal("client=LambdaSync", r.Headers["Sforce-Call-Options"]);
            Assert.DoesNotContain("Sforce-Duplicate-Rule-Header", r.Headers.Keys);
        });
    }

    [Theory]
    [InlineData("Html503", true)]
    [InlineData("Unavailable", true)]
    [InlineData("Error500", true)]
    [InlineData("Concurrency", true)]
    [InlineData("CutBefore", true)]
    [InlineData("CutAfter", true)]
    [InlineData("ReplyLost", true)]
    [InlineData("QueryTimeout", false)]
    public async Task What_may_pass_is_sent_again(string kind, bool passes)
    {
        using var rig = new Rig();
        rig.Do("fault", $$"""{"kind":"{{kind}}","resource":"query","count":2}""");
        if (passes)
            await rig.Crm.Open(Rig.Cancellation);
        else
            await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Open(Rig.Cancellation));
        Assert.Equal(passes ? 3 : 1, rig.Requests.Count(r => r.Resource == "query"));
    }

    [Fact]
    public async Task An_upsert_whose_answer_is_lost_creates_one_record()
    {
        using var rig = new Rig();
        rig.Do("fault", """{"kind":"CutAfter","resource":"composite","count":1}""");
        await rig.Crm.Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation);
        rig.Do("fault", """{"kind":"CutAfter","resource":"composite","count":1}""");
        Assert.True((await rig.Write(Rig.Row("O1", Rig.NewDeal))).Written);
        Assert.Single(rig.Do("show", """{"object":"Opportunity"}""")["records"]!.AsArray(), r => r!["LambdaSync_Id__c"]?.GetValue<string>() == "O1");
    }

    [Fact]
    public async Task An_outage_is_transient_and_ends()
    {
        using var rig = new Rig();
        rig.Do("fault", """{"kind":"Html503","count":50}""");
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Open(Rig.Cancellation));
        Assert.True(failed.Transient);
        Assert.Equal(5, rig.Requests.Count);
    }

    [Fact]
    public async Task Usage_is_the_last_answers_and_costs_no_call()
    {
        using var rig = new Rig();
        Assert.Null(rig.Crm.Usage.Used);
        await rig.Crm.Open(Rig.Cancellation);
        var calls = rig.Requests.Count;
        Assert.Equal((1, 2), (rig.Crm.Usage.Used, rig.Crm.Usage.Own));
        Assert.NotNull(rig.Crm.Usage.Allowance);
        Assert.Equal(calls, rig.Requests.Count);
    }

    [Fact]
    public async Task Sweeps_stop_at_80_percent_and_all_but_people_at_95()
    {
        using var rig = new Rig();
        rig.Do("settings", """{"dailyCalls":10000}""");
        rig.Do("other-calls", """{"count":8100}""");
        await rig.Crm.Open(Rig.Cancellation);
        var held = await Assert.ThrowsAsync<ConnectionException>(() => Read(Lane.Sweep));
        Assert.True(held.Transient);
        Assert.Contains("REQUEST_LIMIT_EXCEEDED", held.Message, StringComparison.Ordinal);
        await Read(Lane.Edit);
        rig.Do("other-calls", """{"count":9600}""");
        await Read(Lane.Person);
        var calls = rig.Requests.Count;
        await Assert.ThrowsAsync<ConnectionException>(() => Read(Lane.Event));
        Assert.Equal(calls, rig.Requests.Count);
        await Read(Lane.Person);

        Task Read(Lane lane) => rig.Crm.In(lane).Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation);
    }

    [Fact]
    public async Task Our_own_day_is_a_tenth_of_the_allowance()
    {
        using var rig = new Rig();
        rig.Do("settings", """{"dailyCalls":200}""");
        var sent = 0;
        await Assert.ThrowsAsync<ConnectionException>(async () =>
        {
            for (; sent < 100; sent++)
                await rig.Crm.Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation);
        });
        Assert.Equal(20, rig.Crm.Usage.Own);
        await rig.Crm.In(Lane.Person).Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation);
        rig.Advance(TimeSpan.FromHours(25));
        await rig.Crm.Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation);
    }

    [Fact]
    public async Task A_day_that_is_used_up_stops_the_calls_until_it_is_probed()
    {
        using var rig = new Rig(s => s with { DayShare = 1 });
        rig.Do("settings", """{"dailyCalls":100}""");
        await rig.Crm.Open(Rig.Cancellation);
        rig.Do("other-calls", """{"count":100}""");
        rig.Advance(TimeSpan.FromMinutes(10));
        await Assert.ThrowsAsync<ConnectionException>(() => Read());
        var calls = rig.Requests.Count;
        Assert.True((await Assert.ThrowsAsync<ConnectionException>(() => Read())).Transient);
        Assert.Equal(calls, rig.Requests.Count);
        rig.Do("other-calls", """{"count":0}""");
        rig.Advance(TimeSpan.FromMinutes(6));
        await Read();

        Task Read() => rig.Crm.Find("Opportunity", "Id", ["006000000000001"], ["Name"], Rig.Cancellation);
    }

    [Theory]
    [InlineData(0, 0.5, 250)]
    [InlineData(3, 0.5, 2000)]
    [InlineData(40, 0.999, 19980)]
    [InlineData(2, 0.0, 0)]
    public void The_wait_is_random_up_to_a_limit_that_doubles(int attempt, double random, int milliseconds) =>
        Assert.Equal(milliseconds, (int)SalesforceHttp.Backoff(attempt, TimeSpan.FromMilliseconds(500), random).TotalMilliseconds);
}
