using LambdaSync.Connections.State;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync;
using LambdaSync.Sync.Quotas;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

/// <summary>What every store of quota ledgers promises.</summary>
public abstract class QuotaStoreContract
{
    const string Account = "123456789012";
    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);

    protected abstract IQuotaStore Store { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task There_is_an_empty_ledger_before_the_first()
    {
        var found = await Store.Read(Account, QuotaGroup.Write, Cancellation);
        Assert.Equal(0, found.Version);
        Assert.Equivalent(QuotaState.Empty, found.State, strict: true);
    }

    [Fact]
    public async Task What_is_put_is_read()
    {
        var state = AState(3);
        Assert.True(await Store.Replace(Account, QuotaGroup.Write, 0, state, Cancellation));

        var found = await Store.Read(Account, QuotaGroup.Write, Cancellation);
        Assert.Equal(1, found.Version);
        Assert.Equivalent(state, found.State, strict: true);
        Assert.Equal(0, (await Store.Read(Account, QuotaGroup.Read, Cancellation)).Version);
        Assert.Equal(0, (await Store.Read("210987654321", QuotaGroup.Write, Cancellation)).Version);
    }

    [Fact]
    public async Task Who_read_an_older_one_puts_nothing()
    {
        Assert.True(await Store.Replace(Account, QuotaGroup.Write, 0, AState(1), Cancellation));
        Assert.False(await Store.Replace(Account, QuotaGroup.Write, 0, AState(2), Cancellation));
        Assert.True(await Store.Replace(Account, QuotaGroup.Write, 1, AState(3), Cancellation));
        Assert.False(await Store.Replace(Account, QuotaGroup.Write, 1, AState(4), Cancellation));
        Assert.False(await Store.Replace(Account, QuotaGroup.Write, 3, AState(5), Cancellation));

        var found = await Store.Read(Account, QuotaGroup.Write, Cancellation);
        Assert.Equal((2, 3), (found.Version, found.State.Day.Used(Start).All));
    }

    [Fact]
    public async Task Of_many_at_once_one_is_first()
    {
        for (var version = 0; version < 5; version++)
        {
            var put = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Store.Replace(Account, QuotaGroup.Read, version, AState(1), Cancellation)));
            Assert.Equal(1, put.Count(stored => stored));
        }
    }

    [Fact]
    public async Task Open_change_sets_are_stored_beside_the_ledgers()
    {
        Assert.Equal((0, 0), await Open(Account));
        var state = new OpenChangeSets([new ChangeSetPlace(WorkKey.ChangeSet("AWS", "2026-12-31-0123456789abcdef"), 2, 1)]);
        Assert.True(await Store.ReplaceChangeSets(Account, 0, state, Cancellation));
        Assert.Equal(state.Places, (await Store.ReadChangeSets(Account, Cancellation)).State.Places);
        Assert.False(await Store.ReplaceChangeSets(Account, 0, OpenChangeSets.None, Cancellation));
        Assert.True(await Store.ReplaceChangeSets(Account, 1, OpenChangeSets.None, Cancellation));
        Assert.Equal((2, 0), await Open(Account));
        Assert.Equal((0, 0), await Open("210987654321"));
        Assert.Equal(0, (await Store.Read(Account, QuotaGroup.Write, Cancellation)).Version);

        async Task<(long, int)> Open(string account) => await Store.ReadChangeSets(account, Cancellation) is var stored ? (stored.Version, stored.State.Places.Count) : default;
    }

    static QuotaState AState(int calls)
    {
        var day = Enumerable.Range(0, calls).Aggregate(QuotaDay.Empty, (day, i) => day.With(Start.AddMinutes(4 * i), i == 0 ? Lane.Person : Lane.Edit));
        return new QuotaState(Start.AddTicks(7), Start.AddSeconds(1), Start.AddHours(-1), 2, day);
    }
}
