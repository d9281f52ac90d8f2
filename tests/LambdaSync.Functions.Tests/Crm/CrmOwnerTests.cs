using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Local.State;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>A CRM has one owner for each catalog.</summary>
[Trait("Row", "S-19")]
public sealed class CrmOwnerTests : IDisposable
{
    const string Object = "LambdaSync_Owner__c";

    static readonly CrmOwner First = CrmOwner.Stack("lambdasync", "111122223333", "us-east-1"), Second = CrmOwner.Stack("pilot", "444455556666", "us-east-1");

    readonly SalesforceRig _rig = new();
    readonly SqliteSyncStore _store = new(":memory:"), _other = new(":memory:");

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _store.Dispose();
        _other.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task A_second_stack_reads_and_writes_nothing_and_names_the_first()
    {
        Assert.Empty(await Bound(_store, First).Find("Opportunity", "Id", [], ["Id"], None));
        var owner = Assert.Single(_rig.Records(Object));
        Assert.Equal(("AWS", "the stack lambdasync of account 111122223333 in us-east-1"), (owner["Catalog__c"]!.GetValue<string>(), owner["Owner__c"]!.GetValue<string>()));
        var since = owner["Since__c"]!.GetValue<string>()[..16];
        _rig.Time.Ahead += TimeSpan.FromDays(1);

        var (crm, calls) = Counted.Of<ICrm>(_rig.Crm);
        var asked = new List<string>();
        calls.Answers = (name, arguments) =>
        {
            asked.Add($"{name} {arguments.FirstOrDefault() as string}");
            return null;
        };
        foreach (var call in (Func<ICrm, Task>[])
        [
            c => c.Open(None), c => c.Describe([], null, None), c => c.Find("Opportunity", "Id", ["006A"], ["Id"], None), c => c.Changed("Opportunity", CrmInterest.All, null, 10, None),
            c => c.Write("Opportunity", [], None), c => c.Notify([], None),
        ])
        {
            var refused = await Assert.ThrowsAsync<ConnectionException>(() => call(Bound(_other, Second, crm)));
            Assert.False(refused.Transient);
            Assert.Contains("is synchronized with the catalog AWS by the stack lambdasync of account 111122223333 in us-east-1 since " + since, refused.Message, StringComparison.Ordinal);
            Assert.Contains("'lambdasync crm takeover'", refused.Message, StringComparison.Ordinal);
        }

        Assert.Equal(["Find " + Object, "Open "], asked.Distinct().Order());
        Assert.Single(_rig.Records(Object));
    }

    [Fact]
    public async Task Of_two_that_begin_at_once_the_CRM_itself_refuses_one()
    {
        // The second one has seen no owner when the first one's record is stored.
        var (crm, calls) = Counted.Of<ICrm>(_rig.Crm);
        calls.Answers = (name, _) =>
        {
            if (name == nameof(ICrm.Write))
                Bound(_store, First).Open(None).GetAwaiter().GetResult();
            return null;
        };
        var refused = await Assert.ThrowsAsync<ConnectionException>(() => Bound(_other, Second, crm).Open(None));
        Assert.Contains("the stack lambdasync", refused.Message, StringComparison.Ordinal);
        Assert.Single(_rig.Records(Object));

        // Two processes of one stack begin at once as well.
        await Bound(_store, First).Open(None);
        Assert.Equal(1, calls[nameof(ICrm.Write)]);
    }

    [Fact]
    public async Task Another_process_and_a_restored_table_are_the_same_stack()
    {
        await Bound(_store, First).Open(None);
        await Bound(_store, First).Open(None);
        await Bound(_other, First).Open(None);
        Assert.Single(_rig.Records(Object));
    }

    [Fact]
    public async Task Each_catalog_has_its_own_owner()
    {
        await Bound(_store, First).Open(None);
        await Bound(_other, Second, catalog: "Sandbox").Open(None);
        Assert.Equal(["AWS", "Sandbox"], _rig.Records(Object).Select(r => r["Catalog__c"]!.GetValue<string>()).Order());
    }

    [Fact]
    public async Task Two_data_folders_of_one_machine_are_two()
    {
        var machine = CrmOwner.Folder("sales-01");
        await Bound(_store, machine).Open(None);
        // A folder that moves to another machine keeps its store.
        await Bound(_store, CrmOwner.Folder("sales-02")).Open(None);
        Assert.Contains("a data folder of the machine sales-01", (await Assert.ThrowsAsync<ConnectionException>(() => Bound(_other, machine).Open(None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_takeover_the_one_before_stops_within_15_minutes()
    {
        var first = Bound(_store, First);
        await first.Open(None);
        var second = Bound(_other, Second);
        await Assert.ThrowsAsync<ConnectionException>(() => second.Open(None));
        Assert.False((await second.Owner(None))!.Value.IsOwn);

        Assert.Equal("the stack lambdasync of account 111122223333 in us-east-1", (await second.TakeOver(None))!.Owner);
        Assert.Empty(await second.Find("Opportunity", "Id", [], ["Id"], None));
        Assert.True((await second.Owner(None))!.Value.IsOwn);
        _rig.Time.Ahead += TimeSpan.FromMinutes(15);
        Assert.Contains("the stack pilot", (await Assert.ThrowsAsync<ConnectionException>(() => first.Find("Opportunity", "Id", [], ["Id"], None))).Message, StringComparison.Ordinal);

        // It was deliberate: to take it again is deliberate too.
        Assert.Null(await second.TakeOver(None));
        Assert.NotNull(await first.TakeOver(None));
        Assert.Empty(await first.Find("Opportunity", "Id", [], ["Id"], None));
        Assert.Single(_rig.Records(Object));
    }

    [Fact]
    public async Task Of_two_takeovers_at_once_one_is_told_that_it_lost()
    {
        await Bound(_store, First).Open(None);
        using var third = new SqliteSyncStore(":memory:");
        _rig.Time.Ahead += TimeSpan.FromMinutes(1);
        var (crm, calls) = Counted.Of<ICrm>(_rig.Crm);
        calls.Answers = (name, _) =>
        {
            if (name == nameof(ICrm.Write))
                Bound(_other, Second).TakeOver(None).GetAwaiter().GetResult();
            return null;
        };
        var lost = await Assert.ThrowsAsync<ConnectionException>(() => Bound(third, CrmOwner.Stack("late", "777788889999", "us-east-1"), crm).TakeOver(None));
        Assert.True(lost.Transient);
        Assert.Contains("the stack pilot", _rig.Records(Object).Single()["Owner__c"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_of_an_earlier_release_gets_an_id_and_keeps_its_organization()
    {
        var organization = await _rig.Crm.Open(None);
        await Store($"{organization.Kind}\n{organization.Id}");
        await Bound(_store, CrmOwner.Folder("sales-01")).Open(None);
        await Bound(_store, CrmOwner.Folder("sales-01")).Open(None);
        Assert.Single(_rig.Records(Object));

        await Store($"{organization.Kind}\n00Dsomewhereelse");
        Assert.Contains("00Dsomewhereelse", (await Assert.ThrowsAsync<ConnectionException>(() => Bound(_store, First).Open(None))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_organization_without_the_object_is_not_synchronized()
    {
        _rig.Do("permission", new JsonObject { ["object"] = Object, ["read"] = false });
        var refused = await Assert.ThrowsAsync<ConnectionException>(() => Bound(_store, First).Open(None));
        Assert.False(refused.Transient);
        Assert.Contains($"no object {Object}", refused.Message, StringComparison.Ordinal);
        Assert.Contains("deploy infra/salesforce", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_tick_of_a_second_stack_does_nothing_to_either_side()
    {
        await _rig.Play(DemoPart.All(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime))[^1]);
        Assert.Equal("a data folder of the machine test", Assert.Single(_rig.Records(Object))["Owner__c"]!.GetValue<string>());
        var (before, requests) = (_rig.Records("Opportunity").Select(r => r.ToJsonString()), _rig.Organization.Requests.Count);
        using var second = new SalesforceRig(with: _rig, owner: Second);
        await second.Rounds();

        Assert.Equal(before, _rig.Records("Opportunity").Select(r => r.ToJsonString()));
        Assert.All(_rig.Organization.Requests.Skip(requests).SelectMany(r => r.Soql), soql => Assert.Matches("FROM (Organization|LambdaSync_Owner__c)", soql));
        Assert.Contains(second.Lines(), line => line.Contains("by a data folder of the machine test", StringComparison.Ordinal));
    }

    async Task Store(string cursor)
    {
        var now = _rig.Time.GetUtcNow();
        var claim = (await _store.Claim([BoundCrm.Key("AWS")], new ClaimTerms("test", now, now.AddSeconds(10), EvenIfClean: true), None))[0]!;
        await _store.Settle([new Settlement { Claim = claim, Data = new Schedule(TimeSpan.Zero, IsOff: true, Cursor: cursor).ToJson(), Next = WorkNext.Finished }], None);
    }

    BoundCrm Bound(ISyncStore store, CrmOwner owner, ICrm? crm = null, string catalog = "AWS") => new(crm ?? _rig.Crm, store, catalog, owner, _rig.Time);
}
