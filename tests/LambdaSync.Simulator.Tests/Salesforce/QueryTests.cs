using System.Globalization;
using Xunit;

namespace LambdaSync.Simulator.Tests.Salesforce;

/// <summary>SOQL and SOSL reference; REST, Query and QueryAll.</summary>
public sealed class QueryTests : IDisposable
{
    readonly Org _org = new();

    public QueryTests()
    {
        // Amounts 10, 20, none; accounts A, none, B; a minute apart.
        var accounts = (string[])[_org.Account("Alpha"), _org.Account("Beta")];
        _org.Create("Opportunity", $$"""{"Name": "One", "StageName": "Prospecting", "CloseDate": "2026-03-02", "Amount": 10, "AccountId": "{{accounts[0]}}"}""");
        _org.Advance(TimeSpan.FromMinutes(1));
        _org.Create("Opportunity", """{"Name": "Two", "StageName": "Closed Won", "CloseDate": "2026-03-03", "Amount": 20, "NextStep": "50%_\\'x"}""");
        _org.Advance(TimeSpan.FromMinutes(1));
        _org.Create("Opportunity", $$"""{"Name": "three", "StageName": "Prospecting", "CloseDate": "2026-04-01", "AccountId": "{{accounts[1]}}"}""");
    }

    [Theory]
    [InlineData("Amount = 10", "One")]
    [InlineData("Amount != 10", "Two,three")]
    [InlineData("Amount > 10", "Two")]
    [InlineData("Amount >= 1.0E1", "One,Two")]
    [InlineData("Amount < 10", "")]
    [InlineData("Amount = null", "three")]
    [InlineData("Amount != null", "One,Two")]
    [InlineData("Name = 'ONE'", "One")]
    [InlineData("Name LIKE 't%'", "Two,three")]
    [InlineData("Name LIKE 'T_o'", "Two")]
    [InlineData("NextStep LIKE '50\\%\\_%'", "Two")]
    [InlineData("NextStep LIKE '50\\__%'", "")]
    [InlineData("NextStep = '50%_\\\\\\'x'", "Two")]
    [InlineData("Name IN ('one', 'three')", "One,three")]
    [InlineData("Name NOT IN ('one', 'three')", "Two")]
    [InlineData("Amount NOT IN (10, 20)", "three")]
    [InlineData("NOT Name = 'one'", "Two,three")]
    [InlineData("(NOT (Amount = 10 OR Amount = 20))", "three")]
    [InlineData("Amount = 10 OR (StageName = 'Prospecting' AND CloseDate > 2026-03-31)", "One,three")]
    [InlineData("IsWon = true", "Two")]
    [InlineData("IsClosed = FALSE", "One,three")]
    [InlineData("Account.Name = 'alpha'", "One")]
    [InlineData("Account.Owner.FirstName = 'Pat'", "One,three")]
    [InlineData("Account.Name != 'alpha'", "Two,three")]
    [InlineData("CloseDate = TODAY", "One")]
    [InlineData("CloseDate = TOMORROW", "Two")]
    [InlineData("CloseDate = THIS_MONTH", "One,Two")]
    [InlineData("CloseDate > NEXT_N_DAYS:7", "three")]
    [InlineData("CloseDate = NEXT_MONTH", "three")]
    [InlineData("CreatedDate = LAST_N_DAYS:2", "One,Two,three")]
    [InlineData("SystemModstamp > 2026-03-02T09:00:00Z", "Two,three")]
    [InlineData("SystemModstamp >= 2026-03-02T10:01:00+01:00", "Two,three")]
    [InlineData("SystemModstamp > 2026-03-02T09:01:00.000Z", "three")]
    [InlineData("RecordType.DeveloperName = 'Co_Sell'", "One,Two,three")]
    public async Task A_condition_holds_for(string where, string names) => Assert.Equal(names, await _org.Values($"SELECT Name FROM Opportunity WHERE {where} ORDER BY CreatedDate"));

    [Theory]
    [InlineData("Name", "One,three,Two")]
    [InlineData("Amount", "three,One,Two")]
    [InlineData("Amount DESC", "Two,One,three")]
    [InlineData("Amount NULLS LAST", "One,Two,three")]
    [InlineData("Amount DESC NULLS FIRST", "three,Two,One")]
    [InlineData("StageName ASC, SystemModstamp DESC", "Two,three,One")]
    [InlineData("SystemModstamp, Id LIMIT 2", "One,Two")]
    [InlineData("SystemModstamp, Id LIMIT 2 OFFSET 1", "Two,three")]
    [InlineData("Account.Name DESC NULLS LAST", "three,One,Two")]
    public async Task An_order_is(string order, string names) => Assert.Equal(names, await _org.Values($"SELECT Name FROM Opportunity ORDER BY {order}"));

    [Fact]
    public async Task A_cursor_by_stamp_and_id_passes_equal_stamps()
    {
        _org.Do("create", """{"object": "Lead", "count": 5, "fields": {"LastName": "Sample", "Company": "Example"}}""");
        var seen = new List<string>();
        for (var where = ""; ;)
        {
            var page = await _org.Query($"SELECT Id, SystemModstamp FROM Lead {where} ORDER BY SystemModstamp, Id LIMIT 2");
            if (page.Count == 0)
                break;
            seen.AddRange(page.Select(record => record["Id"]!.GetValue<string>()));
            var stamp = page[^1]["SystemModstamp"]!.GetValue<string>().Replace("+0000", "Z", StringComparison.Ordinal);
            where = $"WHERE SystemModstamp > {stamp} OR (SystemModstamp = {stamp} AND Id > '{seen[^1]}')";
        }

        Assert.Equal((5, 5), (seen.Count, seen.Distinct().Count()));
    }

    [Fact]
    public async Task Ten_thousand_records_with_one_stamp_are_paged()
    {
        _org.Do("create", """{"object": "Lead", "count": 10000, "fields": {"LastName": "Sample", "Company": "Example"}}""");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (var next = "/query?q=SELECT+Id+FROM+Lead+ORDER+BY+SystemModstamp,Id"; next is not null;)
        {
            var page = (await _org.Get(next)).Body!;
            seen.UnionWith(page["records"]!.AsArray().Select(record => record!["Id"]!.GetValue<string>()));
            next = page["nextRecordsUrl"]?.GetValue<string>();
        }

        Assert.Equal(10_000, seen.Count);
    }

    [Fact]
    public async Task A_record_has_its_parents_in_it()
    {
        var records = await _org.Query("SELECT Id, name, Account.Name, Account.Owner.Email, Contact.Name FROM Opportunity WHERE Name IN ('One','Two') ORDER BY Name");
        Assert.Equal("Alpha", records[0]["Account"]!["Name"]!.GetValue<string>());
        Assert.Equal("person@example.com", records[0]["Account"]!["Owner"]!["Email"]!.GetValue<string>());
        Assert.Equal("User", records[0]["Account"]!["Owner"]!["attributes"]!["type"]!.GetValue<string>());
        // "name" comes back as the field is called; an empty reference is null.
        Assert.Equal(["attributes", "Id", "Name", "Account", "Contact"], records[1].Select(member => member.Key));
        Assert.True(records[1].ContainsKey("Account") && records[1]["Account"] is null);
    }

    [Theory]
    [InlineData("SELECT Id FROM", "MALFORMED_QUERY")]
    [InlineData("SELECT Id Name FROM Opportunity", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity WHERE Name = 'x' AND Amount = 1 OR Amount = 2", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity WHERE Name = 'it's'", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity WHERE Name = \"x\"", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity WHERE Name = 'x\\y'", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity WHERE Name == 'x'", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity WHERE Name IN ()", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity WHERE SystemModstamp > 2026-03-02T09:00:00", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate > 2026-13-02", "MALFORMED_QUERY")]
    [InlineData("SELECT Id, Id FROM Opportunity", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity GROUP BY Id", "MALFORMED_QUERY")]
    [InlineData("SELECT Id, (SELECT Id FROM OpportunityContactRoles) FROM Opportunity", "MALFORMED_QUERY")]
    [InlineData("SELECT FIELDS(ALL) FROM Opportunity", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity LIMIT x", "MALFORMED_QUERY")]
    [InlineData("SELECT Id FROM Opportunity;", "MALFORMED_QUERY")]
    [InlineData("SELECT Nothing__c FROM Opportunity", "INVALID_FIELD")]
    [InlineData("SELECT Nothing.Name FROM Opportunity", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE Nothing__c = 1", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE Description = 'x'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity ORDER BY Description", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE Name = 1", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE Amount = '1'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate = '2026-03-02'", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE CloseDate = 2026-03-02T00:00:00Z", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE SystemModstamp > 2026-03-02", "INVALID_FIELD")]
    [InlineData("SELECT Id FROM Opportunity WHERE Id = 'x'", "INVALID_QUERY_FILTER_OPERATOR")]
    [InlineData("SELECT Id FROM Opportunity WHERE Id LIKE '006%'", "INVALID_QUERY_FILTER_OPERATOR")]
    [InlineData("SELECT Id FROM Opportunity WHERE Amount LIKE '1%'", "INVALID_QUERY_FILTER_OPERATOR")]
    [InlineData("SELECT Id FROM Opportunity LIMIT 1 OFFSET 2001", "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("SELECT Id FROM Nothing__c", "INVALID_TYPE")]
    [InlineData("SELECT QualifiedApiName FROM FieldDefinition", "INVALID_TYPE")]
    public async Task A_statement_is_refused(string soql, string code)
    {
        var reply = await _org.TryQuery(soql);
        Assert.Equal((400, code), (reply.Status, reply.Code));
    }

    [Fact]
    public async Task A_hidden_field_is_no_column()
    {
        _org.Do("hide-field", """{"object": "Opportunity", "field": "Amount"}""");
        var reply = await _org.TryQuery("SELECT Id, Amount FROM Opportunity");
        Assert.Equal((400, "INVALID_FIELD"), (reply.Status, reply.Code));
        Assert.Contains("No such column 'Amount' on entity 'Opportunity'", reply.Message, StringComparison.Ordinal);
        _org.Do("permission", """{"object": "Opportunity", "read": false}""");
        Assert.Equal("INVALID_TYPE", (await _org.TryQuery("SELECT Id FROM Opportunity")).Code);
    }

    [Fact]
    public async Task A_count_has_no_records()
    {
        var reply = await _org.TryQuery("SELECT COUNT() FROM Opportunity WHERE Amount > 0");
        Assert.Equal("""{"totalSize":2,"done":true,"records":[]}""", reply.Text);
    }

    [Fact]
    public async Task QueryAll_has_what_was_deleted_but_not_what_was_purged()
    {
        var (deleted, purged) = (_org.Opportunity(), _org.Opportunity());
        _org.Do("delete", $$"""{"id": "{{deleted}}"}""");
        _org.Do("purge", $$"""{"id": "{{purged}}"}""");
        Assert.Empty(await _org.Query($"SELECT Id FROM Opportunity WHERE Id IN ('{deleted}', '{purged}')"));
        var all = Assert.Single(await _org.Query($"SELECT Id, IsDeleted FROM Opportunity WHERE Id IN ('{deleted}', '{purged}')", all: true));
        Assert.Equal((deleted, true), (all["Id"]!.GetValue<string>(), all["IsDeleted"]!.GetValue<bool>()));
    }

    [Fact]
    public async Task Pages_follow_each_other_and_see_edits_and_deletions()
    {
        _org.Do("create", """{"object": "Lead", "count": 450, "fields": {"LastName": "Sample", "Company": "Example"}}""");
        var first = (await _org.Get("/query?q=" + Uri.EscapeDataString("SELECT Id, Company FROM Lead ORDER BY Id"), ("Sforce-Query-Options", "batchSize=200"))).Body!;
        Assert.Equal((450, false, 200), (first["totalSize"]!.GetValue<int>(), first["done"]!.GetValue<bool>(), first["records"]!.AsArray().Count));
        var leads = await _org.Query("SELECT Id FROM Lead ORDER BY Id");
        _org.Edit(leads[200]["Id"]!.GetValue<string>(), """{"Company": "Edited"}""");
        _org.Do("delete", $$"""{"id": "{{leads[201]["Id"]}}"}""");
        var second = (await _org.Get(first["nextRecordsUrl"]!.GetValue<string>())).Body!;
        Assert.Equal((199, "Edited"), (second["records"]!.AsArray().Count, second["records"]![0]!["Company"]!.GetValue<string>()));
        var third = (await _org.Get(second["nextRecordsUrl"]!.GetValue<string>())).Body!;
        Assert.Equal((50, true, false), (third["records"]!.AsArray().Count, third["done"]!.GetValue<bool>(), third.AsObject().ContainsKey("nextRecordsUrl")));
    }

    [Fact]
    public async Task A_page_may_be_short_and_a_locator_dead()
    {
        _org.Do("settings", """{"maxPage": 2}""");
        var page = (await _org.TryQuery("SELECT Id FROM Opportunity")).Body!;
        Assert.Equal((3, 2, false), (page["totalSize"]!.GetValue<int>(), page["records"]!.AsArray().Count, page["done"]!.GetValue<bool>()));
        _org.Do("kill-locators");
        var dead = await _org.Get(page["nextRecordsUrl"]!.GetValue<string>());
        Assert.Equal((400, "INVALID_QUERY_LOCATOR"), (dead.Status, dead.Code));
    }

    [Fact]
    public async Task An_address_is_too_long()
    {
        var ids = string.Join(",", Enumerable.Range(1, 900).Select(i => "'006Sm" + i.ToString("D10", CultureInfo.InvariantCulture) + "'"));
        Assert.Equal(414, (await _org.TryQuery($"SELECT Id FROM Opportunity WHERE Id IN ({ids})")).Status);
    }

    [Fact]
    public async Task The_tooling_knows_hidden_fields()
    {
        const string soql = "/tooling/query?q=SELECT+QualifiedApiName+FROM+FieldDefinition+WHERE+EntityDefinition.QualifiedApiName='Opportunity'+AND+QualifiedApiName+IN+('Amount','Nothing__c')";
        _org.Do("hide-field", """{"object": "Opportunity", "field": "Amount"}""");
        Assert.Equal("Amount", Assert.Single((await _org.Get(soql)).Body!["records"]!.AsArray())!["QualifiedApiName"]!.GetValue<string>());
        _org.Do("settings", """{"viewSetup": false}""");
        Assert.Equal((403, "INSUFFICIENT_ACCESS"), ((await _org.Get(soql)).Status, (await _org.Get(soql)).Code));
    }

    [Fact]
    public async Task Setup_records_are_rows()
    {
        Assert.Equal("SIM1", await _org.Values("SELECT Id, InstanceName, IsSandbox, DefaultCurrencyIsoCode FROM Organization", "InstanceName"));
        Assert.Equal("Co_Sell,Direct", await _org.Values("SELECT DeveloperName FROM RecordType WHERE SobjectType = 'Opportunity' ORDER BY DeveloperName", "DeveloperName"));
        _org.Do("relay", """{"status": "ERROR", "errorCode": "X", "lastRelayed": "2026-03-01T00:00:00Z"}""");
        Assert.Equal("ERROR", await _org.Values("SELECT Status, ErrorCode, ErrorMessage, LastRelayedEventTime, RemoteResource FROM EventRelayFeedback", "Status"));
        var members = (await _org.Get("/tooling/query?q=SELECT+EventChannel,SelectedEntity+FROM+PlatformEventChannelMember+WHERE+EventChannel='LambdaSync_Changes__chn'")).Body!;
        Assert.Equal(4, members["totalSize"]!.GetValue<int>());
    }

    [Fact]
    public async Task Statements_are_recorded()
    {
        await _org.LogInAgain();
        _org.Simulator.ForgetRequests();
        await _org.Query("SELECT Id FROM Opportunity");
        await _org.Post("/composite", """{"compositeRequest": [{"method": "GET", "referenceId": "a", "url": "/services/data/v68.0/query?q=SELECT+Id+FROM+Lead"}, {"method": "GET", "referenceId": "b", "url": "/services/data/v68.0/limits"}]}""");
        Assert.Equal(["SELECT Id FROM Opportunity", "SELECT Id FROM Lead"], _org.Simulator.Requests.SelectMany(request => request.Soql));
        Assert.Equal(["query", "composite"], _org.Simulator.Requests.Select(request => request.Resource));
        Assert.All(_org.Simulator.Requests, request => Assert.DoesNotContain("Authorization", request.Headers.Keys));
    }

    public void Dispose() => _org.Dispose();
}
