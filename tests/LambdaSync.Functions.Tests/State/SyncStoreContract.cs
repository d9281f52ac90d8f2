using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

/// <summary>What every store promises. Each store's tests are this class with a store of its own.</summary>
public abstract partial class SyncStoreContract : IDisposable
{
    protected static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly WorkKey Key = WorkKey.Opportunity("Sandbox", "O1234567");

    static readonly Issue Bad = Issue.Error(IssueCodes.CrmRejected, "Amount", "x", "Amount takes a number.", "Map it.");

    protected abstract ISyncStore Store { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Row", "D1")]
    public async Task A_job_is_started_once()
    {
        var first = await Store.StartJob(AJob("j"), Cancellation);
        var again = await Store.StartJob(AJob("j") with { Records = 9, Started = Start.AddHours(1) }, Cancellation);

        Assert.Equivalent(first, again, strict: true);
        Assert.Equal(Start, again.Started);
        Assert.Null(await Store.GetJob("other", Cancellation));
    }

    [Theory]
    [Trait("Row", "D1")]
    [InlineData(3, 0, false, JobStatus.Processed)]
    [InlineData(0, 0, false, JobStatus.Processed)]
    [InlineData(3, 1, false, JobStatus.Partial)]
    [InlineData(3, 0, true, JobStatus.Partial)]
    [InlineData(3, 3, false, JobStatus.Error)]
    [InlineData(0, 0, true, JobStatus.Error)]
    public async Task A_job_ends_with_the_status_of_its_details(int details, int failed, bool fileIsBad, JobStatus expected)
    {
        await Store.StartJob(AJob("j"), Cancellation);
        for (var i = 0; i < details; i++)
            Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", i, outcome: i < failed ? Outcome.Failed : Outcome.Created))));

        var ended = await Store.EndJob("j", fileIsBad ? [Bad with { File = "a.json", Record = 2 }] : [], Start.AddMinutes(5), Cancellation);

        Assert.Equal(expected, ended.Status);
        Assert.Equal((details - failed, failed), (ended.Succeeded, ended.Failed));
        Assert.Equal(Start.AddMinutes(5), ended.Ended);
        Assert.Equal(fileIsBad ? [Bad with { File = "a.json", Record = 2 }] : [], ended.Issues);
    }

    [Fact]
    [Trait("Row", "D1")]
    public async Task Ending_a_job_again_changes_nothing()
    {
        await Store.StartJob(AJob("j"), Cancellation);
        var ended = await Store.EndJob("j", [], Start.AddMinutes(5), Cancellation);
        Assert.Equivalent(ended, await Store.EndJob("j", [Bad], Start.AddMinutes(9), Cancellation), strict: true);
    }

    [Fact]
    [Trait("Row", "D1")]
    public async Task Jobs_are_listed_newest_first_by_time_and_status()
    {
        for (var i = 0; i < 4; i++)
            await Store.StartJob(AJob($"j{i}") with { Started = Start.AddHours(i) }, Cancellation);
        await Store.EndJob("j1", [Bad], Start.AddDays(1), Cancellation);

        Assert.Equal(["j2", "j1"], await Ids(Start.AddHours(1), Start.AddHours(3), null, 10));
        Assert.Equal(["j3"], await Ids(Start, Start.AddDays(1), null, 1));
        Assert.Equal(["j1"], await Ids(Start, Start.AddDays(1), JobStatus.Error, 10));

        async Task<IEnumerable<string>> Ids(DateTimeOffset from, DateTimeOffset to, JobStatus? status, int limit) =>
            (await Store.ListJobs(from, to, status, limit, Cancellation)).Select(j => j.Id);
    }

    [Fact]
    public async Task A_settled_state_is_read_back_with_the_next_version()
    {
        var state = AState(Key, "006A") with { AwsModified = Start.AddTicks(1), PayloadVersion = 2, Closed = true, OwnWrite = Start.AddTicks(2), ReportedEdits = """{"Name":"mine"}"""u8.ToArray(), Submission = new SubmissionState("task-1", Start, SubmissionState.Failed, "Co-Sell", "Full", "0a1b") { ReasonCode = "InternalError" } };
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 0), state)));

        var stored = Assert.Single(await Store.GetRecords([Key, Key with { Id = "O9" }], Cancellation));
        Assert.Equivalent(state with { Version = 1 }, stored, strict: true);
        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
        Assert.Null(await Store.FindByCrmId("AWS", "Opportunity", "006A", Cancellation));
    }

    [Theory]
    [InlineData(0)] // somebody else linked it first
    [InlineData(2)]
    public async Task A_settlement_from_another_version_stores_nothing(long version)
    {
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A"))));

        Assert.Equal(Settled.Lost, await Settle(new Settlement(ADetail("j", 1), AState(Key, "006B") with { Version = version })));

        Assert.Equal("006A", Assert.Single(await Store.GetRecords([Key], Cancellation)).CrmId);
        Assert.Equal([0], await Store.SettledIndexes("j", 0, 1000, Cancellation));
    }

    [Fact]
    public async Task A_settlement_that_expects_a_state_needs_one()
    {
        Assert.Equal(Settled.Lost, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A") with { Version = 1 })));
        Assert.Empty(await Store.SettledIndexes("j", 0, 1000, Cancellation));
    }

    [Fact]
    public async Task A_record_is_settled_once_in_a_job()
    {
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 0))));
        Assert.Equal(Settled.Lost, await Settle(new Settlement(ADetail("j", 0, awsId: "O2"), AState(Key, "006A"))));

        Assert.Empty(await Store.GetRecords([Key], Cancellation));
        Assert.Equal("O1234567", Assert.Single(await Store.ListDetails("j", 0, 10, Cancellation)).AwsId);
    }

    [Fact]
    public async Task A_crm_record_is_linked_once_in_a_catalog()
    {
        var other = Key with { Id = "O2" };
        var elsewhere = Key with { Catalog = "AWS" };
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A"))));

        Assert.Equal(Settled.LinkTaken, await Settle(new Settlement(ADetail("j", 1), AState(other, "006A"))));
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 2), AState(elsewhere, "006A"))));

        Assert.Empty(await Store.GetRecords([other], Cancellation));
    }

    [Fact]
    public async Task A_refused_settlement_leaves_its_neighbours()
    {
        var other = Key with { Id = "O2" };
        var settled = await Store.Settle(
            [
                new Settlement(ADetail("j", 0), AState(Key, "006A")),
                new Settlement(ADetail("j", 1), AState(other, "006A")),
                new Settlement(ADetail("j", 0)),
                new Settlement(ADetail("j", 2), AState(other, "006B")),
            ],
            Cancellation);

        Assert.Equal([Settled.Stored, Settled.LinkTaken, Settled.Lost, Settled.Stored], settled);
        Assert.Equal([0, 2], (await Store.SettledIndexes("j", 0, 1000, Cancellation)).Order());
        Assert.Equal([2], await Store.SettledIndexes("j", 1, 2, Cancellation));
        Assert.Empty(await Store.SettledIndexes("j", 3, 1000, Cancellation));
    }

    [Fact]
    public async Task A_record_may_move_to_another_crm_record()
    {
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 0), AState(Key, "006A"))));
        Assert.Equal(Settled.Stored, await Settle(new Settlement(ADetail("j", 1), AState(Key, "006B") with { Version = 1 })));

        Assert.Null(await Store.FindByCrmId("Sandbox", "Opportunity", "006A", Cancellation));
        Assert.Equal(Key, await Store.FindByCrmId("Sandbox", "Opportunity", "006B", Cancellation));
    }

    [Fact]
    [Trait("Row", "D1")]
    public async Task Details_are_listed_in_index_order_from_an_index_on()
    {
        foreach (var i in new[] { 2, 0, 1 })
            await Settle(new Settlement(ADetail("j", i) with { Issues = [Bad], CrmId = null, Payload = [(byte)i] }));

        var page = await Store.ListDetails("j", 1, 2, Cancellation);
        Assert.Equal([1, 2], page.Select(d => d.Index));
        Assert.Equivalent(ADetail("j", 1) with { Issues = [Bad], CrmId = null, Payload = [1] }, page[0], strict: true);
        Assert.Single(await Store.ListDetails("j", 0, 1, Cancellation));
    }

    [Fact]
    [Trait("Row", "D8")]
    public async Task A_records_details_are_listed_newest_first_across_jobs()
    {
        await Settle(new Settlement(ADetail("j", 0) with { At = Start.AddHours(1) }));
        await Settle(new Settlement(ADetail("k", 0) with { At = Start.AddHours(2) }));
        await Settle(new Settlement(ADetail("l", 0, awsId: "O2") with { At = Start.AddHours(3) }));

        Assert.Equal(["k", "j"], (await Store.ListDetailsOf("O1234567", 10, Cancellation)).Select(d => d.JobId));
        Assert.Single(await Store.ListDetailsOf("O1234567", 1, Cancellation));
    }

    [Fact]
    public async Task Of_many_workers_one_settles_a_record()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(i => Task.Run(
            () => Settle(new Settlement(ADetail($"j{i}", 0), AState(Key, $"006{i}"))), Cancellation)));

        Assert.Single(results, settled => settled == Settled.Stored);
    }

    public void Dispose()
    {
        (Store as IDisposable)?.Dispose();
        Cleanup();
        GC.SuppressFinalize(this);
    }

    protected virtual void Cleanup()
    {
    }

    static Job AJob(string id) => new(
        id, "Inbound Record Retrieval", "inbound", "bucket/a.json@1", Start, null, JobStatus.ApiSuccess, 3, 0, 0, []);

    static JobDetail ADetail(string job, int index, string awsId = "O1234567", Outcome outcome = Outcome.Created) => new(
        job, index, awsId, "006A", outcome, Start, "{}"u8.ToArray(), []);

    static RecordState AState(WorkKey key, string crmId) => new(
        key, "Opportunity", crmId, "{\"a\":1}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);

    async Task<Settled> Settle(Settlement settlement) => Assert.Single(await Store.Settle([settlement], Cancellation));
}
