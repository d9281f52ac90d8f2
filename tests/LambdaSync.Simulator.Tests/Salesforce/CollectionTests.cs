using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests.Salesforce;

/// <summary>REST, sObject Collections.</summary>
public sealed class CollectionTests : IDisposable
{
    readonly Org _org = new();

    [Fact]
    [Trait("Row", "F-5")]
    public async Task One_of_200_rows_fails_and_199_are_stored()
    {
        var records = Enumerable.Range(0, 200).Select(i => Deal(i, i == 57 ? "" : "A deal"));
        var reply = await _org.Patch("/composite/sobjects/Opportunity/LambdaSync_Id__c", Records(records));
        var rows = reply.Body!.AsArray();
        Assert.Equal((200, 200), (reply.Status, rows.Count));
        Assert.All(rows.Index(), row => Assert.Equal(row.Index != 57, row.Item!["success"]!.GetValue<bool>()));
        // The code has another name in a row.
        Assert.Equal("""{"success":false,"errors":[{"statusCode":"REQUIRED_FIELD_MISSING","message":"Required fields are missing: [Name]","fields":["Name"]}]}""", rows[57]!.ToJsonString());
        Assert.True(rows[0]!["created"]!.GetValue<bool>());
        Assert.Equal(199, (await _org.TryQuery("SELECT COUNT() FROM Opportunity")).Body!["totalSize"]!.GetValue<int>());
        rows = (await _org.Patch("/composite/sobjects/Opportunity/LambdaSync_Id__c", Records([Deal(3, "Changed")]))).Body!.AsArray();
        Assert.False(rows[0]!["created"]!.GetValue<bool>());
    }

    [Fact]
    public async Task All_or_none()
    {
        var reply = await _org.Post("/composite/sobjects", Records([Deal(1, "A deal"), Deal(2, "")], allOrNone: true));
        Assert.Equal(["ALL_OR_NONE_OPERATION_ROLLED_BACK", "REQUIRED_FIELD_MISSING"], Codes(reply));
        Assert.Empty(await _org.Query("SELECT Id FROM Opportunity"));
        Assert.Empty(_org.Events());
    }

    [Fact]
    public async Task Rows_by_id_have_their_own_refusals()
    {
        var ids = (string[])[_org.Opportunity(), _org.Opportunity(), _org.Opportunity()];
        _org.Do("delete", $$"""{"id": "{{ids[1]}}"}""");
        _org.Do("hide-row", $$"""{"id": "{{ids[2]}}"}""");
        var rows = ((string?[])[ids[0], ids[1], ids[2], "006Sm0000000999EAA", "nothing", null]).Select(id => Row("Opportunity", id is null ? new JsonObject() : new JsonObject { ["id"] = id, ["NextStep"] = "x" }));
        Assert.Equal(["", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY", "INVALID_CROSS_REFERENCE_KEY", "MALFORMED_ID", "MISSING_ARGUMENT"], Codes(await _org.Patch("/composite/sobjects", Records(rows))));
        // Nothing comes back to life.
        Assert.True(_org.Show(ids[1])["IsDeleted"]!.GetValue<bool>());
        // No field values come back.
        Assert.Equal($$"""[{"id":"{{ids[0]}}","success":true,"errors":[]}]""", (await _org.Patch("/composite/sobjects", Records([Row("Opportunity", new JsonObject { ["id"] = ids[0] })]))).Text);
    }

    [Fact]
    public async Task Keys_have_their_own_refusals()
    {
        foreach (var _ in (string[])["", ""])
            _org.Create("Account", """{"Name": "Twice", "Legacy_Id__c": "7"}""");
        var rows = ((string?[])["7", "8", "8", null]).Select(key => Row("Account", new JsonObject { ["Name"] = "x", ["Legacy_Id__c"] = key }));
        Assert.Equal(["DUPLICATE_EXTERNAL_ID", "DUPLICATE_EXTERNAL_ID", "DUPLICATE_EXTERNAL_ID", "MISSING_ARGUMENT"], Codes(await _org.Patch("/composite/sobjects/Account/Legacy_Id__c", Records(rows))));
        Assert.Equal(["INVALID_FIELD"], await Refused(_org.Patch("/composite/sobjects/Account/Legacy_Id__c", Records([Row("Account", new JsonObject { ["Id"] = "001", ["Legacy_Id__c"] = "9" })]))));
        Assert.Equal(["INVALID_TYPE"], await Refused(_org.Patch("/composite/sobjects/Account/Legacy_Id__c", Records([Row("Lead", new JsonObject { ["Legacy_Id__c"] = "9" })]))));
        Assert.Equal(["NOT_FOUND"], await Refused(_org.Patch("/composite/sobjects/Account/Site/", Records([Row("Account", [])]))));
    }

    [Fact]
    public async Task An_unknown_field_refuses_all_rows_or_its_own()
    {
        var records = Records([Deal(1, "A deal"), Deal(2, "A deal", "Nothing__c")]);
        Assert.Equal(["INVALID_FIELD"], await Refused(_org.Post("/composite/sobjects", records)));
        Assert.Empty(await _org.Query("SELECT Id FROM Opportunity"));
        _org.Do("settings", """{"badFieldRefusesAll": false}""");
        Assert.Equal(["", "INVALID_FIELD"], Codes(await _org.Post("/composite/sobjects", records)));
    }

    [Fact]
    public async Task A_field_that_became_read_only_names_itself()
    {
        _org.Do("hide-field", """{"object": "Opportunity", "field": "NextStep", "readOnly": true}""");
        var reply = await _org.Post("/composite/sobjects", Records([Deal(1, "A deal", "NextStep")]));
        Assert.Equal(("INVALID_FIELD_FOR_INSERT_UPDATE", "NextStep"), (reply.Code, reply.Fields));
        Assert.StartsWith("Unable to create/update fields: NextStep.", reply.Message, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "F-29")]
    public async Task Rows_are_locked_each_for_itself()
    {
        var ids = Enumerable.Range(0, 8).Select(_ => _org.Opportunity()).ToList();
        var records = Records(ids.Select(id => Row("Opportunity", new JsonObject { ["id"] = id, ["NextStep"] = "x" })));
        _org.Do("fault", """{"kind": "RowLock", "resource": "Opportunity", "count": 5}""");
        Assert.Equal(5, Codes(await _org.Patch("/composite/sobjects", records)).Count(code => code == "UNABLE_TO_LOCK_ROW"));
        Assert.All(Codes(await _org.Patch("/composite/sobjects", records)), code => Assert.Equal("", code));
    }

    [Fact]
    public async Task Sizes_have_limits()
    {
        Assert.Equal(["EXCEEDED_ID_LIMIT"], await Refused(_org.Post("/composite/sobjects", Records(Enumerable.Range(0, 201).Select(i => Deal(i, "A deal"))))));
        var chunks = Enumerable.Range(0, 11).Select(i => Row(i % 2 == 0 ? "Account" : "Deal__c", i % 2 == 0 ? new JsonObject { ["Name"] = "x" } : new JsonObject { ["Title__c"] = "x" }));
        Assert.Equal(["LIMIT_EXCEEDED"], await Refused(_org.Post("/composite/sobjects", Records(chunks))));
        var ids = new JsonArray([.. Enumerable.Repeat("006Sm0000000999", 2001).Select(id => (JsonNode)id)]).ToJsonString();
        Assert.Equal(["EXCEEDED_ID_LIMIT"], await Refused(_org.Post("/composite/sobjects/Opportunity", $$"""{"ids": {{ids}}, "fields": ["Id"]}""")));
        Assert.Equal(["JSON_PARSER_ERROR"], await Refused(_org.Post("/composite/sobjects", """{"records": []}""")));
        Assert.Equal(["INVALID_TYPE"], await Refused(_org.Post("/composite/sobjects", """{"records": [{"Name": "x"}]}""")));
    }

    [Fact]
    public async Task A_retrieve_is_as_long_as_its_ids()
    {
        var ids = (string[])[_org.Opportunity(), _org.Opportunity(), _org.Opportunity(), "006Sm0000000999EAA"];
        _org.Do("delete", $$"""{"id": "{{ids[1]}}"}""");
        _org.Do("hide-row", $$"""{"id": "{{ids[2]}}"}""");
        var body = $$"""{"ids": {{new JsonArray([.. ids.Select(id => (JsonNode)id)]).ToJsonString()}}, "fields": ["Name"]}""";
        foreach (var reply in (Org.Reply[])[await _org.Post("/composite/sobjects/Opportunity", body), await _org.Get($"/composite/sobjects/Opportunity?ids={string.Join(',', ids)}&fields=Name")])
            Assert.Equal([true, false, false, false], reply.Body!.AsArray().Select(row => row is not null));
        Assert.Equal(["INVALID_FIELD"], await Refused(_org.Post("/composite/sobjects/Opportunity", body.Replace("\"Name\"", "\"Account.Name\"", StringComparison.Ordinal))));
        _org.Do("hide-field", """{"object": "Opportunity", "field": "Name"}""");
        Assert.Equal(["INVALID_FIELD"], await Refused(_org.Post("/composite/sobjects/Opportunity", body)));
    }

    [Fact]
    public async Task Rows_are_deleted()
    {
        var ids = (string[])[_org.Opportunity(), _org.Opportunity()];
        Assert.Equal(["", ""], Codes(await _org.Send("DELETE", $"/composite/sobjects?ids={string.Join(',', ids)}", null)));
        Assert.Equal(["ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"], Codes(await _org.Send("DELETE", $"/composite/sobjects?ids={ids[0]},006Sm0000000999EAA", null)));
    }

    public void Dispose() => _org.Dispose();

    static JsonObject Row(string type, JsonObject fields)
    {
        fields["attributes"] = new JsonObject { ["type"] = type };
        return fields;
    }

    static JsonObject Deal(int number, string name, string? more = null)
    {
        var deal = Row("Opportunity", new JsonObject { ["LambdaSync_Id__c"] = $"k{number}", ["Name"] = name, ["StageName"] = "Prospecting", ["CloseDate"] = "2026-12-31" });
        if (more is not null)
            deal[more] = "x";
        return deal;
    }

    static string Records(IEnumerable<JsonObject> records, bool allOrNone = false) => new JsonObject { ["allOrNone"] = allOrNone, ["records"] = new JsonArray([.. records]) }.ToJsonString();

    static List<string> Codes(Org.Reply reply)
    {
        Assert.True(reply.Status == 200, reply.Text);
        return [.. reply.Body!.AsArray().Select(row => row!["errors"] is JsonArray { Count: > 0 } errors ? errors[0]!["statusCode"]!.GetValue<string>() : "")];
    }

    static async Task<List<string>> Refused(Task<Org.Reply> reply)
    {
        var refused = await reply;
        Assert.InRange(refused.Status, 400, 404);
        return [refused.Code];
    }
}
