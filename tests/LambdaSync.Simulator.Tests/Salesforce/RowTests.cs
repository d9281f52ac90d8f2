using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests.Salesforce;

/// <summary>REST, sObject Basic Information, sObject Rows, sObject Rows by External ID, Conditional Requests.</summary>
public sealed class RowTests : IDisposable
{
    const string Deal = """{"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2026-12-31"}""";

    readonly Org _org = new();

    [Fact]
    public async Task A_record_is_created_read_changed_and_deleted()
    {
        var created = await _org.Post("/sobjects/Opportunity", Deal);
        Assert.Equal(201, created.Status);
        Assert.True(created.Body!["success"]!.GetValue<bool>());
        var id = created.Body["id"]!.GetValue<string>();
        Assert.Equal(18, id.Length);
        var read = (await _org.Get($"/sobjects/Opportunity/{id}")).Body!;
        Assert.Equal("Opportunity", read["attributes"]!["type"]!.GetValue<string>());
        Assert.Equal(("A deal", "2026-12-31", "2026-03-02T09:00:00.000+0000"), (read["Name"]!.GetValue<string>(), read["CloseDate"]!.GetValue<string>(), read["SystemModstamp"]!.GetValue<string>()));
        Assert.Equal(204, (await _org.Patch($"/sobjects/Opportunity/{id[..15]}", """{"Amount": 12.345, "NextStep": "Call  "}""")).Status);
        read = (await _org.Get($"/sobjects/Opportunity/{id}?fields=Amount,NextStep")).Body!;
        Assert.Equal("""{"attributes":{"type":"Opportunity","url":"/services/data/v68.0/sobjects/Opportunity/ID"},"Amount":12.35,"NextStep":"Call"}""".Replace("ID", id, StringComparison.Ordinal), read.ToJsonString());
        Assert.Equal(204, (await _org.Send("DELETE", $"/sobjects/Opportunity/{id}", null)).Status);
        Assert.Equal((404, "ENTITY_IS_DELETED"), Outcome(await _org.Patch($"/sobjects/Opportunity/{id}", """{"Amount": 1}""")));
    }

    [Theory]
    [InlineData("""{"StageName": "Prospecting", "CloseDate": "2026-12-31"}""", "REQUIRED_FIELD_MISSING", "Name")]
    [InlineData("""{"Name": "  ", "StageName": "Prospecting", "CloseDate": "2026-12-31"}""", "REQUIRED_FIELD_MISSING", "Name")]
    [InlineData("""{"Name": "x", "StageName": "Other", "CloseDate": "2026-12-31"}""", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", "StageName")]
    [InlineData("""{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31", "Amount": 1e17}""", "NUMBER_OUTSIDE_VALID_RANGE", "Amount")]
    [InlineData("""{"Name": "x", "StageName": "Prospecting", "CloseDate": "31.12.2026"}""", "JSON_PARSER_ERROR", "")]
    [InlineData("""{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31", "AccountId": "nothing"}""", "MALFORMED_ID", "AccountId")]
    [InlineData("""{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31", "AccountId": "001Sm0000000999EAA"}""", "INVALID_CROSS_REFERENCE_KEY", "AccountId")]
    [InlineData("""{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31", "AccountId": "003Sm0000000999EAA"}""", "FIELD_INTEGRITY_EXCEPTION", "AccountId")]
    [InlineData("""{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31", "ExpectedRevenue": 1}""", "INVALID_FIELD_FOR_INSERT_UPDATE", "ExpectedRevenue")]
    [InlineData("""{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31", "Nothing__c": 1}""", "INVALID_FIELD", "")]
    [InlineData("""{"Name": "x", "StageName": "Prospecting", "CloseDate": "2026-12-31", "Id": "x"}""", "INVALID_FIELD", "")]
    [InlineData("""{"Name": "x", "Name": "y"}""", "JSON_PARSER_ERROR", "")]
    public async Task A_value_that_does_not_fit_is_refused(string body, string code, string fields)
    {
        var reply = await _org.Post("/sobjects/Opportunity", body);
        Assert.Equal((400, code, fields), (reply.Status, reply.Code, reply.Fields));
        Assert.Empty(await _org.Query("SELECT Id FROM Opportunity"));
    }

    [Fact]
    public async Task A_text_has_its_length()
    {
        var reply = await _org.Post("/sobjects/Deal__c", """{"Title__c": "123456789012345678901"}""");
        Assert.Equal((400, "STRING_TOO_LONG", "Title__c", "Title: data value too large: 123456789012345678901 (max length=20)"), (reply.Status, reply.Code, reply.Fields, reply.Message));
        Assert.Equal(201, (await _org.Post("/sobjects/Deal__c", """{"Title__c": "12345678901234567890   "}""")).Status);
    }

    [Theory]
    [InlineData("Contact_Email__c", "no e-mail", "INVALID_EMAIL_ADDRESS")]
    [InlineData("Status__c", "Retired", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")]
    [InlineData("Tags__c", "A;X", "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST")]
    [InlineData("Score__c", "1000", "NUMBER_OUTSIDE_VALID_RANGE")]
    [InlineData("Is_Public__c", "maybe", "JSON_PARSER_ERROR")]
    [InlineData("At__c", "soon", "JSON_PARSER_ERROR")]
    [InlineData("Name", "D-1", "INVALID_FIELD_FOR_INSERT_UPDATE")]
    [InlineData("Total__c", "1", "INVALID_FIELD_FOR_INSERT_UPDATE")]
    public async Task Each_type_has_its_rule(string field, string value, string code) =>
        Assert.Equal((400, code), Outcome(await _org.Post("/sobjects/Deal__c", new JsonObject { ["Title__c"] = "x", [field] = value }.ToJsonString())));

    [Fact]
    public async Task Values_come_back_as_Salesforce_keeps_them()
    {
        var body = """{"Title__c": "x ", "Notes__c": "", "Tags__c": "A;B", "Due__c": "2026-05-06T23:00:00Z", "At__c": "2026-05-06T10:00:00+02:00", "Score__c": "1.239", "Value__c": 25000000, "Share__c": 50}""";
        var id = (await _org.Post("/sobjects/Deal__c", body)).Body!["id"]!.GetValue<string>();
        var row = (await _org.Get($"/sobjects/Deal__c/{id}")).Body!.AsObject();
        Assert.Equal("D-00001", row["Name"]!.GetValue<string>());
        Assert.Null(row["Notes__c"]);
        Assert.Equal("2026-05-06", row["Due__c"]!.GetValue<string>());
        Assert.Equal("2026-05-06T08:00:00.000+0000", row["At__c"]!.GetValue<string>());
        Assert.Equal("1.24", row["Score__c"]!.ToJsonString());
        Assert.Equal("2.5E7", row["Value__c"]!.ToJsonString());
        Assert.Equal("1.25E7", row["Total__c"]!.ToJsonString());
        Assert.Equal("New", row["Status__c"]!.GetValue<string>());
        Assert.True(row["Is_Public__c"]!.GetValue<bool>());
    }

    [Fact]
    public async Task An_external_id_creates_updates_and_only_updates()
    {
        const string path = "/sobjects/Opportunity/LambdaSync_Id__c/a%2Fb%20c";
        Assert.Equal((404, "NOT_FOUND"), Outcome(await _org.Patch(path + "?updateOnly=true", Deal)));
        var created = await _org.Patch(path, Deal);
        Assert.Equal((201, true), (created.Status, created.Body!["created"]!.GetValue<bool>()));
        var updated = await _org.Patch(path + "?updateOnly=true", """{"Name": "Another"}""");
        Assert.Equal((200, false), (updated.Status, updated.Body!["created"]!.GetValue<bool>()));
        var read = (await _org.Get(path)).Body!;
        Assert.Equal(("Another", "a/b c"), (read["Name"]!.GetValue<string>(), read["LambdaSync_Id__c"]!.GetValue<string>()));
        Assert.Equal((400, "INVALID_FIELD"), Outcome(await _org.Patch(path, """{"LambdaSync_Id__c": "a/b c"}""")));
        Assert.Equal((404, "NOT_FOUND"), Outcome(await _org.Patch("/sobjects/Opportunity/Name/x", Deal)));
    }

    [Fact]
    [Trait("Row", "F-7")]
    public async Task Several_records_with_the_key_are_answered_with_300()
    {
        foreach (var _ in (string[])["", ""])
            _org.Create("Account", """{"Name": "Twice", "Legacy_Id__c": "7"}""");
        var several = await _org.Patch("/sobjects/Account/Legacy_Id__c/7", """{"Name": "Changed"}""");
        Assert.Equal((300, 2), (several.Status, several.Body!.AsArray().Count));
        Assert.StartsWith("/services/data/v68.0/sobjects/Account/001", several.Body[0]!.GetValue<string>(), StringComparison.Ordinal);
        _org.Account();
        _org.Account();
        // An empty key matches the records without one.
        Assert.Equal(300, (await _org.Patch("/sobjects/Account/LambdaSync_Id__c/", """{"Name": "Changed"}""")).Status);
        Assert.Empty(await _org.Query("SELECT Id FROM Account WHERE Name = 'Changed'"));
    }

    [Fact]
    public async Task A_unique_value_is_there_once()
    {
        var holder = _org.Opportunity(", \"LambdaSync_Id__c\": \"x\"");
        var reply = await _org.Post("/sobjects/Opportunity", """{"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2026-12-31", "LambdaSync_Id__c": "X"}""");
        Assert.Equal((400, "DUPLICATE_VALUE", $"duplicate value found: LambdaSync_Id__c duplicates value on record with id: {holder}"), (reply.Status, reply.Code, reply.Message));
        _org.Create("Deal__c", """{"Title__c": "x", "Key__c": "k"}""");
        Assert.Equal(201, (await _org.Post("/sobjects/Deal__c", """{"Title__c": "x", "Key__c": "K"}""")).Status);
    }

    [Fact]
    public async Task A_condition_is_weak_and_has_whole_seconds()
    {
        var id = _org.Opportunity();
        var path = $"/sobjects/Opportunity/{id}";
        var read = _org.Now.ToString("R", CultureInfo.InvariantCulture);
        _org.Edit(id, """{"NextStep": "in the same second"}""");
        Assert.Equal(204, (await _org.Patch(path, """{"NextStep": "x"}""", ("If-Unmodified-Since", read))).Status);
        _org.Advance(TimeSpan.FromSeconds(1));
        _org.Edit(id, """{"NextStep": "later"}""");
        Assert.Equal((412, ""), Outcome(await _org.Patch(path, """{"NextStep": "x"}""", ("If-Unmodified-Since", read))));
        Assert.Equal(304, (await _org.Get(path, ("If-Modified-Since", _org.Now.ToString("R", CultureInfo.InvariantCulture)))).Status);
        Assert.Equal(400, (await _org.Patch(path, """{"NextStep": "x"}""", ("If-Unmodified-Since", "yesterday"))).Status);
        // None on DELETE.
        Assert.Equal(204, (await _org.Send("DELETE", path, null, ("If-Unmodified-Since", read))).Status);
    }

    [Fact]
    public async Task Accounts_have_entity_tags()
    {
        var path = $"/sobjects/Account/{_org.Account()}";
        var tag = (await _org.Get(path)).Headers["ETag"];
        Assert.Equal(304, (await _org.Get(path, ("If-None-Match", tag))).Status);
        _org.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(204, (await _org.Patch(path, """{"Site": "x"}""", ("If-Match", tag))).Status);
        Assert.Equal(412, (await _org.Patch(path, """{"Site": "y"}""", ("If-Match", tag))).Status);
    }

    [Fact]
    public async Task A_parent_is_named_by_its_external_id()
    {
        var account = _org.Create("Account", """{"Name": "Parent", "LambdaSync_Id__c": "a-1"}""");
        var id = (await _org.Post("/sobjects/Opportunity", Deal.Replace("}", ", \"Account\": {\"LambdaSync_Id__c\": \"a-1\"}}", StringComparison.Ordinal))).Body!["id"]!.GetValue<string>();
        Assert.Equal(account, _org.Show(id)["AccountId"]!.GetValue<string>());
        var reply = await _org.Patch($"/sobjects/Opportunity/{id}", """{"Account": {"LambdaSync_Id__c": "none"}}""");
        Assert.Equal((400, "INVALID_FIELD", "Foreign key external ID: none not found for field LambdaSync_Id__c in entity Account"), (reply.Status, reply.Code, reply.Message));
    }

    [Fact]
    public async Task What_the_user_does_not_see_is_not_there()
    {
        var (account, deal) = (_org.Account(), _org.Opportunity());
        _org.Do("hide-row", $$"""{"id": "{{account}}"}""");
        Assert.Equal((404, "NOT_FOUND"), Outcome(await _org.Get($"/sobjects/Account/{account}")));
        Assert.Equal((400, "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY"), Outcome(await _org.Patch($"/sobjects/Opportunity/{deal}", $$"""{"AccountId": "{{account}}"}""")));
        _org.Do("show-row", $$"""{"id": "{{account}}"}""");
        Assert.Equal(200, (await _org.Get($"/sobjects/Account/{account}")).Status);
    }

    [Theory]
    [InlineData("POST", "/sobjects/Opportunity", "create")]
    [InlineData("PATCH", "/sobjects/Opportunity/{0}", "edit")]
    [InlineData("DELETE", "/sobjects/Opportunity/{0}", "delete")]
    public async Task Each_right_is_one_of_its_own(string method, string path, string right)
    {
        var id = _org.Opportunity();
        _org.Do("permission", $$"""{"object": "Opportunity", "{{right}}": false}""");
        Assert.Equal((400, "INSUFFICIENT_ACCESS_OR_READONLY"), Outcome(await _org.Send(method, string.Format(CultureInfo.InvariantCulture, path, id), method == "DELETE" ? null : method == "POST" ? Deal : """{"Amount": 1}""")));
        Assert.Equal(200, (await _org.Get($"/sobjects/Opportunity/{id}")).Status);
    }

    [Fact]
    public async Task An_inactive_user_owns_nothing()
    {
        var user = _org.Do("add-user", """{"username": "left@example.com", "active": false}""")["id"]!.GetValue<string>();
        var reply = await _org.Post("/sobjects/Account", $$"""{"Name": "x", "OwnerId": "{{user}}"}""");
        Assert.Equal((400, "INACTIVE_OWNER_OR_USER", "OwnerId"), (reply.Status, reply.Code, reply.Fields));
    }

    [Theory]
    [InlineData("PUT", "/sobjects/Opportunity", 405, "METHOD_NOT_ALLOWED")]
    [InlineData("GET", "/sobjects/Nothing__c/006000000000001", 404, "NOT_FOUND")]
    [InlineData("GET", "/sobjects/Opportunity/006Sm0000000999EAA", 404, "NOT_FOUND")]
    [InlineData("GET", "/sobjects/Opportunity/001Sm0000000999EAA", 400, "MALFORMED_ID")]
    [InlineData("GET", "/nothing", 404, "NOT_FOUND")]
    public async Task What_is_not_there_is_refused(string method, string path, int status, string code) => Assert.Equal((status, code), Outcome(await _org.Send(method, path, null)));

    [Fact]
    public async Task An_event_is_published_and_kept()
    {
        var reply = await _org.Post("/sobjects/LambdaSync_Notification__e", """{"Kind__c": "Referral", "Message__c": "A referral came."}""");
        Assert.Equal((201, true, "OPERATION_ENQUEUED"), (reply.Status, reply.Body!["success"]!.GetValue<bool>(), reply.Body["errors"]![0]!["statusCode"]!.GetValue<string>()));
        Assert.Equal("Referral", _org.Do("published")["events"]![0]!["body"]!["Kind__c"]!.GetValue<string>());
        Assert.Equal((400, "REQUIRED_FIELD_MISSING"), Outcome(await _org.Post("/sobjects/LambdaSync_Command__e", """{"Verb__c": "share"}""")));
        Assert.Equal((400, "INVALID_FIELD"), Outcome(await _org.Post("/sobjects/LambdaSync_Notification__e", """{"Nothing__c": "share"}""")));
        Assert.Single(_org.Do("published")["events"]!.AsArray());
    }

    public void Dispose() => _org.Dispose();

    static (int, string) Outcome(Org.Reply reply) => (reply.Status, reply.Code);
}
