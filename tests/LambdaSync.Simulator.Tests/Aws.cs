using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Model;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>A simulator and a client of it that knows nothing but the protocol. Quotas are off, but for their own tests.</summary>
sealed class Aws : IDisposable
{
    static readonly ApiModel Model = ApiModel.Shared;

    static readonly DateTimeOffset Start = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly PartnerCentralSimulator _simulator = new(TimeProvider.System);
    readonly HttpClient _http;
    int _token;

    public Aws(bool quotas = false)
    {
        _http = new HttpClient(new SimulatorHandler(_simulator));
        _simulator.Control.Clock.Set(Start);
        Control("settings", new JsonObject { ["quotas"] = quotas });
        foreach (var catalog in (string[])["AWS", "Sandbox"])
            Control("add-solution", new JsonObject { ["catalog"] = catalog, ["id"] = "S-0000001", ["name"] = "Solution" });
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>The signature's secret; another one than "test" is wrong.</summary>
    public string Secret { get; set; } = "test";

    public DateTimeOffset Now => _simulator.Control.Clock.Now;

    public void Advance(TimeSpan by) => _simulator.Control.Clock.Advance(by);

    public JsonObject Control(string verb, JsonObject? input = null) => _simulator.Control.Do(verb, input ?? []);

    /// <summary>The events since the last look, as (detail-type, detail).</summary>
    public List<(string Type, JsonObject Detail)> Events() =>
        [.. Control("events")["events"]!.AsArray().Select(e => (e!["detail-type"]!.GetValue<string>(), e["detail"]!.DeepClone().AsObject()))];

    public string NewToken() => $"token-{++_token}";

    /// <summary>The answer of a request that has to be accepted. Catalog AWS unless it names one.</summary>
    public async Task<JsonObject> Do(string operation, JsonObject input)
    {
        var (status, body) = await Send(operation, input);
        Assert.True(status == 200, $"{operation}: {body.ToJsonString()}");
        // Required members, types and values of the output's shape. Arn: events and CreateEngagementInvitation's pattern publish two forms. Tags: one at least by the model, yet a resource may have none.
        if (Model.Operations[operation].Output is { } shape)
            Assert.DoesNotContain(RequestCheck.Of(Model, shape, body), e => e.FieldName is not ("Arn" or "Tags"));
        return body;
    }

    /// <summary>The error of a request that has to be refused.</summary>
    public async Task<Refusal> Refused(string operation, JsonObject input)
    {
        var (status, body) = await Send(operation, input);
        Assert.NotEqual(200, status);
        var type = body["__type"]!.GetValue<string>();
        type = type[(type.IndexOf('#', StringComparison.Ordinal) + 1)..];
        // The signature's errors are common to all services; each other one is listed with the operation, where the list is published.
        Assert.True(status == 403 || type == "InternalServerException" || Model.Operations[operation].Errors.Count == 0 || Model.Operations[operation].Errors.Contains(type), $"{operation} has no {type}.");
        return new Refusal(
            status, type, body["Reason"]?.GetValue<string>(),
            [.. (body["ErrorList"] as JsonArray ?? []).Select(e => (e!["FieldName"]?.GetValue<string>() ?? "", e["Code"]!.GetValue<string>()))], body["Message"]?.GetValue<string>() ?? "");
    }

    public async Task<(int Status, JsonObject Body)> Send(string operation, JsonObject input)
    {
        var request = input.DeepClone().AsObject();
        request["Catalog"] ??= "AWS";
        var text = request.ToJsonString();
        using var message = Request(operation, text);
        Signer.Sign(message, text, Secret);
        using var answer = await Send(message);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        // An operation without an output answers without a body.
        Assert.Equal(answer.IsSuccessStatusCode && Model.Operations[operation].Output is null, body.Length == 0);
        return ((int)answer.StatusCode, body.Length == 0 ? [] : JsonNode.Parse(body)!.AsObject());
    }

    public Task<HttpResponseMessage> Send(HttpRequestMessage message) => _http.SendAsync(message, Cancellation);

    /// <summary>A request that is not signed yet.</summary>
    public static HttpRequestMessage Request(string operation, string body, string address = "http://partnercentral-selling.us-east-1.api.aws/")
    {
        var message = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        message.Headers.TryAddWithoutValidation("X-Amz-Target", "AWSPartnerCentralSelling." + operation);
        return message;
    }

    /// <summary>A good partner opportunity: its id.</summary>
    public async Task<string> Opportunity(string stage = "Qualified", string catalog = "AWS", JsonObject? more = null)
    {
        var body = Body(stage);
        foreach (var (name, value) in more ?? [])
            body[name] = value?.DeepClone();
        body["Catalog"] = catalog;
        body["ClientToken"] = NewToken();
        return (await Do("CreateOpportunity", body))["Id"]!.GetValue<string>();
    }

    public Task<JsonObject> Get(string id, string catalog = "AWS") => Do("GetOpportunity", new JsonObject { ["Catalog"] = catalog, ["Identifier"] = id });

    /// <summary>What an update sends to change nothing: GetOpportunity's answer without what an update does not take.</summary>
    public async Task<JsonObject> Unchanged(string id, string catalog = "AWS")
    {
        var body = await Get(id, catalog);
        foreach (var name in (string[])["Id", "Arn", "CreatedDate", "RelatedEntityIdentifiers", "OpportunityTeam"])
            body.Remove(name);
        body["Identifier"] = id;
        return body;
    }

    public Task<JsonObject> Associate(string id, string type = "Solutions", string entity = "S-0000001") =>
        Do("AssociateOpportunity", new JsonObject { ["OpportunityIdentifier"] = id, ["RelatedEntityType"] = type, ["RelatedEntityIdentifier"] = entity });

    /// <summary>A submitted opportunity: its id.</summary>
    public async Task<string> Submitted()
    {
        var id = await Opportunity();
        await Associate(id);
        await Do("SubmitOpportunity", new JsonObject { ["Identifier"] = id, ["InvolvementType"] = "Co-Sell" });
        return id;
    }

    /// <summary>AWS sends an opportunity invitation: its id.</summary>
    public string Invite(string company = "Referred Inc", string catalog = "AWS", JsonObject? more = null) => Invited("invite", company, catalog, more).Id;

    /// <summary>AWS sends a lead: the invitation's id and the engagement's.</summary>
    public (string Id, string Engagement) InviteLead(string company = "Lead Inc", JsonObject? more = null) => Invited("invite-lead", company, "AWS", more);

    /// <summary>A lead that was accepted: the engagement's id.</summary>
    public async Task<string> Lead(JsonObject? more = null)
    {
        var (id, engagement) = InviteLead(more: more);
        await Do("AcceptEngagementInvitation", new JsonObject { ["Identifier"] = id });
        return engagement;
    }

    /// <summary>Lets every task end.</summary>
    public void FinishTasks() => Advance(TimeSpan.FromSeconds(2));

    /// <summary>Starts a task with a new client token, and lets it end: its summary.</summary>
    public async Task<JsonObject> Finish(string operation, JsonObject input)
    {
        var started = input.DeepClone().AsObject();
        started["ClientToken"] = NewToken();
        var task = (await Do(operation, started))["TaskId"]!.GetValue<string>();
        FinishTasks();
        var list = operation.Replace("Start", "List", StringComparison.Ordinal) + "s";
        return (await Do(list, new JsonObject { ["Catalog"] = input["Catalog"]?.DeepClone(), ["TaskIdentifier"] = new JsonArray(task) }))["TaskSummaries"]![0]!.AsObject();
    }

    /// <summary>A new engagement of ours: its id.</summary>
    public async Task<string> Engagement(JsonArray? contexts = null, string title = "An engagement")
    {
        var input = new JsonObject { ["ClientToken"] = NewToken(), ["Title"] = title, ["Description"] = "What it is about." };
        if (contexts is not null)
            input["Contexts"] = contexts;
        return (await Do("CreateEngagement", input))["Id"]!.GetValue<string>();
    }

    (string Id, string Engagement) Invited(string verb, string company, string catalog, JsonObject? more)
    {
        var input = new JsonObject { ["company"] = company, ["title"] = "A referred project", ["catalog"] = catalog };
        foreach (var (name, value) in more ?? [])
            input[name] = value?.DeepClone();
        var answer = Control(verb, input);
        return (answer["id"]!.GetValue<string>(), answer["engagementId"]!.GetValue<string>());
    }

    public static JsonObject Body(string stage = "Qualified") => new()
    {
        ["Customer"] = new JsonObject
        {
            ["Account"] = new JsonObject
            {
                ["CompanyName"] = "Example Ltd",
                ["Industry"] = "Energy - Power and Utilities",
                ["WebsiteUrl"] = "https://example.com",
                ["Address"] = new JsonObject { ["CountryCode"] = "US", ["PostalCode"] = "98101", ["City"] = "Seattle", ["StateOrRegion"] = "Washington" },
            },
        },
        ["Project"] = new JsonObject
        {
            ["Title"] = "A project",
            ["CustomerBusinessProblem"] = "A problem that takes some words to tell.",
            ["CustomerUseCase"] = "Migration / Database Migration",
            ["DeliveryModels"] = new JsonArray("SaaS or PaaS"),
            ["SalesActivities"] = new JsonArray("Initialized discussions with customer"),
            ["ExpectedCustomerSpend"] = new JsonArray(Spend("1000")),
        },
        ["LifeCycle"] = new JsonObject { ["Stage"] = stage, ["TargetCloseDate"] = "2026-12-31" },
        ["OpportunityType"] = "Net New Business",
        ["PrimaryNeedsFromAws"] = new JsonArray("Co-Sell - Deal Support"),
        ["Marketing"] = new JsonObject { ["Source"] = "None" },
    };

    /// <summary>An entry of what AWS earns a month.</summary>
    public static JsonObject Spend(string? amount, string company = "AWS", string frequency = "Monthly", string currency = "USD", string? url = null) =>
        new() { ["Amount"] = amount, ["CurrencyCode"] = currency, ["Frequency"] = frequency, ["TargetCompany"] = company, ["EstimationUrl"] = url };

    public void Dispose()
    {
        _http.Dispose();
        _simulator.Dispose();
    }

    /// <param name="Type">The exception's name.</param>
    public sealed record Refusal(int Status, string Type, string? Reason, IReadOnlyList<(string Field, string Code)> Errors, string Message);
}
