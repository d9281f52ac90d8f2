using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Simulator;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>No change is missed: equal stamps, edits while pages are read, long transactions, short pages (rows F-18, F-22, F-25).</summary>
public sealed class ChangeTests
{
    static readonly CrmInterest Shared = new(["Name", "Account.Name", "Account.Owner.Name"], "LambdaSync_Share__c", Rig.Key);

    [Fact]
    public async Task Only_records_of_use_come_and_each_kind_is_named()
    {
        using var rig = new Rig();
        var flagged = rig.Opportunity(""","LambdaSync_Share__c":true""");
        var linked = rig.Opportunity(""","LambdaSync_Id__c":"O1" """);
        rig.Opportunity();
        var gone = rig.Opportunity(""","LambdaSync_Id__c":"O2" """);
        rig.Do("delete", $$"""{"id":"{{gone}}"}""");
        var changes = await rig.Crm.Changed("Opportunity", Shared, null, 200, Rig.Cancellation);
        Assert.Equal([(flagged, CrmChangeKind.Changed), (linked, CrmChangeKind.Changed), (gone, CrmChangeKind.Deleted)], changes.Changes.Select(c => (c.Id, c.Kind)));
        Assert.Equal((false, false), (changes.More, changes.Lost));
    }

    [Fact]
    public async Task A_tick_without_changes_is_one_call()
    {
        using var rig = new Rig();
        var after = await All(rig, Shared, null, []);
        rig.Advance(TimeSpan.FromMinutes(20));
        rig.Simulator.ForgetRequests();
        await All(rig, Shared, after, []);
        Assert.Equal(["composite"], rig.Requests.Select(r => r.Resource));
    }

    [Fact]
    public async Task Ten_thousand_records_of_one_second_all_come()
    {
        using var rig = new Rig();
        rig.Do("create", """{"object":"Opportunity","count":10000,"fields":{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31","LambdaSync_Share__c":true}}""");
        var seen = new HashSet<string>();
        await All(rig, Shared, null, seen, 2000);
        Assert.Equal(10_000, seen.Count);
    }

    [Fact]
    public async Task Edits_while_pages_are_read_come_too()
    {
        using var rig = new Rig();
        var ids = rig.Do("create", """{"object":"Opportunity","count":30,"fields":{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31","LambdaSync_Share__c":true}}""")["ids"]!.AsArray().Select(i => i!.GetValue<string>()).ToList();
        var (seen, after, n) = (new List<string>(), (string?)null, 0);
        for (var more = true; more; n++)
        {
            var changes = await rig.Crm.Changed("Opportunity", Shared, after, 9, Rig.Cancellation);
            seen.AddRange(changes.Ids);
            (after, more) = (changes.Next, changes.More);
            if (n > 3)
                continue;
            // What was read already, what is still to be read, and what is new.
            rig.Advance(TimeSpan.FromSeconds(1));
            rig.Edit(ids[0], $$"""{"Name":"Edit {{n}}"}""");
            rig.Edit(ids[25], $$"""{"Name":"Edit {{n}}"}""");
            rig.Opportunity(""","LambdaSync_Share__c":true""");
        }

        Assert.True(seen.LastIndexOf(ids[0]) > seen.LastIndexOf(ids[24]));
        Assert.Equal(34, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_transaction_of_twelve_minutes_is_not_missed()
    {
        using var rig = new Rig();
        var after = await All(rig, Shared, null, []);
        rig.Do("begin-transaction", """{"transaction":"T1"}""");
        rig.Do("create", """{"object":"Opportunity","fields":{"Name":"Late","StageName":"Prospecting","CloseDate":"2026-12-31","LambdaSync_Share__c":true},"transaction":"T1"}""");
        for (var minute = 0; minute < 12; minute += 4)
        {
            rig.Advance(TimeSpan.FromMinutes(4));
            after = await All(rig, Shared, after, []);
        }

        var late = rig.Do("commit-transaction", """{"transaction":"T1"}""")["ids"]![0]!.GetValue<string>();
        var seen = new HashSet<string>();
        await All(rig, Shared, after, seen);
        Assert.Contains(late, seen);
    }

    [Fact]
    public async Task With_updated_the_next_pass_begins_where_the_oldest_transaction_did()
    {
        using var rig = new Rig(s => s with { UsesUpdated = true });
        rig.Advance(TimeSpan.FromMinutes(5));
        var early = rig.Opportunity(""","LambdaSync_Share__c":true""");
        rig.Advance(TimeSpan.FromMinutes(2));
        var after = await All(rig, Shared, null, []);
        rig.Advance(TimeSpan.FromMinutes(5));
        rig.Do("begin-transaction", """{"transaction":"T1"}""");
        rig.Do("create", """{"object":"Opportunity","fields":{"Name":"Late","StageName":"Prospecting","CloseDate":"2026-12-31","LambdaSync_Share__c":true},"transaction":"T1"}""");
        var seen = new HashSet<string>();
        for (var i = 0; i < 8; i++)
        {
            rig.Advance(TimeSpan.FromMinutes(4));
            after = await All(rig, Shared, after, seen);
        }

        // Nothing is read again from 15 minutes back.
        Assert.DoesNotContain(early, seen);
        var late = rig.Do("commit-transaction", """{"transaction":"T1"}""")["ids"]![0]!.GetValue<string>();
        await All(rig, Shared, after, seen);
        Assert.Contains(late, seen);
    }

    [Fact]
    public async Task A_parents_edit_reaches_its_children()
    {
        using var rig = new Rig();
        var account = rig.Create("Account", """{"Name":"Example Ltd"}""");
        var child = rig.Opportunity($$""","LambdaSync_Share__c":true,"AccountId":"{{account}}" """);
        rig.Opportunity($$""","AccountId":"{{account}}" """);
        rig.Advance(TimeSpan.FromHours(1));
        var after = await All(rig, Shared, null, []);
        rig.Advance(TimeSpan.FromHours(1));
        rig.Edit(account, """{"Name":"Another name"}""");
        var seen = new HashSet<string>();
        await All(rig, Shared, after, seen);
        Assert.Equal([child], seen);
    }

    [Fact]
    public async Task Two_edits_within_the_overlap_are_two_changes()
    {
        using var rig = new Rig();
        var id = rig.Opportunity(""","LambdaSync_Share__c":true""");
        var after = await All(rig, Shared, null, []);
        foreach (var name in new[] { "One", "Two" })
        {
            rig.Edit(id, $$"""{"Name":"{{name}}"}""");
            var seen = new HashSet<string>();
            after = await All(rig, Shared, after, seen);
            Assert.Equal([id], seen);
        }
    }

    [Fact]
    public async Task Short_pages_and_lost_pages_lose_nothing()
    {
        using var rig = new Rig();
        rig.Do("settings", """{"maxPage":7}""");
        rig.Do("create", """{"object":"Opportunity","count":50,"fields":{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31","LambdaSync_Share__c":true}}""");
        var seen = new HashSet<string>();
        await All(rig, Shared, null, seen, 40);
        Assert.Equal(50, seen.Count);

        // The rest of a query is gone before it is read: at first, and in the middle.
        var queries = 0;
        using var handler = new SimulatorHandler(rig.Simulator);
        using var crm = new SalesforceCrm(
            new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => Task.FromResult(SalesforceSecret.Read("""{"clientId":"test","clientSecret":"test"}"""u8.ToArray(), out _)!), rig.Time, () => 0, handler,
            call =>
            {
                if (call is { Resource: "composite" or "query", Status: 200 } && ++queries % 3 == 0)
                    rig.Do("kill-locators");
            });
        rig.Simulator.ForgetRequests();
        var (again, after) = (new HashSet<string>(), (string?)null);
        for (var more = true; more;)
        {
            var changes = await crm.Changed("Opportunity", Shared, after, 40, Rig.Cancellation);
            again.UnionWith(changes.Ids);
            (after, more) = (changes.Next, changes.More);
        }

        Assert.Equal(seen, again);
        Assert.Contains(rig.Requests, r => r.Resource == "queryMore" && r.Status != 200);
    }

    [Fact]
    public async Task A_lead_that_was_converted_or_merged_names_what_stands_for_it()
    {
        using var rig = new Rig();
        var interest = new CrmInterest(["LastName"], LinkField: Rig.Key);
        var lead = rig.Create("Lead", """{"LastName":"One","Company":"Example Ltd","LambdaSync_Id__c":"E1"}""");
        var (winner, loser) = (rig.Create("Lead", """{"LastName":"Two","Company":"B","LambdaSync_Id__c":"E2"}"""), rig.Create("Lead", """{"LastName":"Three","Company":"B","LambdaSync_Id__c":"E3"}"""));
        var into = rig.Do("convert", $$"""{"id":"{{lead}}","opportunityName":"A deal"}""")["opportunityId"]!.GetValue<string>();
        rig.Do("merge", $$"""{"winner":"{{winner}}","losers":["{{loser}}"]}""");
        var changes = (await rig.Crm.Changed("Lead", interest, null, 200, Rig.Cancellation)).Changes.ToDictionary(c => c.Id);
        Assert.Equal((CrmChangeKind.Converted, new CrmReference("Opportunity", into)), (changes[lead].Kind, changes[lead].Into));
        Assert.Equal((CrmChangeKind.Merged, new CrmReference("Lead", winner)), (changes[loser].Kind, changes[loser].Into));
        Assert.Equal(CrmChangeKind.Changed, changes[winner].Kind);
    }

    [Fact]
    public async Task A_purged_record_is_found_within_the_hour()
    {
        using var rig = new Rig();
        var id = rig.Opportunity(""","LambdaSync_Id__c":"O1" """);
        var bin = rig.Opportunity(""","LambdaSync_Id__c":"O2" """);
        var after = await All(rig, Shared, null, []);
        rig.Advance(TimeSpan.FromMinutes(20));
        rig.Do("purge", $$"""{"id":"{{id}}"}""");
        rig.Do("delete", $$"""{"id":"{{bin}}"}""");
        rig.Advance(TimeSpan.FromMinutes(41));
        var changes = await rig.Crm.Changed("Opportunity", Shared, after, 200, Rig.Cancellation);
        Assert.Equal(new Dictionary<string, CrmChangeKind> { [id] = CrmChangeKind.Deleted, [bin] = CrmChangeKind.Deleted }, changes.Changes.ToDictionary(c => c.Id, c => c.Kind));
        rig.Simulator.ForgetRequests();
        await rig.Crm.Changed("Opportunity", Shared, changes.Next, 200, Rig.Cancellation);
        Assert.Equal(["composite"], rig.Requests.Select(r => r.Resource));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"v":2}""")]
    [InlineData("{}")]
    public async Task A_position_that_is_not_ours_is_lost(string after)
    {
        using var rig = new Rig();
        var changes = await rig.Crm.Changed("Opportunity", Shared, after, 200, Rig.Cancellation);
        Assert.True(changes.Lost);
        Assert.False((await rig.Crm.Changed("Opportunity", Shared, changes.Next, 200, Rig.Cancellation)).Lost);
    }

    [Fact]
    public async Task A_position_that_is_too_old_is_lost()
    {
        using var rig = new Rig();
        var after = await All(rig, Shared, null, []);
        rig.Advance(TimeSpan.FromDays(13));
        after = await All(rig, Shared, after, []);
        rig.Advance(TimeSpan.FromDays(15));
        Assert.True((await rig.Crm.Changed("Opportunity", Shared, after, 200, Rig.Cancellation)).Lost);
    }

    [Fact]
    public async Task A_delete_log_that_was_purged_is_lost()
    {
        using var rig = new Rig();
        var after = await All(rig, Shared, null, []);
        rig.Do("settings", """{"deleteLogSeconds":7200}""");
        rig.Advance(TimeSpan.FromHours(5));
        Assert.True((await rig.Crm.Changed("Opportunity", Shared, after, 200, Rig.Cancellation)).Lost);
    }

    [Fact]
    public async Task Formulas_come_round_slowly()
    {
        using var rig = new Rig();
        rig.Do("create", """{"object":"Opportunity","count":60,"fields":{"Name":"A deal","StageName":"Prospecting","CloseDate":"2026-12-31","LambdaSync_Share__c":true}}""");
        var formula = Shared with { Fields = ["Name", "ExpectedRevenue"] };
        rig.Advance(TimeSpan.FromHours(1));
        var after = await All(rig, formula, null, []);
        var seen = new List<string>();
        for (var tick = 0; tick < 3; tick++)
        {
            rig.Advance(TimeSpan.FromMinutes(20));
            var changes = await rig.Crm.Changed("Opportunity", formula, after, 200, Rig.Cancellation);
            Assert.InRange(changes.Changes.Count, 1, 25);
            seen.AddRange(changes.Ids);
            after = changes.Next;
        }

        Assert.Equal(60, seen.Distinct().Count());
    }

    [Fact]
    public async Task A_permission_removed_between_two_ticks_is_named()
    {
        using var rig = new Rig();
        var after = await All(rig, Shared, null, []);
        rig.Do("hide-field", """{"object":"Opportunity","field":"LambdaSync_Share__c"}""");
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => rig.Crm.Changed("Opportunity", Shared, after, 200, Rig.Cancellation));
        Assert.Contains("LambdaSync_Share__c", failed.Message, StringComparison.Ordinal);
        Assert.False(failed.Transient);
    }

    // The position after all changes.
    static async Task<string?> All(Rig rig, CrmInterest interest, string? after, HashSet<string> seen, int limit = 200)
    {
        for (var more = true; more;)
        {
            var changes = await rig.Crm.Changed("Opportunity", interest, after, limit, Rig.Cancellation);
            Assert.False(changes.Lost);
            Assert.True(changes.Changes.Count <= limit);
            seen.UnionWith(changes.Ids);
            (after, more) = (changes.Next, changes.More);
        }

        return after;
    }
}
