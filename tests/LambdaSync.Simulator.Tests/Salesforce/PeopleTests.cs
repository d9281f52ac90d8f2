using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests.Salesforce;

/// <summary>What people and administrators do, and what the API and the change events then say.</summary>
public sealed class PeopleTests : IDisposable
{
    const string Deal = """{"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2026-12-31"}""";

    readonly Org _org = new();

    [Fact]
    [Trait("Row", "F-9")]
    public async Task A_merged_contact_names_its_winner()
    {
        var (winner, loser) = (_org.Create("Contact", """{"LastName": "One"}"""), _org.Create("Contact", """{"LastName": "Two"}"""));
        var deal = _org.Opportunity($", \"ContactId\": \"{loser}\"");
        _org.Events();
        _org.Do("merge", $$"""{"winner": "{{winner}}", "losers": ["{{loser}}"], "fields": {"Title": "Merged"} }""");
        Assert.Equal(winner, _org.Show(deal)["ContactId"]!.GetValue<string>());
        Assert.Equal((404, "ENTITY_IS_DELETED"), ((await _org.Get($"/sobjects/Contact/{loser}")).Status, (await _org.Get($"/sobjects/Contact/{loser}")).Code));
        Assert.Equal(winner, Assert.Single(await _org.Query($"SELECT Id, IsDeleted, MasterRecordId FROM Contact WHERE Id = '{loser}'", all: true))["MasterRecordId"]!.GetValue<string>());
        var events = _org.Events();
        Assert.Single(events.Select(Header).Select(header => header["transactionKey"]!.GetValue<string>()).Distinct());
        Assert.Contains(events.Select(Header), header => Is(header, "DELETE", loser));
        Assert.Contains(events.Select(Header), header => Is(header, "UPDATE", winner));
        Assert.Throws<ArgumentException>(() => _org.Do("merge", $$"""{"winner": "{{deal}}", "losers": ["{{_org.Opportunity()}}"]}"""));
    }

    [Fact]
    [Trait("Row", "L-18")]
    public async Task A_lead_is_converted_in_one_transaction()
    {
        var lead = _org.Create("Lead", """{"LastName": "Sample", "Company": "Example Ltd", "Email": "a@example.com"}""");
        _org.Events();
        var made = _org.Do("convert", $$"""{"id": "{{lead}}", "opportunityName": "From a lead"}""");
        var row = _org.Show(lead);
        Assert.True(row["IsConverted"]!.GetValue<bool>());
        Assert.Equal(made["opportunityId"]!.GetValue<string>(), row["ConvertedOpportunityId"]!.GetValue<string>());
        Assert.Equal("From a lead", _org.Show(made["opportunityId"]!.GetValue<string>())["Name"]!.GetValue<string>());
        var headers = _org.Events().Select(Header).ToList();
        Assert.Equal(["CREATE Account", "CREATE Contact", "CREATE Opportunity", "UPDATE Lead"], headers.Select(header => $"{header["changeType"]} {header["entityName"]}").Order());
        Assert.Single(headers.Select(header => header["transactionKey"]!.GetValue<string>()).Distinct());
        Assert.Equal(["1", "2", "3", "4"], headers.Select(header => header["sequenceNumber"]!.ToJsonString()));
        Assert.Equal("CANNOT_UPDATE_CONVERTED_LEAD", (await _org.Patch($"/sobjects/Lead/{lead}", """{"Title": "x"}""")).Code);
    }

    [Fact]
    public async Task A_deleted_account_takes_its_deals_and_gives_them_back()
    {
        var account = _org.Account();
        var deal = _org.Opportunity($", \"AccountId\": \"{account}\"");
        _org.Do("delete", $$"""{"id": "{{account}}"}""");
        Assert.Equal((404, "ENTITY_IS_DELETED"), ((await _org.Get($"/sobjects/Opportunity/{deal}")).Status, (await _org.Get($"/sobjects/Opportunity/{deal}")).Code));
        Assert.Equal("ENTITY_IS_DELETED", (await _org.Post("/sobjects/Contact", $$"""{"LastName": "x", "AccountId": "{{account}}"}""")).Code);
        _org.Events();
        _org.Do("undelete", $$"""{"id": "{{account}}"}""");
        Assert.Equal(200, (await _org.Get($"/sobjects/Opportunity/{deal}")).Status);
        Assert.Equal(["UNDELETE", "UNDELETE"], _org.Events().Select(e => Header(e)["changeType"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_validation_rule_refuses_and_so_does_a_trigger()
    {
        _org.Do("validation-rule", """{"object": "Opportunity", "when": "Amount > 100", "message": "Too much.", "field": "Amount"}""");
        _org.Do("validation-rule", """{"object": "Opportunity", "when": "NextStep = 'stop'", "message": "The flow says no.", "trigger": true}""");
        var id = _org.Opportunity();
        var reply = await _org.Patch($"/sobjects/Opportunity/{id}", """{"Amount": 101}""");
        Assert.Equal((400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", "Too much.", "Amount"), (reply.Status, reply.Code, reply.Message, reply.Fields));
        reply = await _org.Patch($"/sobjects/Opportunity/{id}", """{"NextStep": "stop"}""");
        Assert.Equal((400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "The flow says no."), (reply.Status, reply.Code, reply.Message));
        Assert.Null(_org.Show(id)["NextStep"]);
        // A person's save keeps the rule too.
        Assert.Throws<ArgumentException>(() => _org.Edit(id, """{"Amount": 101}"""));
        _org.Do("clear-rules");
        Assert.Equal(204, (await _org.Patch($"/sobjects/Opportunity/{id}", """{"Amount": 101}""")).Status);
    }

    [Fact]
    public async Task An_assignment_rule_takes_what_is_not_held()
    {
        var other = _org.Do("add-user", """{"username": "other@example.com"}""")["id"]!.GetValue<string>();
        _org.Do("assignment-rule", $$"""{"object": "Account", "ownerId": "{{other}}"}""");
        var held = (await _org.Post("/sobjects/Account", """{"Name": "Held"}""", ("Sforce-Auto-Assign", "FALSE"))).Body!["id"]!.GetValue<string>();
        Assert.NotEqual(other, _org.Show(held)["OwnerId"]!.GetValue<string>());
        await _org.Patch($"/sobjects/Account/{held}", """{"Site": "x"}""", ("Sforce-Auto-Assign", "false"));
        Assert.NotEqual(other, _org.Show(held)["OwnerId"]!.GetValue<string>());
        // On an update too.
        await _org.Patch($"/sobjects/Account/{held}", """{"Site": "y"}""");
        Assert.Equal(other, _org.Show(held)["OwnerId"]!.GetValue<string>());
    }

    [Theory]
    [Trait("Row", "F-10")]
    [InlineData("alert", "allowSave=true", 201)]
    [InlineData("alert", "allowSave=false", 400)]
    [InlineData("alert", "", 400)]
    [InlineData("block", "allowSave=true", 400)]
    public async Task A_duplicate_rule_alerts_or_blocks(string action, string header, int status)
    {
        var match = _org.Account("Same Ltd");
        _org.Do("duplicate-rule", $$"""{"object": "Account", "fields": ["Name"], "action": "{{action}}", "name": "Same_Name"}""");
        Assert.Equal(201, (await _org.Post("/sobjects/Account", """{"Name": "Other Ltd"}""")).Status);
        var reply = await _org.Post("/sobjects/Account", """{"Name": "SAME ltd"}""", header.Length == 0 ? [] : [("Sforce-Duplicate-Rule-Header", header + "; includeRecordDetails=true")]);
        Assert.Equal(status, reply.Status);
        if (status == 201)
            return;
        Assert.Equal(("DUPLICATES_DETECTED", "Use one of these records?"), (reply.Code, reply.Message));
        var result = reply.Body![0]!["duplicateResut"]!;
        Assert.Equal((action == "alert", "Same_Name"), (result["allowSave"]!.GetValue<bool>(), result["duplicateRule"]!.GetValue<string>()));
        var record = result["matchResults"]![0]!["matchRecords"]![0]!["record"]!;
        Assert.Equal((match, header.Length == 0 ? null : "Same Ltd"), (record["Id"]!.GetValue<string>(), record["Name"]?.GetValue<string>()));
    }

    [Fact]
    public async Task A_duplicate_in_a_collection_has_no_candidates()
    {
        _org.Account("Same Ltd");
        _org.Do("duplicate-rule", """{"object": "Account", "fields": ["Name"]}""");
        const string rows = """{"records": [{"attributes": {"type": "Account"}, "Name": "Same Ltd"}]}""";
        Assert.Equal("""[{"success":false,"errors":[{"statusCode":"DUPLICATES_DETECTED","message":"Use one of these records?","fields":[]}]}]""", (await _org.Post("/composite/sobjects", rows)).Text);
        Assert.True((await _org.Post("/composite/sobjects", rows, ("Sforce-Duplicate-Rule-Header", "allowSave=true"))).Body![0]!["success"]!.GetValue<bool>());
        _org.Do("settings", """{"duplicateKey": "duplicateResult"}""");
        Assert.NotNull((await _org.Post("/sobjects/Account", """{"Name": "Same Ltd"}""")).Body![0]!["duplicateResult"]);
    }

    [Fact]
    public async Task A_flow_changes_a_field_back()
    {
        var id = _org.Opportunity(", \"NextStep\": \"first\"");
        _org.Do("flow", """{"object": "Opportunity", "field": "NextStep", "back": true}""");
        Assert.Equal(204, (await _org.Patch($"/sobjects/Opportunity/{id}", """{"NextStep": "ours", "Amount": 5}""")).Status);
        Assert.Equal(("first", "5.0"), (_org.Show(id)["NextStep"]!.GetValue<string>(), _org.Show(id)["Amount"]!.ToJsonString()));
        _org.Do("clear-rules");
        _org.Do("flow", """{"object": "Opportunity", "field": "NextStep", "value": "by flow", "when": "Amount > 5"}""");
        await _org.Patch($"/sobjects/Opportunity/{id}", """{"Amount": 6}""");
        Assert.Equal("by flow", _org.Show(id)["NextStep"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_long_transaction_commits_rows_with_an_old_stamp()
    {
        var id = _org.Opportunity();
        _org.Advance(TimeSpan.FromHours(1));
        var start = _org.Now;
        _org.Do("begin-transaction", """{"transaction": "import"}""");
        _org.Advance(TimeSpan.FromMinutes(1));
        _org.Edit(id, """{"NextStep": "imported"}""", """, "transaction": "import" """);
        _org.Do("create", $$"""{"object": "Opportunity", "fields": {{Deal}}, "transaction": "import"}""");
        _org.Advance(TimeSpan.FromMinutes(11));
        var during = await Updated(start, _org.Now);
        Assert.Equal(("2026-03-02T10:00:00.000+0000", 0), (during["latestDateCovered"]!.GetValue<string>(), during["ids"]!.AsArray().Count));
        Assert.Empty(await _org.Query("SELECT Id FROM Opportunity WHERE NextStep = 'imported'"));
        _org.Do("commit-transaction", """{"transaction": "import"}""");
        var after = await Updated(start, _org.Now);
        Assert.Equal(("2026-03-02T10:12:00.000+0000", 2), (after["latestDateCovered"]!.GetValue<string>(), after["ids"]!.AsArray().Count));
        Assert.Equal("2026-03-02T10:01:00.000+0000", _org.Show(id)["SystemModstamp"]!.GetValue<string>());

        async Task<JsonNode> Updated(DateTimeOffset from, DateTimeOffset to) => (await _org.Get(Span("updated", from, to))).Body!;
    }

    [Fact]
    public async Task The_delete_log_reaches_back_so_far()
    {
        var id = _org.Opportunity();
        var purged = _org.Opportunity();
        _org.Do("delete", $$"""{"id": "{{id}}"}""");
        _org.Do("purge", $$"""{"id": "{{purged}}"}""");
        _org.Advance(TimeSpan.FromHours(1));
        var reply = (await _org.Get(Span("deleted", _org.Now.AddHours(-2), _org.Now))).Body!;
        Assert.Equal([id, purged], reply["deletedRecords"]!.AsArray().Select(record => record!["id"]!.GetValue<string>()));
        Assert.Equal("2026-03-02T09:00:00.000+0000", reply["deletedRecords"]![0]!["deletedDate"]!.GetValue<string>());
        _org.Do("settings", """{"deleteLogSeconds": 3600}""");
        foreach (var path in (string[])[Span("deleted", _org.Now.AddHours(-2), _org.Now), Span("updated", _org.Now, _org.Now.AddSeconds(30)), Span("updated", _org.Now.AddDays(-31), _org.Now), "/sobjects/Opportunity/updated?start=x&end=y"])
            Assert.Equal((400, "INVALID_REPLICATION_DATE"), ((await _org.Get(path)).Status, (await _org.Get(path)).Code));
    }

    [Fact]
    [Trait("Row", "F-15")]
    [Trait("Row", "F-23")]
    public async Task An_update_has_only_what_changed()
    {
        var account = _org.Create("Account", """{"Name": "Example Ltd", "Description": "Old", "BillingStreet": "Old street"}""");
        _org.Events();
        await _org.Patch($"/sobjects/Account/{account}", """{"BillingStreet": "New street", "Description": null}""", ("Sforce-Call-Options", "client=LambdaSync"));
        var envelope = Assert.Single(_org.Events());
        Assert.Equal(("0", "AccountChangeEvent"), (envelope["version"]!.GetValue<string>(), envelope["detail-type"]!.GetValue<string>()));
        Assert.StartsWith("aws.partner/salesforce.com/00D", envelope["source"]!.GetValue<string>(), StringComparison.Ordinal);
        var payload = envelope["detail"]!["payload"]!;
        var header = payload["ChangeEventHeader"]!;
        Assert.Equal(("com/salesforce/api/rest/68.0;client=LambdaSync", "Account", "UPDATE"), (header["changeOrigin"]!.GetValue<string>(), header["entityName"]!.GetValue<string>(), header["changeType"]!.GetValue<string>()));
        Assert.Equal(["BillingAddress.Street", "Description", "LastModifiedById"], header["changedFields"]!.AsArray().Select(field => field!.GetValue<string>()).Order());
        // A cleared field stands in changedFields and nowhere else.
        Assert.Equal("""{"Street":"New street"}""", payload["BillingAddress"]!.ToJsonString());
        Assert.False(payload.AsObject().ContainsKey("Description"));
        Assert.False(header.AsObject().ContainsKey("nulledFields"));
        _org.Do("events-fault", """{"fullHeader": true}""");
        _org.Edit(account, """{"BillingStreet": null}""");
        header = Header(Assert.Single(_org.Events()));
        Assert.Equal(["BillingAddress.Street"], header["nulledFields"]!.AsArray().Select(field => field!.GetValue<string>()));
        Assert.Equal("", header["changeOrigin"]!.GetValue<string>());
    }

    [Fact]
    public void Records_with_the_same_change_are_in_one_event()
    {
        var ids = (string[])[_org.Opportunity(), _org.Opportunity()];
        _org.Events();
        _org.Do("edit", $$"""{"ids": ["{{ids[0]}}", "{{ids[1]}}"], "fields": {"NextStep": "both"} }""");
        Assert.Equal(ids, Header(Assert.Single(_org.Events()))["recordIds"]!.AsArray().Select(id => id!.GetValue<string>()));
    }

    [Fact]
    [Trait("Row", "F-16")]
    public void Gaps_and_overflows_have_no_fields()
    {
        var id = _org.Opportunity();
        _org.Events();
        _org.Do("events-fault", """{"gap": true}""");
        _org.Edit(id, """{"NextStep": "x"}""");
        var gap = Assert.Single(_org.Events());
        Assert.True(Is(Header(gap), "GAP_UPDATE", id));
        Assert.Single(gap["detail"]!["payload"]!.AsObject());
        _org.Do("overflow", """{"object": "Opportunity"}""");
        Assert.True(Is(Header(Assert.Single(_org.Events())), "GAP_OVERFLOW", "000000000000000AAA"));
        _org.Do("event", """{"object": "Account", "changeType": "GAP_UPDATE", "recordIds": ["001*"]}""");
        Assert.True(Is(Header(Assert.Single(_org.Events())), "GAP_UPDATE", "001*"));
    }

    [Fact]
    public void Events_are_lost_doubled_stopped_and_only_of_selected_entities()
    {
        _org.Do("events-fault", """{"lose": 1, "double": 1}""");
        foreach (var _ in (string[])["", "", ""])
            _org.Opportunity();
        Assert.Equal(3, _org.Events().Count);
        _org.Do("events-fault", """{"stopped": true}""");
        _org.Opportunity();
        _org.Do("events-fault", """{"stopped": false}""");
        Assert.Empty(_org.Events());
        _org.Create("Deal__c", """{"Title__c": "x"}""");
        Assert.Empty(_org.Events());
        _org.Do("select-entity", """{"entity": "Deal__ChangeEvent"}""");
        _org.Create("Deal__c", """{"Title__c": "x"}""");
        Assert.Equal("Deal__ChangeEvent", Assert.Single(_org.Events())["detail-type"]!.GetValue<string>());
        _org.Do("select-entity", """{"entity": "OpportunityChangeEvent", "selected": false}""");
        _org.Opportunity();
        Assert.Empty(_org.Events());
    }

    [Fact]
    public void A_command_comes_by_the_second_relay()
    {
        _org.Do("publish", """{"name": "LambdaSync_Command__e", "fields": {"Verb__c": "share", "Record_Id__c": "006"} }""");
        var envelope = Assert.Single(_org.Events());
        Assert.Equal("LambdaSync_Command__e", envelope["detail-type"]!.GetValue<string>());
        Assert.Equal("person@example.com", _org.Show(envelope["detail"]!["payload"]!["CreatedById"]!.GetValue<string>())["Email"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_a_user_of_the_integration_does_by_hand_has_its_name()
    {
        var id = _org.Opportunity();
        _org.Edit(id, """{"NextStep": "x"}""", """, "by": "integration" """);
        Assert.Equal("integration@example.com", (await _org.Query($"SELECT LastModifiedBy.Username FROM Opportunity WHERE Id = '{id}'"))[0]["LastModifiedBy"]!["Username"]!.GetValue<string>());
    }

    [Fact]
    public void A_verb_says_what_is_wrong()
    {
        Assert.Throws<ArgumentException>(() => _org.Do("nothing"));
        Assert.Throws<ArgumentException>(() => _org.Do("fault", """{"kind": "Nothing"}"""));
        Assert.Contains("convert", _org.Do("help")["verbs"]!.AsArray().Select(verb => verb!.GetValue<string>()));
        _org.Account();
        _org.Do("reset");
        Assert.Empty(_org.Do("show", """{"object": "Account"}""")["records"]!.AsArray());
    }

    public void Dispose() => _org.Dispose();

    static JsonNode Header(JsonObject envelope) => envelope["detail"]!["payload"]!["ChangeEventHeader"]!;

    static bool Is(JsonNode header, string type, string id) => header["changeType"]!.GetValue<string>() == type && header["recordIds"]!.AsArray().Any(known => known!.GetValue<string>() == id);

    static string Span(string resource, DateTimeOffset from, DateTimeOffset to) => $"/sobjects/Opportunity/{resource}?start={Uri.EscapeDataString(from.ToString("O", System.Globalization.CultureInfo.InvariantCulture))}&end={Uri.EscapeDataString(to.ToString("O", System.Globalization.CultureInfo.InvariantCulture))}";
}
