using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests.Salesforce;

/// <summary>REST, Composite and Composite Graph.</summary>
public sealed class CompositeTests : IDisposable
{
    const string Deal = """{"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2026-12-31"}""";

    readonly Org _org = new();

    [Fact]
    public async Task A_part_uses_the_results_of_others()
    {
        var parts = await Composite(
            Part("POST", "account", "/sobjects/Account", """{"Name": "Example Ltd"}"""),
            Part("POST", "deal", "/sobjects/Opportunity", """{"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2026-12-31", "AccountId": "@{account.id}"}"""),
            Part("GET", "found", "/query?q=SELECT+Id,Account.Name+FROM+Opportunity+WHERE+Id='@{deal.id}'"),
            Part("GET", "again", "/sobjects/Account/@{found.records[0].Account.Name}"),
            Part("PATCH", "rows", "/composite/sobjects", """{"records": [{"attributes": {"type": "Opportunity"}, "id": "@{deal.id}", "NextStep": "of @{account.id}"}]}"""),
            Part("GET", "last", "/sobjects/Opportunity/@{rows[0].id}?fields=NextStep"));
        Assert.Equal([201, 201, 200, 400, 200, 200], parts.Select(Status));
        Assert.Equal("Example Ltd", parts[2]["body"]!["records"]![0]!["Account"]!["Name"]!.GetValue<string>());
        Assert.Equal("of " + parts[0]["body"]!["id"]!.GetValue<string>(), parts[5]["body"]!["NextStep"]!.GetValue<string>());
        // An error of a part has errorCode.
        Assert.Equal("MALFORMED_ID", parts[3]["body"]![0]!["errorCode"]!.GetValue<string>());
        Assert.Equal("account", parts[0]["referenceId"]!.GetValue<string>());
        Assert.StartsWith("/services/data/v68.0/sobjects/Account/001", parts[0]["httpHeaders"]!["Location"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_a_failed_part_is_halted()
    {
        var parts = await Composite(Part("POST", "account", "/sobjects/Account", "{}"), Part("POST", "deal", "/sobjects/Opportunity", """{"AccountId": "@{account.id}"}"""), Part("POST", "other", "/sobjects/Account", """{"Name": "x"}"""));
        Assert.Equal([400, 400, 201], parts.Select(Status));
        Assert.Equal(["REQUIRED_FIELD_MISSING", "PROCESSING_HALTED"], parts.Take(2).Select(Code));
        Assert.Single(await _org.Query("SELECT Id FROM Account"));
    }

    [Fact]
    public async Task All_or_none_takes_everything_back()
    {
        var parts = await Send("""{"allOrNone": true, "collateSubrequests": false, "compositeRequest": [PARTS]}""", Part("POST", "a", "/sobjects/Account", """{"Name": "x"}"""), Part("POST", "b", "/sobjects/Account", "{}"), Part("POST", "c", "/sobjects/Account", """{"Name": "y"}"""));
        Assert.Equal(["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING", "PROCESSING_HALTED"], parts.Select(Code));
        Assert.Empty(await _org.Query("SELECT Id FROM Account"));
        Assert.Empty(_org.Events());
    }

    [Fact]
    public async Task Only_uncollated_parts_keep_their_order()
    {
        var id = _org.Opportunity();
        string[] parts = [Part("PATCH", "write", $"/sobjects/Opportunity/{id}", """{"NextStep": "new"}"""), Part("GET", "read", $"/sobjects/Opportunity/{id}?fields=NextStep")];
        Assert.Null((await Send("""{"compositeRequest": [PARTS]}""", parts))[1]["body"]!["NextStep"]);
        _org.Edit(id, """{"NextStep": null}""");
        Assert.Equal("new", (await Send("""{"collateSubrequests": false, "compositeRequest": [PARTS]}""", parts))[1]["body"]!["NextStep"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_part_has_its_own_condition()
    {
        var ids = (string[])[_org.Opportunity(), _org.Opportunity()];
        var read = _org.Now.ToString("R", CultureInfo.InvariantCulture);
        _org.Advance(TimeSpan.FromSeconds(1));
        _org.Edit(ids[1], """{"NextStep": "a person's"}""");
        var parts = await Composite([.. ids.Index().Select(id => Part("PATCH", $"r{id.Index}", $"/sobjects/Opportunity/{id.Item}", """{"NextStep": "ours"}""", $$"""{"If-Unmodified-Since": "{{read}}"}"""))]);
        Assert.Equal([204, 412], parts.Select(Status));
        Assert.Equal("a person's", _org.Show(ids[1])["NextStep"]!.GetValue<string>());
        var describes = await Composite(Part("GET", "d", "/sobjects/Lead/describe", null, $$"""{"If-Modified-Since": "{{_org.Now.ToString("R", CultureInfo.InvariantCulture)}}"}"""));
        Assert.Equal((304, null), (Status(describes[0]), describes[0]["body"]));
    }

    [Fact]
    public async Task A_composite_is_one_call()
    {
        var before = await Used();
        await Composite([.. Enumerable.Range(0, 25).Select(i => Part("GET", $"r{i}", "/limits"))]);
        Assert.Equal(2, await Used() - before);
    }

    [Theory]
    [InlineData("", "JSON_PARSER_ERROR")]
    [InlineData("""{"method": "GET", "url": "/services/data/v68.0/limits", "referenceId": "a"}, {"method": "GET", "url": "/services/data/v68.0/limits", "referenceId": "a"}""", "INVALID_INPUT")]
    [InlineData("""{"method": "GET", "url": "/services/data/v68.0/limits", "referenceId": "a-b"}""", "INVALID_INPUT")]
    [InlineData("""{"method": "GET", "url": "/services/data/v68.0/limits", "referenceId": "a", "httpHeaders": {"Authorization": "x"}}""", "INVALID_INPUT")]
    [InlineData("""{"method": "GET", "url": "/services/data/v68.0/limits"}""", "JSON_PARSER_ERROR")]
    public async Task A_composite_is_refused(string parts, string code) => await Refused("/composite", $$"""{"compositeRequest": [{{parts}}]}""", code);

    [Fact]
    public async Task A_composite_has_limits()
    {
        await Refused("/composite", Body(26, i => Part("GET", $"r{i}", "/limits")), "LIMIT_EXCEEDED");
        await Refused("/composite", Body(6, i => Part("GET", $"r{i}", "/query?q=SELECT+Id+FROM+Lead")), "LIMIT_EXCEEDED");
    }

    [Fact]
    public async Task A_graph_is_saved_wholly_or_not_at_all()
    {
        var graphs = await Graphs(
            Graph("good", Part("POST", "deal", "/sobjects/Opportunity", """{"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2026-12-31", "AccountId": "@{account.id}"}"""), Part("PATCH", "account", "/sobjects/Account/LambdaSync_Id__c/a-1", """{"Name": "Example Ltd"}""")),
            Graph("bad", Part("POST", "account", "/sobjects/Account", """{"Name": "Lost"}"""), Part("POST", "deal", "/sobjects/Opportunity", "{}")));
        Assert.Equal([true, false], graphs.Select(graph => graph["isSuccessful"]!.GetValue<bool>()));
        Assert.Equal([201, 201], Parts(graphs[0]).Select(Status));
        Assert.Equal(["PROCESSING_HALTED", "REQUIRED_FIELD_MISSING"], Parts(graphs[1]).Select(Code));
        Assert.Equal("Example Ltd", await _org.Values("SELECT Name FROM Account"));
        Assert.Equal(4, Parts(graphs[0]).Concat(Parts(graphs[1])).Count());
    }

    [Fact]
    public async Task After_14_failed_graphs_the_rest_is_halted()
    {
        var graphs = await Graphs([.. Enumerable.Range(0, 16).Select(i => Graph($"g{i}", Part("POST", "a", "/sobjects/Opportunity", i < 14 ? "{}" : Deal)))]);
        Assert.Equal(Enumerable.Repeat("REQUIRED_FIELD_MISSING", 14).Concat(["PROCESSING_HALTED", "PROCESSING_HALTED"]), graphs.Select(graph => Code(Parts(graph)[0])));
        Assert.Empty(await _org.Query("SELECT Id FROM Opportunity"));
    }

    [Fact]
    public async Task A_graph_takes_rows_only()
    {
        var graphs = await Graphs(Graph("q", Part("GET", "a", "/query?q=SELECT+Id+FROM+Lead")), Graph("c", Part("PATCH", "a", "/composite/sobjects", "{}")), Graph("d", Part("GET", "a", "/sobjects/Lead/describe")));
        Assert.All(graphs, graph => Assert.Equal("INVALID_INPUT", Code(Parts(graph)[0])));
    }

    [Fact]
    public async Task Graphs_have_limits()
    {
        await Refused("/composite/graph", GraphBody(Enumerable.Range(0, 76).Select(i => Graph($"g{i}", Part("POST", "a", "/sobjects/Account", """{"Name": "x"}""")))), "LIMIT_EXCEEDED");
        await Refused("/composite/graph", GraphBody([Graph("g", [.. Enumerable.Range(0, 501).Select(i => Part("POST", $"a{i}", "/sobjects/Account", """{"Name": "x"}"""))])]), "LIMIT_EXCEEDED");
        await Refused("/composite/graph", GraphBody([Graph("g", [.. Enumerable.Range(0, 16).Select(i => Part("POST", $"a{i}", $"/sobjects/Object{i}__c", "{}"))])]), "LIMIT_EXCEEDED");
        await Refused("/composite/graph", GraphBody([Graph("g", [.. Enumerable.Range(0, 16).Select(i => Part("POST", $"a{i}", "/sobjects/Account", i == 0 ? """{"Name": "x"}""" : $$"""{"Name": "x", "ParentId": "@{a{{i - 1}}.id}"}"""))])]), "LIMIT_EXCEEDED");
        await Refused("/composite/graph", GraphBody([Graph("g", Part("POST", "a", "/sobjects/Account", """{"ParentId": "@{b.id}"}"""), Part("POST", "b", "/sobjects/Account", """{"ParentId": "@{a.id}"}"""))]), "INVALID_INPUT");
        await Refused("/composite/graph", GraphBody([Graph("g", Part("GET", "a", "/sobjects/Account/1")), Graph("g", Part("GET", "a", "/sobjects/Account/1"))]), "INVALID_INPUT");
        Assert.Empty(await _org.Query("SELECT Id FROM Account"));
    }

    public void Dispose() => _org.Dispose();

    static string Part(string method, string reference, string url, string? body = null, string? headers = null) =>
        new JsonObject { ["method"] = method, ["referenceId"] = reference, ["url"] = Org.Base + url, ["body"] = body is null ? null : JsonNode.Parse(body), ["httpHeaders"] = headers is null ? null : JsonNode.Parse(headers) }.ToJsonString();

    static string Graph(string id, params string[] parts) => $$"""{"graphId": "{{id}}", "compositeRequest": [{{string.Join(',', parts)}}]}""";

    static string GraphBody(IEnumerable<string> graphs) => $$"""{"graphs": [{{string.Join(',', graphs)}}]}""";

    static string Body(int count, Func<int, string> part) => $$"""{"compositeRequest": [{{string.Join(',', Enumerable.Range(0, count).Select(part))}}]}""";

    static int Status(JsonNode part) => part["httpStatusCode"]!.GetValue<int>();

    static string Code(JsonNode part) => part["body"]?[0]?["errorCode"]?.GetValue<string>() ?? "";

    static List<JsonNode> Parts(JsonNode graph) => [.. graph["graphResponse"]!["compositeResponse"]!.AsArray().Select(part => part!)];

    Task<List<JsonNode>> Composite(params string[] parts) => Send("""{"collateSubrequests": false, "compositeRequest": [PARTS]}""", parts);

    async Task<List<JsonNode>> Send(string body, params string[] parts)
    {
        var reply = await _org.Post("/composite", body.Replace("PARTS", string.Join(',', parts), StringComparison.Ordinal));
        Assert.True(reply.Status == 200, reply.Text);
        return [.. reply.Body!["compositeResponse"]!.AsArray().Select(part => part!)];
    }

    async Task<List<JsonNode>> Graphs(params string[] graphs)
    {
        var reply = await _org.Post("/composite/graph", GraphBody(graphs));
        Assert.True(reply.Status == 200, reply.Text);
        return [.. reply.Body!["graphs"]!.AsArray().Select(graph => graph!)];
    }

    async Task Refused(string path, string body, string code)
    {
        var reply = await _org.Post(path, body);
        Assert.Equal((400, code), (reply.Status, reply.Code));
    }

    async Task<int> Used() => int.Parse((await _org.Get("/limits")).Headers["Sforce-Limit-Info"].Split('=', '/')[1], CultureInfo.InvariantCulture);
}
