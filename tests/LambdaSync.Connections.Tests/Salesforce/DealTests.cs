using System.Text.Json.Nodes;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>Accounts and contacts of a deal: matched, created with it as a whole, and kept where they are shared (rows C8, C15).</summary>
public sealed class DealTests
{
    const string Deal = """{"CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""";

    static readonly CrmLink[] NewAccountAndContact = [new("AccountId", null, Create: true), new("ContactId", null, Create: true)];

    [Fact]
    public async Task Account_contact_and_opportunity_are_one_graph()
    {
        using var rig = new Rig();
        var row = Rig.Row("O1", """{"Account.Name":"Example Ltd","CloseDate":"2026-12-31","Contact.LastName":"Sample","Name":"Deal","StageName":"Prospecting"}""", null, "Account.Name", "Contact.LastName", "Contact.Account.Name") with { Links = NewAccountAndContact };
        var result = await rig.Write(row);
        Assert.Equal(CrmOutcome.Created, result.Outcome);
        Assert.Equal("""{"Account.Name":"Example Ltd","Contact.Account.Name":"Example Ltd","Contact.LastName":"Sample"}""", Rig.Text(result.Stored));
        // Twice described, looked for, written, read back.
        Assert.Equal(["composite", "composite", "query", "graph", "query"], rig.Requests.Select(r => r.Resource));

        // Again: nothing is created a second time.
        await rig.Write(row);
        Assert.Single(Records(rig, "Account"));
        Assert.Single(Records(rig, "Contact"));
    }

    [Fact]
    public async Task A_deal_whose_contact_is_refused_leaves_nothing()
    {
        using var rig = new Rig();
        rig.Do("validation-rule", """{"object":"Contact","when":"Title = 'bad'","message":"No","field":"Title"}""");
        var row = Rig.Row("O1", """{"Account.Name":"Example Ltd","CloseDate":"2026-12-31","Contact.LastName":"Sample","Contact.Title":"bad","Name":"Deal","StageName":"Prospecting"}""") with { Links = NewAccountAndContact };
        var result = await rig.Write(row);
        Assert.Equal(CrmOutcome.Refused, result.Outcome);
        Assert.Equal("Contact.Title", result.Issues[^1].Field);
        Assert.Empty(Records(rig, "Account"));
        Assert.Empty(Records(rig, "Opportunity"));
    }

    [Fact]
    public async Task A_related_field_that_alone_is_refused_is_held()
    {
        using var rig = new Rig();
        var row = Rig.Row("O1", """{"Account.AccountNumber":"1234567890123456789012345678901234567890123","Account.Name":"Example Ltd","CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""", null, "Account.Name") with { Links = [new("AccountId", null, Create: true)] };
        var result = await rig.Write(row);
        Assert.Equal((CrmOutcome.Created, """{"Account.Name":"Example Ltd"}"""), (result.Outcome, Rig.Text(result.Stored)));
        Assert.Equal("Account.AccountNumber", Assert.Single(result.Issues).Field);
    }

    [Fact]
    public async Task Fifteen_failing_graphs_hold_no_good_one_back()
    {
        using var rig = new Rig();
        rig.Do("validation-rule", """{"object":"Account","when":"Site = 'bad'","message":"No","field":"Site"}""");
        var rows = Enumerable.Range(0, 60).Select(i => Rig.Row($"O{i}", $$"""{"Account.Name":"Example {{i}}","Account.Site":"{{(i < 33 ? "bad" : "good")}}","CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""") with { Links = [new("AccountId", null, Create: true)] }).ToArray();
        var results = await rig.Write(rows);
        Assert.All(results.Take(33), r => Assert.Equal(CrmOutcome.Refused, r.Outcome));
        Assert.All(results.Skip(33), r => Assert.Equal(CrmOutcome.Created, r.Outcome));
        Assert.Equal(27, Records(rig, "Account").Count);
        Assert.Equal(3, rig.Requests.Count(r => r.Resource == "graph"));
    }

    [Fact]
    public async Task A_hundred_deals_are_two_graph_calls()
    {
        using var rig = new Rig();
        var rows = Enumerable.Range(0, 100).Select(i => Rig.Row($"O{i}", $$"""{"Account.Name":"Example {{i}}","CloseDate":"2026-12-31","Contact.LastName":"Sample {{i}}","Name":"Deal","StageName":"Prospecting"}""") with { Links = NewAccountAndContact }).ToArray();
        Assert.All(await rig.Write(rows), r => Assert.Equal(CrmOutcome.Created, r.Outcome));
        Assert.Equal(2, rig.Requests.Count(r => r.Resource == "graph"));
        Assert.InRange(rig.Requests.Count, 1, 9);
    }

    [Fact]
    public async Task A_graph_whose_answer_is_lost_creates_one_deal()
    {
        using var rig = new Rig();
        rig.Do("fault", """{"kind":"CutAfter","resource":"graph","count":1}""");
        var row = Rig.Row("O1", """{"Account.Name":"Example Ltd","CloseDate":"2026-12-31","Name":"Deal","StageName":"Prospecting"}""") with { Links = [new("AccountId", null, Create: true)] };
        Assert.True((await rig.Write(row)).Written);
        Assert.Single(Records(rig, "Account"));
    }

    [Theory]
    [InlineData("Name", "EXAMPLE, Inc.", "Example Ltd", "Account.Name")]
    [InlineData("Website", "https://www.example.com/start", "http://example.com", "Account.Website")]
    [InlineData("Name", "O'Neil & Sons", "o'neil sons GmbH", "Account.Name")]
    public async Task An_account_that_matches_is_linked(string field, string there, string ours, string path)
    {
        using var rig = new Rig();
        var account = rig.Create("Account", new JsonObject { ["Name"] = "Something else", [field] = there }.ToJsonString());
        rig.Create("Account", """{"Name":"Exemplary Ltd","Website":"https://example.org"}""");
        var row = Row(ours, path) with { Links = [new("AccountId", null, Create: true) { MatchBy = [field] }] };
        var result = await rig.Write(row);
        Assert.Equal((CrmOutcome.Created, $$"""{"AccountId":"{{account}}"}"""), (result.Outcome, Rig.Text(result.Stored)));
        Assert.Equal(2, Records(rig, "Account").Count);
    }

    [Fact]
    public async Task Of_several_matches_none_is_taken()
    {
        using var rig = new Rig();
        string[] accounts = [rig.Create("Account", """{"Name":"Example Ltd"}"""), rig.Create("Account", """{"Name":"Example Inc"}""")];
        var result = await rig.Write(Row("Example", "Account.Name") with { Links = [new("AccountId", null, Create: true) { MatchBy = ["Name"] }] });
        Assert.Equal((CrmOutcome.Created, """{"AccountId":null}"""), (result.Outcome, Rig.Text(result.Stored)));
        Assert.Equal(accounts, result.Candidates.Select(c => c.Id).Order(StringComparer.Ordinal));
        Assert.Equal("Account.Name", Assert.Single(result.Issues).Field);
        Assert.Equal(2, Records(rig, "Account").Count);
    }

    [Fact]
    public async Task Deals_of_one_new_account_create_it_once()
    {
        using var rig = new Rig();
        var rows = Enumerable.Range(0, 20).Select(i => Row(i % 2 == 0 ? "Example Ltd" : "EXAMPLE, Inc.", "Account.Name", $"O{i}") with { Links = [new("AccountId", null, Create: true) { MatchBy = ["Name"] }] })
            .Append(Row("Example Ltd", "Account.Name", "O3")).ToArray();
        var results = await rig.Write(rows);
        Assert.All(results.SkipLast(1), r => Assert.Equal(CrmOutcome.Created, r.Outcome));
        Assert.Equal((CrmOutcome.Updated, results[3].Id), (results[20].Outcome, results[20].Id));
        Assert.Single(results.Select(r => Rig.Text(r.Stored)).Distinct());
        Assert.Single(Records(rig, "Account"));
        Assert.InRange(rig.Requests.Count, 1, 16);
    }

    [Fact]
    public async Task Without_a_match_one_is_created_or_the_default_linked()
    {
        using var rig = new Rig();
        var standard = rig.Create("Account", """{"Name":"Default account","Industry":"Banking"}""");
        var created = await rig.Write(Row("Example Ltd", "Account.Name", "O1") with { ReadBack = ["Account.Name", "Account.Industry"], Links = [new("AccountId", standard, Create: true) { MatchBy = ["Name"] }] });
        Assert.Equal("""{"Account.Industry":"Banking","Account.Name":"Example Ltd"}""", Rig.Text(created.Stored));
        var linked = await rig.Write(Row("Another Ltd", "Account.Name", "O2") with { Links = [new("AccountId", standard, Create: false)] });
        Assert.Equal($$"""{"AccountId":"{{standard}}"}""", Rig.Text(linked.Stored));
        Assert.Equal("Account.Name", Assert.Single(linked.Issues).Field);
        Assert.Equal("Default account", rig.Show(standard)["Name"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_shared_account_is_not_renamed_and_an_own_one_is()
    {
        using var rig = new Rig();
        var (shared, own) = (rig.Create("Account", """{"Name":"Shared"}"""), rig.Create("Account", """{"Name":"Own"}"""));
        rig.Opportunity($$""","AccountId":"{{shared}}" """);
        var first = rig.Opportunity($$""","AccountId":"{{shared}}" """);
        var second = rig.Opportunity($$""","AccountId":"{{own}}" """);
        var results = await rig.Write(
            Rig.Row("O1", """{"Account.Name":"New name","Name":"A"}""", first, "Account.Name"), Rig.Row("O2", """{"Account.Name":"New name","Name":"B"}""", second, "Account.Name"),
            Rig.Row("O3", """{"Account.Name":"New name","Name":"C"}""", rig.Opportunity(), "Account.Name", "Name"));
        Assert.Equal(["""{"Account.Name":"Shared"}""", """{"Account.Name":"New name"}""", """{"Account.Name":null,"Name":"C"}"""], results.Select(r => Rig.Text(r.Stored)));
        Assert.Equal([1, 0, 1], results.Select(r => r.Issues.Count));
        var all = await rig.Write(Rig.Row("O1", """{"Account.Name":"For all","Name":"A"}""", first, "Account.Name") with { Links = [new("AccountId", null, false) { WritesShared = true }] });
        Assert.Equal("""{"Account.Name":"For all"}""", Rig.Text(all.Stored));
    }

    [Fact]
    public async Task A_filled_link_is_not_moved()
    {
        using var rig = new Rig();
        var (here, other) = (rig.Create("Account", """{"Name":"Here"}"""), rig.Create("Account", """{"Name":"Other"}"""));
        var id = rig.Opportunity($$""","AccountId":"{{here}}","LambdaSync_Id__c":"O1" """);
        var result = await rig.Write(Rig.Row("O1", $$"""{"AccountId":"{{other}}","Name":"A"}""", id, "AccountId"), Rig.Row("O1", """{"Name":"A"}""", null, "AccountId") with { Links = [new("AccountId", other, false)] });
        Assert.All(result, r => Assert.Equal($$"""{"AccountId":"{{here}}"}""", Rig.Text(r.Stored)));
        Assert.Equal("sync-account-link-kept", Assert.Single(result[0].Issues).Code);
    }

    [Fact]
    public async Task A_new_record_starts_from_its_template()
    {
        using var rig = new Rig();
        var template = rig.Opportunity(""","NextStep":"From the template","Description":"Template","LambdaSync_Id__c":"T" """);
        var row = Rig.Row("O1", Deal, null, "NextStep", "Name", Rig.Key) with { CopyFrom = template };
        Assert.Equal("""{"LambdaSync_Id__c":"O1","Name":"Deal","NextStep":"From the template"}""", Rig.Text((await rig.Write(row)).Stored));
        rig.Edit((await rig.Find(Rig.Key, "O1"))[0].Record!.Id, """{"NextStep":"By a person"}""");
        Assert.Contains("By a person", Rig.Text((await rig.Write(row)).Stored), StringComparison.Ordinal);
        Assert.Equal(CrmOutcome.Refused, (await rig.Write(Rig.Row("O2", Deal) with { CopyFrom = "006Sm0009999999" })).Outcome);
    }

    [Fact]
    public async Task A_duplicate_account_is_a_question_about_it()
    {
        using var rig = new Rig();
        var there = rig.Create("Account", """{"Name":"Example Ltd"}""");
        rig.Do("duplicate-rule", """{"object":"Account","fields":["Name"],"action":"block"}""");
        var result = await rig.Write(Row("Example Ltd", "Account.Name") with { Links = [new("AccountId", null, Create: true)] });
        Assert.Equal(CrmOutcome.Several, result.Outcome);
        Assert.Equal([new CrmReference("Account", there)], result.Candidates);
    }

    static CrmWrite Row(string value, string path, string key = "O1") =>
        Rig.Row(key, new JsonObject { [path] = value, ["CloseDate"] = "2026-12-31", ["Name"] = "Deal", ["StageName"] = "Prospecting" }.ToJsonString(), null, "AccountId");

    static List<JsonNode> Records(Rig rig, string crmObject) => [.. rig.Do("show", $$"""{"object":"{{crmObject}}"}""")["records"]!.AsArray().Select(r => r!)];
}
