using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce;
using Xunit;

namespace LambdaSync.Simulator.Tests.Salesforce;

/// <summary>A simulated organisation and a client of it that knows nothing but HTTP.</summary>
sealed class Org : IDisposable
{
    public const string Base = "/services/data/v68.0";

    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly HttpClient _http;
    string? _token;

    public Org()
    {
        Simulator = new SalesforceSimulator(TimeProvider.System);
        Simulator.Control.Clock.Set(Start);
        _http = new HttpClient(new SimulatorHandler(Simulator)) { BaseAddress = new Uri("https://example.my.salesforce.com") };
    }

    public SalesforceSimulator Simulator { get; }

    public DateTimeOffset Now => Simulator.Control.Clock.Now;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Advance(TimeSpan by) => Simulator.Control.Clock.Advance(by);

    public JsonObject Do(string verb, string input = "{}") => Simulator.Control.Do(verb, JsonNode.Parse(input)!.AsObject());

    /// <summary>A person creates a record: its id.</summary>
    public string Create(string sobject, string fields) => Do("create", $$"""{"object": "{{sobject}}", "fields": {{fields}}}""")["id"]!.GetValue<string>();

    public string Account(string name = "Example Ltd") => Create("Account", $$"""{"Name": "{{name}}"}""");

    public string Opportunity(string more = "") => Create("Opportunity", $$"""{"Name": "A deal", "StageName": "Prospecting", "CloseDate": "2026-12-31"{{more}}}""");

    public void Edit(string id, string fields, string more = "") => Do("edit", $$"""{"id": "{{id}}", "fields": {{fields}}{{more}}}""");

    /// <summary>The record as it is, deleted or hidden.</summary>
    public JsonObject Show(string id) => Do("show", $$"""{"id": "{{id}}"}""");

    /// <summary>The events that wait: change type and detail.</summary>
    public List<JsonObject> Events() => [.. Do("events")["events"]!.AsArray().Select(e => e!.DeepClone().AsObject())];

    public Task<Reply> Get(string path, params (string Name, string Value)[] headers) => Send("GET", path, null, headers);

    public Task<Reply> Post(string path, string body, params (string Name, string Value)[] headers) => Send("POST", path, body, headers);

    public Task<Reply> Patch(string path, string body, params (string Name, string Value)[] headers) => Send("PATCH", path, body, headers);

    /// <summary>The records of a statement that has to be accepted.</summary>
    public async Task<List<JsonObject>> Query(string soql, bool all = false)
    {
        var reply = await Get($"/{(all ? "queryAll" : "query")}?q={Uri.EscapeDataString(soql)}");
        Assert.True(reply.Status == 200, reply.Text);
        return [.. reply.Body!["records"]!.AsArray().Select(record => record!.AsObject())];
    }

    public Task<Reply> TryQuery(string soql) => Get($"/query?q={Uri.EscapeDataString(soql)}");

    /// <summary>The values of a field of each record.</summary>
    public async Task<string> Values(string soql, string field = "Name") => string.Join(",", (await Query(soql)).Select(record => record[field]?.ToString()));

    /// <param name="path">Below the version, or from the root where it starts with /services or /id.</param>
    public async Task<Reply> Send(string method, string path, string? body, params (string Name, string Value)[] headers)
    {
        var isRooted = path.StartsWith("/services", StringComparison.Ordinal) || path.StartsWith("/id/", StringComparison.Ordinal);
        using var message = new HttpRequestMessage(new HttpMethod(method), isRooted ? path : Base + path);
        if (body is not null)
            message.Content = new StringContent(body, Encoding.UTF8, "application/json");
        message.Headers.TryAddWithoutValidation("Authorization", "Bearer " + (_token ??= await LogIn()));
        foreach (var (name, value) in headers)
            message.Headers.TryAddWithoutValidation(name, value);
        using var answer = await _http.SendAsync(message, Cancellation);
        return await Reply.Of(answer);
    }

    /// <summary>A new session in place of the one before.</summary>
    public async Task LogInAgain() => _token = await LogIn();

    /// <summary>An answer of the token endpoint.</summary>
    public async Task<Reply> Token(params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        using var answer = await _http.PostAsync("/services/oauth2/token", content, Cancellation);
        return await Reply.Of(answer);
    }

    public void Dispose()
    {
        _http.Dispose();
        Simulator.Dispose();
    }

    async Task<string> LogIn() => (await Token(("grant_type", "client_credentials"), ("client_id", "test"), ("client_secret", "test"))).Body!["access_token"]!.GetValue<string>();

    /// <summary>An answer.</summary>
    public sealed record Reply(int Status, string Text, IReadOnlyDictionary<string, string> Headers)
    {
        public JsonNode? Body => Text.Length == 0 ? null : JsonNode.Parse(Text);

        /// <summary>The code of an error: of the answer, or of the first row of a collection.</summary>
        public string Code => First?["errorCode"]?.GetValue<string>() ?? First?["errors"]?[0]?["statusCode"]?.GetValue<string>() ?? "";

        public string Message => First?["message"]?.GetValue<string>() ?? First?["errors"]?[0]?["message"]?.GetValue<string>() ?? "";

        public string Fields => string.Join(",", (First?["fields"] ?? First?["errors"]?[0]?["fields"])?.AsArray().Select(name => name!.GetValue<string>()) ?? []);

        JsonNode? First => Body is JsonArray { Count: > 0 } array ? array[0] : null;

        public static async Task<Reply> Of(HttpResponseMessage answer) => new(
            (int)answer.StatusCode,
            await answer.Content.ReadAsStringAsync(Cancellation),
            answer.Headers.Concat(answer.Content.Headers).ToDictionary(header => header.Key, header => string.Join(",", header.Value), StringComparer.OrdinalIgnoreCase));
    }
}
