using Amazon.Lambda.TestUtilities;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Local.State;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>When claims are renewed, and what a lost one means.</summary>
public sealed class LeaseTests : IDisposable
{
    static readonly WorkKey First = new("AWS", WorkKind.Opportunity, "O1"), Second = First with { Id = "O2" }, Around = new("AWS", WorkKind.Schedule, "sweep");

    readonly SqliteSyncStore _sqlite = new(":memory:");
    readonly ISyncStore _store;
    readonly Counted _calls;
    readonly SyncRig.SteppedTime _time = new() { Stopped = new DateTimeOffset(2026, 3, 1, 9, 0, 0, TimeSpan.Zero) };
    readonly TestLambdaContext _context = new() { AwsRequestId = "a", RemainingTime = TimeSpan.FromMinutes(15) };

    public LeaseTests() => (_store, _calls) = Counted.Of<ISyncStore>(_sqlite);

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _sqlite.Dispose();

    [Fact]
    public void The_times_fit_together()
    {
        // The wait, the call and the store.
        Assert.True(Lease.LongestWait + new AwsSettings().Timeout + TimeSpan.FromSeconds(10) <= Lease.LongestStep);
        // Two minutes, though clocks differ; and there is work to do between two renewals.
        Assert.True(Lease.Length + TimeSpan.FromSeconds(10) <= TimeSpan.FromMinutes(2));
        Assert.True(Lease.Length - Lease.LongestStep >= TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task It_is_renewed_only_when_the_longest_step_would_not_fit_any_more()
    {
        var lease = await Claim([First, Second]);
        _time.Ahead = Lease.Length - Lease.LongestStep;
        Assert.True(await lease.Renew());
        Assert.Equal(0, _calls[nameof(ISyncStore.Renew)]);

        _time.Ahead += TimeSpan.FromSeconds(1);
        Assert.True(await lease.Renew());
        Assert.True(await lease.Renew());

        Assert.Equal(1, _calls[nameof(ISyncStore.Renew)]);
        Assert.Equal((_time.GetUtcNow() + Lease.Length, _time.GetUtcNow() + Lease.Length), (await Until(First), await Until(Second)));
    }

    [Fact]
    public async Task Step_after_step_nobody_else_gets_it_and_once_its_worker_is_killed_anybody_does()
    {
        var lease = await Claim([First]);
        for (var step = 0; step < 100; step++)
        {
            await lease.Renew();
            _time.Ahead += Lease.LongestStep - TimeSpan.FromSeconds(1);
            Assert.Null((await Claim([First], "b")).Claims[0]);
        }

        await lease.Renew();
        _time.Ahead += TimeSpan.FromMinutes(2);
        Assert.NotNull((await Claim([First], "b")).Claims[0]);
    }

    [Fact]
    public async Task It_never_outlasts_its_invocation_and_is_not_renewed_in_vain()
    {
        _context.RemainingTime = TimeSpan.FromSeconds(20);
        var end = _time.GetUtcNow() + _context.RemainingTime + SyncSettings.ClaimMargin;
        var lease = await Claim([First]);
        Assert.Equal(end, await Until(First));
        for (; _context.RemainingTime > TimeSpan.Zero; _context.RemainingTime -= TimeSpan.FromSeconds(1))
        {
            Assert.True(await lease.Renew());
            _time.Ahead += TimeSpan.FromSeconds(1);
        }

        Assert.Equal((0, end), (_calls[nameof(ISyncStore.Renew)], await Until(First)));
    }

    [Fact]
    public async Task What_another_worker_has_taken_is_held_no_more_and_the_others_are()
    {
        var lease = await Claim([First, Second]);
        _time.Ahead = Lease.Length;
        var theirs = await Claim([First], "b");

        Assert.False(await lease.Renew());

        Assert.False(lease.Holds(lease.Claims[0]!));
        Assert.True(lease.Holds(lease.Claims[1]!));
        Assert.True(theirs.Holds(theirs.Claims[0]!));
        Assert.False(lease.Holds(theirs.Claims[0]!));
        _time.Ahead += Lease.LongestStep;
        Assert.False(await lease.Renew());
        Assert.Equal(_time.GetUtcNow() + Lease.Length, await Until(Second));
        Assert.Equal("b", (await _sqlite.GetWork(First, None))!.Owner);
    }

    [Fact]
    public async Task What_was_released_is_not_lost()
    {
        var lease = await Claim([First, Second]);
        await _store.Settle([new Settlement { Claim = lease.Claims[0] }], None);
        lease.Release([lease.Claims[0]!]);
        _time.Ahead = Lease.LongestStep;
        Assert.True(await lease.Renew());
        Assert.Equal((false, true), (lease.Holds(lease.Claims[0]!), lease.Holds(lease.Claims[1]!)));
    }

    [Fact]
    public async Task What_work_is_done_for_is_renewed_with_it()
    {
        var page = await Claim([Around]);
        _time.Ahead = TimeSpan.FromSeconds(60);
        var records = await Claim([First], around: page);
        Assert.Equal(_time.GetUtcNow() + Lease.Length, await Until(Around));
        _time.Ahead += TimeSpan.FromSeconds(60);
        Assert.True(await records.Renew());
        Assert.Equal((_time.GetUtcNow() + Lease.Length, _time.GetUtcNow() + Lease.Length), (await Until(Around), await Until(First)));
    }

    [Fact]
    public async Task When_what_work_is_done_for_is_lost_no_more_is_claimed_for_it()
    {
        var page = await Claim([Around]);
        var records = await Claim([First], around: page);
        _time.Ahead = Lease.Length;
        Assert.NotNull((await Claim([Around], "b")).Claims[0]);
        // The record itself is still this worker's.
        Assert.True(await records.Renew());
        await Assert.ThrowsAsync<ConnectionException>(() => Claim([Second], around: page));
        Assert.Null(await _sqlite.GetWork(Second, None));
    }

    Task<Lease> Claim(IReadOnlyList<WorkKey> keys, string owner = "a", Lease? around = null) => Lease.Claim(
        _store, keys, owner == _context.AwsRequestId ? _context : new TestLambdaContext { AwsRequestId = owner, RemainingTime = _context.RemainingTime },
        _time, evenIfClean: true, around);

    async Task<DateTimeOffset> Until(WorkKey key) => (await _sqlite.GetWork(key, None))!.ClaimedUntil!.Value;
}
