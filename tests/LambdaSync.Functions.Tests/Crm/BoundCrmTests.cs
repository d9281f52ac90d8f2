using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Local.Crm;
using LambdaSync.Local.State;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>A store's links are those of one organization.</summary>
[Trait("Row", "H1")]
public sealed class BoundCrmTests : IDisposable
{
    readonly SqliteSyncStore _store = new(":memory:");
    readonly BuiltInCrm _first = new(":memory:"), _other = new(":memory:");

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _first.Dispose();
        _other.Dispose();
    }

    [Fact]
    public async Task Another_organization_is_stopped_before_the_first_read()
    {
        Assert.Empty(await Bound(_first).Find("Opportunity", "Id", [], ["Id"], None));
        var (other, calls) = Counted.Of<ICrm>(_other);
        foreach (var call in (Func<ICrm, Task>[])[c => c.Find("Opportunity", "Id", ["006A"], ["Id"], None), c => c.Changed("Opportunity", CrmInterest.All, null, 10, None), c => c.Write("Opportunity", [], None)])
        {
            var stopped = await Assert.ThrowsAsync<ConnectionException>(() => call(Bound(other)));
            Assert.False(stopped.Transient);
            Assert.Contains("Fix: connect that organization again", stopped.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["Open"], calls.Calls.Keys);
        // The first one is still the store's.
        Assert.Equal((await _first.Open(None)).Id, (await Bound(_first).Open(None)).Id);
    }

    [Fact]
    public async Task Each_catalog_has_its_own_and_an_organization_is_asked_for_once()
    {
        var (crm, calls) = Counted.Of<ICrm>(_first);
        var bound = Bound(crm);
        await bound.Changed("Opportunity", CrmInterest.All, null, 10, None);
        await bound.Changed("Account", CrmInterest.All, null, 10, None);
        Assert.Equal(1, calls["Open"]);
        Assert.NotEqual((await _first.Open(None)).Id, (await new BoundCrm(_other, _store, "Sandbox", CrmOwner.Folder("test"), TimeProvider.System).Open(None)).Id);
    }

    [Fact]
    public async Task A_worker_that_was_killed_while_it_stored_the_organization_is_waited_for()
    {
        var now = TimeProvider.System.GetUtcNow();
        await _store.Claim([BoundCrm.Key("AWS")], new ClaimTerms("killed", now, now.AddSeconds(3), EvenIfClean: true), None);
        Assert.Equal((await _first.Open(None)).Id, (await Bound(_first).Open(None)).Id);
        Assert.True(TimeProvider.System.GetUtcNow() >= now.AddSeconds(3));
        Assert.Equal((await _first.Open(None)).Id, (await Bound(_first).Open(None)).Id);
    }

    [Fact]
    public async Task A_file_keeps_its_organization()
    {
        using var folder = new TempFolder();
        string id;
        using (var crm = new BuiltInCrm(folder.File("crm.db")))
            id = (await crm.Open(None)).Id;
        using var again = new BuiltInCrm(folder.File("crm.db"));
        Assert.Equal(id, (await again.Open(None)).Id);
    }

    BoundCrm Bound(ICrm crm) => new(crm, _store, "AWS", CrmOwner.Folder("test"), TimeProvider.System);
}
