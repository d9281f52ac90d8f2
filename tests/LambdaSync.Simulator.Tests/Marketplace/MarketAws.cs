using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Model;
using Xunit;

namespace LambdaSync.Simulator.Tests.Marketplace;

/// <summary>The simulator's Marketplace, and a client of it that knows nothing but the protocols. Each answer is held against the model. Quotas are off, but for their own tests.</summary>
sealed class MarketAws : IDisposable
{
    static readonly DateTimeOffset Begin = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

    readonly PartnerCentralSimulator _simulator = new(TimeProvider.System);
    readonly HttpClient _http;

    public MarketAws(bool quotas = false)
    {
        _http = new HttpClient(new SimulatorHandler(_simulator));
        _simulator.Control.Clock.Set(Begin);
        Control("settings", new JsonObject { ["quotas"] = quotas });
        Control("add-product", new JsonObject { ["id"] = "prod-1", ["dimensions"] = new JsonArray("seats", "storage") });
        Control("add-product", new JsonObject { ["id"] = "prod-2", ["dimensions"] = new JsonArray("seats") });
        Control("add-product", new JsonObject { ["id"] = "prod-ami", ["type"] = "AmiProduct", ["dimensions"] = new JsonArray("t2.micro") });
        Control("add-product", new JsonObject { ["id"] = "prod-draft", ["visibility"] = "Draft" });
        Control("add-product", new JsonObject { ["id"] = "prod-other", ["owner"] = "999900001111" });
        Events();
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public DateTimeOffset Now => _simulator.Control.Clock.Now;

    public void Advance(TimeSpan by) => _simulator.Control.Clock.Advance(by);

    public JsonObject Control(string verb, JsonObject? input = null) => _simulator.Control.Do(verb, input ?? []);

    /// <summary>The events since the last look.</summary>
    public List<(string Source, string Type, JsonObject Detail)> Events() =>
        [.. Control("events")["events"]!.AsArray().Select(e => (e!["source"]!.GetValue<string>(), e["detail-type"]!.GetValue<string>(), e["detail"]!.DeepClone().AsObject()))];

    /// <summary>The answer of a request that has to be accepted.</summary>
    public async Task<JsonObject> Catalog(string operation, JsonObject input)
    {
        var (status, body) = await SendCatalog(operation, input);
        Assert.True(status == 200, $"{operation}: {status} {body.ToJsonString()}");
        Assert.Empty(RequestCheck.Of(ApiModel.MarketplaceCatalog, ApiModel.MarketplaceCatalog.Operations[operation].Output!, body).Select(e => e.Message));
        return body;
    }

    /// <summary>HTTP status and message of a request that has to be refused.</summary>
    public async Task<(int Status, string Message)> CatalogRefuses(string operation, JsonObject input)
    {
        var (status, body) = await SendCatalog(operation, input);
        Assert.NotEqual(200, status);
        return (status, body["Message"]!.GetValue<string>());
    }

    /// <summary>The answer of a request that has to be accepted.</summary>
    public async Task<JsonObject> Agreement(string operation, JsonObject input)
    {
        var (status, body) = await SendAgreement(operation, input);
        Assert.True(status == 200, $"{operation}: {status} {body.ToJsonString()}");
        Assert.Empty(RequestCheck.Of(ApiModel.MarketplaceAgreement, ApiModel.MarketplaceAgreement.Operations[operation].Output!, body).Select(e => e.Message));
        return body;
    }

    /// <summary>Exception and reason of a request that has to be refused.</summary>
    public async Task<(string Type, string? Reason)> AgreementRefuses(string operation, JsonObject input)
    {
        var (status, body) = await SendAgreement(operation, input);
        Assert.Equal(400, status);
        return (body["__type"]!.GetValue<string>().Split('#')[1], body["reason"]?.GetValue<string>());
    }

    /// <summary>Starts a set: its id.</summary>
    public async Task<string> Start(params JsonObject[] changes) => (await Catalog("StartChangeSet", Set(changes)))["ChangeSetId"]!.GetValue<string>();

    /// <summary>Starts a set and lets it end: its description.</summary>
    public async Task<JsonObject> Run(params JsonObject[] changes)
    {
        var id = await Start(changes);
        Advance(TimeSpan.FromSeconds(5));
        return await Describe(id);
    }

    /// <summary>Runs a set that has to succeed: the ids of its entities.</summary>
    public async Task<IReadOnlyList<string>> Succeed(params JsonObject[] changes)
    {
        var set = await Run(changes);
        Assert.True(set["Status"]!.GetValue<string>() == "SUCCEEDED", set.ToJsonString());
        return [.. set["ChangeSet"]!.AsArray().Select(c => c!["Entity"]!["Identifier"]!.GetValue<string>().Split('@')[0]).Distinct()];
    }

    /// <summary>Runs a set that has to fail: the codes of each change type.</summary>
    public async Task<IReadOnlyList<string>> Fail(params JsonObject[] changes)
    {
        var set = await Run(changes);
        Assert.Equal("FAILED", set["Status"]!.GetValue<string>());
        Assert.Equal("CLIENT_ERROR", set["FailureCode"]!.GetValue<string>());
        return [.. set["ChangeSet"]!.AsArray().SelectMany(c => (c!["ErrorDetailList"] as JsonArray ?? []).Select(e => $"{c["ChangeType"]}: {e!["ErrorCode"]}"))];
    }

    public Task<JsonObject> Describe(string changeSetId) => Catalog("DescribeChangeSet", new JsonObject { ["Catalog"] = "AWSMarketplace", ["ChangeSetId"] = changeSetId });

    public async Task<JsonObject> Entity(string id) => (await Catalog("DescribeEntity", new JsonObject { ["Catalog"] = "AWSMarketplace", ["EntityId"] = id }))["DetailsDocument"]!.AsObject();

    public static JsonObject Set(params JsonObject[] changes) => new() { ["Catalog"] = "AWSMarketplace", ["ChangeSet"] = new JsonArray([.. changes.Select(c => c.DeepClone())]) };

    /// <param name="target">An id, a change's name after <c>$</c>, or null for a new entity.</param>
    public static JsonObject Change(string type, string kind, string? target, string details, string? name = null)
    {
        var entity = new JsonObject { ["Type"] = kind + "@1.0" };
        if (target is not null)
            entity["Identifier"] = target.StartsWith('$') ? target + ".Entity.Identifier" : target;
        var change = new JsonObject { ["ChangeType"] = type, ["Entity"] = entity, ["DetailsDocument"] = JsonNode.Parse(details) };
        if (name is not null)
            change["ChangeName"] = name;
        return change;
    }

    public static JsonObject OfOffer(string type, string details, string target = "$Offer") => Change(type, "Offer", target, details);

    /// <summary>A private offer that may be released.</summary>
    /// <param name="replaced">Changes in place of those of the same type; their types left out of the draft when the details are null.</param>
    public static JsonObject[] Offer(params JsonObject[] replaced)
    {
        JsonObject[] usual =
        [
            Change("CreateOffer", "Offer", null, """{"ProductId":"prod-1"}""", "Offer"),
            OfOffer("UpdateInformation", """{"Name":"An offer","Description":"For Example Ltd"}"""),
            OfOffer("UpdateTargeting", """{"PositiveTargeting":{"BuyerAccounts":["111122223333"]}}"""),
            OfOffer("UpdatePricingTerms", Pricing),
            OfOffer("UpdateLegalTerms", """{"Terms":[{"Type":"LegalTerm","Documents":[{"Type":"StandardEula","Version":"2022-07-14"}]}]}"""),
            OfOffer("UpdateAvailability", """{"AvailabilityEndDate":"2026-03-31"}"""),
            OfOffer("ReleaseOffer", "{}"),
        ];
        var types = replaced.Select(r => r["ChangeType"]!.GetValue<string>()).ToHashSet();
        return [.. usual.Where(c => !types.Contains(c["ChangeType"]!.GetValue<string>())), .. replaced.Where(r => r["DetailsDocument"] is not null)];
    }

    public const string Pricing = """
        {"PricingModel":"Contract","Terms":[{"Type":"ConfigurableUpfrontPricingTerm","CurrencyCode":"USD","RateCards":[{"Selector":{"Type":"Duration","Value":"P12M"},
         "RateCard":[{"DimensionKey":"seats","Price":"99.5"}],"Constraints":{"MultipleDimensionSelection":"Allowed","QuantityConfiguration":"Allowed"}}]}]}
        """;

    public async Task<(int Status, JsonObject Body)> SendCatalog(string operation, JsonObject input)
    {
        var isQuery = operation is "DescribeEntity" or "DescribeChangeSet" or "CancelChangeSet";
        var method = operation == "CancelChangeSet" ? HttpMethod.Patch : isQuery ? HttpMethod.Get : HttpMethod.Post;
        var query = isQuery ? string.Join('&', input.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{char.ToLowerInvariant(m.Key[0])}{m.Key[1..]}={Uri.EscapeDataString(m.Value!.GetValue<string>())}")) : "";
        using var message = new HttpRequestMessage(method, $"http://catalog.marketplace.us-east-1.amazonaws.com/{operation}{(isQuery ? "?" + query : "")}");
        var body = isQuery ? "" : input.ToJsonString();
        if (!isQuery)
        {
            message.Content = new StringContent(body, Encoding.UTF8);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        }

        return await Send(message, query, body);
    }

    public async Task<(int Status, JsonObject Body)> SendAgreement(string operation, JsonObject input)
    {
        var body = input.ToJsonString();
        using var message = new HttpRequestMessage(HttpMethod.Post, "http://agreement-marketplace.us-east-1.amazonaws.com/") { Content = new StringContent(body, Encoding.UTF8) };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        message.Headers.TryAddWithoutValidation("X-Amz-Target", "AWSMPCommerceService_v20200301." + operation);
        return await Send(message, "", body);
    }

    async Task<(int Status, JsonObject Body)> Send(HttpRequestMessage message, string query, string body)
    {
        Sign(message, query, body);
        using var answer = await _http.SendAsync(message, Cancellation);
        return ((int)answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!.AsObject());
    }

    // As the page reference_sigv-create-signed-request says, with the key "test".
    static void Sign(HttpRequestMessage request, string query, string body)
    {
        var time = DateTimeOffset.UtcNow.UtcDateTime.ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture);
        request.Headers.TryAddWithoutValidation("X-Amz-Date", time);
        request.Headers.Host = request.RequestUri!.Authority;
        string[] canonical = [request.Method.Method, request.RequestUri.AbsolutePath, query, "host:" + request.RequestUri.Authority, "x-amz-date:" + time, "", "host;x-amz-date", Hash(body)];
        var scope = $"{time[..8]}/us-east-1/aws-marketplace/aws4_request";
        var signing = Encoding.UTF8.GetBytes("AWS4test");
        foreach (var step in scope.Split('/'))
            signing = HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes(step));
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(signing, Encoding.UTF8.GetBytes($"AWS4-HMAC-SHA256\n{time}\n{scope}\n{Hash(string.Join('\n', canonical))}")));
        request.Headers.TryAddWithoutValidation("Authorization", $"AWS4-HMAC-SHA256 Credential=test/{scope}, SignedHeaders=host;x-amz-date, Signature={signature}");
    }

    static string Hash(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    public void Dispose()
    {
        _http.Dispose();
        _simulator.Dispose();
    }
}
