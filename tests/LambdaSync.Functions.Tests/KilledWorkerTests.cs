using Amazon.Lambda.Core;
using Amazon.Lambda.TestUtilities;
using LambdaSync.Cli;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>What a killed worker held is free within two minutes, and what a slow one holds stays its own.</summary>
/// <remarks>A worker is killed at a call of the store that never comes back.</remarks>
[Trait("Row", "D2")]
public sealed class KilledWorkerTests : IDisposable
{
    static readonly TimeSpan AlmostTwoMinutes = TimeSpan.FromSeconds(119);

    readonly SyncRig _sync = new();
    readonly ReplayRig _replay = new();

    InboundRig Files => _replay.Files;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _sync.Dispose();
        _replay.Dispose();
    }

    [Fact]
    public async Task A_record_of_a_file()
    {
        Files.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2")));
        var (store, killed) = KilledAtItsEnd();
        Through(store);
        _ = Files.Handler.Handle(InboundRig.Message("a.json"), Context("killed"));
        await killed;
        Through(Files.Store);
        _replay.Time.Now += TimeSpan.FromSeconds(60);
        Assert.Empty((await Files.Handler.Handle(InboundRig.Message("a.json"), Context("early", 10))).BatchItemFailures);
        Assert.Equal((0, null), ((await Files.OnlyJob()).Succeeded, (await Files.OnlyJob()).Ended));
        Assert.Single(await _replay.Waiting());

        _replay.Time.Now += AlmostTwoMinutes - TimeSpan.FromSeconds(60);
        Assert.Empty((await Files.Handler.Handle(InboundRig.Message("a.json"), Context("another", 10))).BatchItemFailures);

        Assert.Equal((JobStatus.Processed, 2, 2), ((await Files.OnlyJob()).Status, (await Files.OnlyJob()).Succeeded, await Files.CrmCount()));
    }

    [Fact]
    public async Task A_message_and_a_file_out_of_the_dead_letters()
    {
        var id = await _replay.DeadLetter("a.json", InboundRig.Record("O1"));
        var (store, killed) = KilledAtItsEnd();
        _ = _replay.Pass(store);
        await killed;
        Assert.Equal("replay", (await _replay.Message(id))!.Owner);

        _replay.Time.Now += AlmostTwoMinutes;
        _replay.Context.AwsRequestId = "another";
        await _replay.Pass();

        var item = (await _replay.Message(id))!;
        Assert.Equal((null, 1), (item.Owner, item.Attempts));
    }

    [Theory]
    [InlineData(Schedules.Opportunities, false)]
    [InlineData(Schedules.Summaries, false)]
    [InlineData(Schedules.BackfillPrefix + "1", false)]
    [InlineData(Schedules.BackfillPrefix + "1", true)]
    public async Task A_schedule_and_a_backfill(string name, bool isVerb)
    {
        _sync.AwsHas();
        var key = await Scheduled(name);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _sync.StoreCalls.Answers = (method, _) => method == nameof(ISyncStore.GetRecords) ? Never<IReadOnlyList<RecordState>>(killed) : null;
        ILambdaContext context = isVerb ? Invocation.Of("backfill", None) : Context("killed");
        _ = _sync.Reconcile.Run(key, context, null);
        await killed.Task;
        _sync.StoreCalls.Answers = (_, _) => null;

        _sync.Time.Ahead += TimeSpan.FromSeconds(60);
        await _sync.Reconcile.Run(key, Context("early"), null);
        Assert.Null(await Ended(key));
        _sync.Time.Ahead += AlmostTwoMinutes - TimeSpan.FromSeconds(60);
        await _sync.Reconcile.Run(key, Context("another"), null);

        Assert.NotNull(await Ended(key));
    }

    [Fact]
    public async Task A_page_that_takes_long_keeps_its_schedule()
    {
        for (var i = 0; i < 60; i++)
            _sync.AwsHas($"Deal {i}");
        var key = await Scheduled(Schedules.BackfillPrefix + "slow", new Schedule(TimeSpan.FromMinutes(15), Part: 10));
        var (begin, taken, context) = (_sync.Time.GetUtcNow(), 0, Context("slow", 900));
        _sync.Http.Loses = _ =>
        {
            _sync.Time.Ahead += TimeSpan.FromSeconds(2);
            context.RemainingTime -= TimeSpan.FromSeconds(2);
            taken += TryTake(key) ? 1 : 0;
            return false;
        };

        await _sync.Reconcile.Run(key, context, null);

        Assert.NotNull(await Ended(key));
        Assert.True(_sync.Time.GetUtcNow() - begin > 2 * Lease.Length);
        Assert.Equal((0, 60), (taken, await _sync.Count()));
        // The schedule's claim and those of its records.
        Assert.InRange(_sync.StoreCalls[nameof(ISyncStore.Renew)], 1, 14);
    }

    [Fact]
    public async Task A_page_whose_schedule_another_worker_has_taken_is_left_to_it()
    {
        for (var i = 0; i < 4; i++)
            _sync.AwsHas($"Deal {i}");
        var key = await Scheduled(Schedules.BackfillPrefix + "lost", new Schedule(TimeSpan.FromMinutes(15), Part: 2));
        _sync.Http.Loses = operation =>
        {
            // One call takes longer than any may.
            if (operation == "GetOpportunity" && _sync.Http.Operations.Count(o => o == operation) == 1)
            {
                _sync.Time.Ahead += Lease.Length;
                Assert.True(TryTake(key));
            }

            return false;
        };

        await _sync.Reconcile.Run(key, Context("slow"), null);

        Assert.Equal(2, _sync.Http.Operations.Count(o => o == "GetOpportunity"));
        var item = (await _sync.Store.GetWork(key, None))!;
        Assert.Equal(("thief", 0), (item.Owner, Schedule.Read(item.Data).Worked));
    }

    [Fact]
    public async Task Without_delay_nothing_is_renewed()
    {
        for (var i = 0; i < 5; i++)
            _sync.AwsHas($"Deal {i}");
        await _sync.Deliver();
        await _sync.Sweep(TimeSpan.FromHours(1));
        await _sync.Tick();
        Assert.Equal(0, _sync.StoreCalls[nameof(ISyncStore.Renew)]);
    }

    [Fact]
    public async Task A_file_that_takes_long_keeps_its_records_and_what_it_is_worked_on_for()
    {
        var id = await _replay.DeadLetter("a.json", [.. Enumerable.Range(1, 8).Select(i => InboundRig.Record($"O{i}"))]);
        var message = new WorkKey("AWS", WorkKind.Message, id);
        var (slow, calls) = Counted.Of<ISyncStore>(Files.Store);
        var taken = 0;
        calls.Answers = (method, arguments) =>
        {
            // After the claims of a batch of two.
            if (method == nameof(ISyncStore.SettledIndexes) && arguments is [_, int from, int to, _] && to == from + 1)
            {
                _replay.Time.Now += TimeSpan.FromSeconds(69);
                taken += Take(Files.Store, message, _replay.Time) ? 1 : 0;
                taken += Take(Files.Store, new WorkKey("AWS", WorkKind.Opportunity, $"O{from + 1}"), _replay.Time) ? 1 : 0;
            }
            else if (method == nameof(ISyncStore.Renew))
            {
                _replay.Time.Now += TimeSpan.FromSeconds(1);
            }

            return null;
        };
        Through(slow);

        await _replay.Pass(slow);

        Assert.Equal((0, 8), (taken, await Files.CrmCount()));
        Assert.Null((await _replay.Message(id))!.Owner);
        Assert.True(calls[nameof(ISyncStore.Renew)] >= 4);
    }

    [Fact]
    public async Task A_record_that_another_worker_has_taken_from_a_file_is_not_written()
    {
        Files.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2")));
        var (slow, calls) = Counted.Of<ISyncStore>(Files.Store);
        calls.Answers = (method, _) =>
        {
            if (method == nameof(ISyncStore.SettledIndexes) && calls[method] == 2)
            {
                _replay.Time.Now += Lease.Length;
                Assert.True(Take(Files.Store, new WorkKey("AWS", WorkKind.Opportunity, "O1"), _replay.Time));
            }

            return null;
        };
        Through(slow);

        Assert.Empty((await Files.Handler.Handle(InboundRig.Message("a.json"), Context("slow", 10))).BatchItemFailures);

        Assert.Single(await _replay.Waiting());
        Assert.Equal(["O2"], (await Files.Details()).Select(d => d.AwsId));
        Assert.Equal(1, await Files.CrmCount());
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(10, true)]
    public async Task A_verb_waits_for_the_quota_with_nothing_claimed(int patience, bool isDone)
    {
        _sync.AwsHas();
        using var quotas = new SqliteQuotaStore(":memory:");
        var ledger = await quotas.Read("1", QuotaGroup.Read, None);
        await quotas.Replace("1", QuotaGroup.Read, ledger.Version, QuotaLedger.Pause(ledger.State, _sync.Time.GetUtcNow() - TimeSpan.FromSeconds(3)), None);
        var gate = new QuotaGate(quotas, "1", QuotaLimits.Of(QuotaGroup.Read), QuotaLimits.Of(QuotaGroup.Write), _sync.Time, () => 0);
        var reconcile = new Reconcile(_sync.Store, new PartnerCentralLanes(_sync.Client, gate, TimeSpan.Zero), _sync.Worker, _sync.Settings, _sync.Time, NullLogger<Reconcile>.Instance);
        var key = await Scheduled(Schedules.BackfillPrefix + "1");

        var run = reconcile.Run(key, Invocation.Of("backfill", None), null, TimeSpan.FromSeconds(patience));
        await Task.Delay(200, None);
        Assert.Equal(!isDone, run.IsCompleted);
        Assert.Null((await _sync.Store.GetWork(key, None))!.Owner);
        await run;

        Assert.Equal(isDone, await Ended(key) is not null);
    }

    void Through(ISyncStore store)
    {
        Files.Time = _replay.Time;
        Files.Through(store);
    }

    // A store for one worker, and when it was killed.
    (ISyncStore Store, Task Killed) KilledAtItsEnd()
    {
        var (store, calls) = Counted.Of<ISyncStore>(Files.Store);
        var killed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        calls.Answers = (name, _) => name == nameof(ISyncStore.Settle) ? Never<IReadOnlyList<Settled>>(killed) : null;
        return (store, killed.Task);
    }

    static Task<T> Never<T>(TaskCompletionSource called)
    {
        called.TrySetResult();
        return new TaskCompletionSource<T>().Task;
    }

    async Task<WorkKey> Scheduled(string name, Schedule? schedule = null)
    {
        _sync.Drain();
        var key = _sync.Reconcile.Key(name);
        await _sync.Store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, _sync.Time.GetUtcNow(), (schedule ?? new Schedule(TimeSpan.FromMinutes(15))).ToJson())], None);
        return key;
    }

    bool TryTake(WorkKey key) => Take(_sync.Store, key, _sync.Time);

    // SQLite answers at once.
    static bool Take(ISyncStore store, WorkKey key, TimeProvider time)
    {
        var terms = new ClaimTerms("thief", time.GetUtcNow(), time.GetUtcNow() + TimeSpan.FromHours(1), EvenIfClean: true);
#pragma warning disable xUnit1031
        return store.Claim([key], terms, CancellationToken.None).GetAwaiter().GetResult()[0] is not null;
#pragma warning restore xUnit1031
    }

    async Task<DateTimeOffset?> Ended(WorkKey key) => Schedule.Read((await _sync.Store.GetWork(key, None))!.Data).Ended;

    static TestLambdaContext Context(string name, int seconds = 300) => new() { AwsRequestId = name, RemainingTime = TimeSpan.FromSeconds(seconds) };
}
