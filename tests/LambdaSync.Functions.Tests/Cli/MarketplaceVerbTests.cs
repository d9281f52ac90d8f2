using System.Globalization;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Cli;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Local.State;
using LambdaSync.Sync.Quotas;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The verbs of AWS Marketplace as processes against the simulator.</summary>
public sealed class MarketplaceVerbTests : IAsyncLifetime
{
    static readonly string Expiry = DateTimeOffset.UtcNow.AddDays(20).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    static readonly string Later = DateTimeOffset.UtcNow.AddDays(40).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    readonly TempFolder _folder = new();
    readonly HttpClient _http = new();
    CliSimulator _simulator = null!;
    Dictionary<string, string> _environment = null!;

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _simulator = await CliSimulator.Start("0");
        var address = _simulator.Address.ToString().TrimEnd('/');
        _environment = new Dictionary<string, string>(_simulator.Environment) { ["AWS_ENDPOINT_URL_MARKETPLACE_CATALOG"] = address, ["AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT"] = address };
        using (Machine.Open(new DirectoryInfo(_folder.File("data"))))
        {
        }

        await Act("add-product", new JsonObject { ["id"] = "prod-example1" });
        await Act("market-settings", new JsonObject { ["prepareSeconds"] = 0, ["applySeconds"] = 0.2 });
    }

    public ValueTask DisposeAsync()
    {
        _simulator.Dispose();
        _http.Dispose();
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    [Trait("Row", "F3")]
    public async Task An_offer_lives_from_its_document_to_its_cancellation()
    {
        var file = Offer("Example offer");
        var created = await Json("offer", "create", file);
        Assert.Equal("SUCCEEDED", created.GetProperty("status").GetString());
        var offer = Assert.Single(created.GetProperty("entityIds").EnumerateArray()).GetString()!;
        // Its calls are in the ledger that serve keeps too. A slow machine lets send times lapse and takes new ones.
        using (var ledger = new SqliteQuotaStore(_folder.File("data/sync.db")))
            Assert.InRange((await ledger.Read("own", QuotaGroup.StartChangeSet, Cancellation)).State.Day.Used(TimeProvider.System.GetUtcNow()).All, 1, 10);

        var (exit, again) = await Run("offer", "create", file, "--output", "json");
        Assert.Equal(0, exit);
        Assert.Contains(created.GetProperty("changeSetId").GetString()!, again, StringComparison.Ordinal);
        Assert.Contains(IssueCodes.ChangeSetPending, again, StringComparison.Ordinal);
        Assert.Equal(2, (await Lines("offer", "list", "--output", "csv")).Length);
        Assert.Contains("prod-example1", (await Lines("product", "list", "--output", "csv"))[1], StringComparison.Ordinal);
        Assert.Equal([$"https://aws.amazon.com/marketplace/saas/ordering?productId=prod-example1&offerId={offer}"], await Lines("offer", "url", offer));

        await Json("offer", "expiry", offer, "--until", Later);
        Assert.Contains($"active, until 23:59:59 UTC on {Later}", (await Run("offer", "status", offer, "--output", "table")).Output, StringComparison.Ordinal);
        var agreement = (await Act("accept-offer", new JsonObject { ["offerId"] = offer }))["agreementId"]!.GetValue<string>();
        Assert.Contains(agreement, (await Lines("agreement", "list", "--offer", offer, "--output", "csv"))[1], StringComparison.Ordinal);
        var shown = await Json("agreement", "show", agreement);
        Assert.Equal(2, shown.GetProperty("acceptedTerms").GetArrayLength());

        var copy = Assert.Single((await Json("offer", "clone", offer, "--until", Expiry, "--name", "Second", "--draft")).GetProperty("entityIds").EnumerateArray()).GetString()!;
        Assert.NotEqual(offer, copy);
        await Json("offer", "publish", copy);
        Assert.Equal(2, (await Run("offer", "cancel", offer, "--output", "json")).Exit);
        await Json("offer", "cancel", offer, "--yes");
        Assert.Equal("expired", (await Json("offer", "status", offer)).GetProperty("status").GetString());
    }

    [Fact]
    [Trait("Row", "M-3")]
    public async Task A_lost_answer_makes_no_second_offer_and_a_server_fault_is_sent_again()
    {
        await Act("fault", new JsonObject { ["kind"] = "CutAfter", ["operation"] = "StartChangeSet" });
        await Act("fail-change-set", new JsonObject { ["count"] = 1 });
        var created = await Json("offer", "create", Offer("Example offer"));
        Assert.Equal("SUCCEEDED", created.GetProperty("status").GetString());
        Assert.Equal(2, (await Lines("offer", "list", "--output", "csv")).Length);
    }

    [Fact]
    [Trait("Row", "M-4")]
    public async Task A_refused_change_is_listed_with_its_fix_and_the_next_run_sends_it_again()
    {
        await Act("refuse-change", new JsonObject { ["changeType"] = "UpdatePricingTerms", ["code"] = "INCOMPATIBLE_PAYMENT_SETTINGS", ["message"] = "No bank account." });
        var file = Offer("Example offer");
        var (exit, output) = await Run("offer", "create", file, "--output", "json");
        Assert.Equal(1, exit);
        Assert.Contains("Add a bank account", output, StringComparison.Ordinal);
        Assert.Contains(IssueCodes.ChangeNotApplied, output, StringComparison.Ordinal);
        Assert.Equal("SUCCEEDED", (await Json("offer", "create", file)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task A_sandbox_stack_writes_nothing_and_a_wrong_document_is_not_sent()
    {
        var (exit, output) = await Run("offer", "create", Offer("Example offer"), "--output", "json", "--catalog", "Sandbox");
        Assert.Equal(1, exit);
        Assert.Contains(IssueCodes.MarketplaceReadOnly, output, StringComparison.Ordinal);
        _environment["LAMBDASYNC_MARKETPLACE_WRITES"] = "yes";
        Assert.Contains("MISSING_BUYER_ACCOUNTS", (await Run("offer", "create", Offer("Example offer", buyers: ""), "--catalog", "Sandbox")).Output, StringComparison.Ordinal);
        Assert.Single(await Lines("offer", "list", "--output", "csv"));
        await Json("offer", "draft", Offer("Example offer", buyers: ""), "--catalog", "Sandbox");
        Assert.Contains(",draft,", (await Lines("offer", "list", "--status", "draft", "--output", "csv"))[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "F8")]
    public async Task An_authorization_is_made_listed_and_restricted()
    {
        var file = _folder.File("authorization.json");
        await File.WriteAllTextAsync(file, $$"""
            { "ProductId": "prod-example1", "Name": "For a partner", "ResellerAccountId": "222233334444", "AvailabilityEndDate": "{{Expiry}}",
              "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "80" }] }], "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" } }
            """, Cancellation);
        var id = Assert.Single((await Json("resale", "create", file)).GetProperty("entityIds").EnumerateArray()).GetString()!;
        Assert.Equal("Active", (await Json("resale", "status", id)).GetProperty("Status").GetString());
        await Act("share-authorization", []);
        Assert.Contains("999900001111", (await Lines("resale", "list", "--shared", "--output", "csv"))[1], StringComparison.Ordinal);
        await Json("resale", "restrict", id, "--yes");
        Assert.Contains(",Restricted,", (await Lines("resale", "list", "--output", "csv"))[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "M-5")]
    public async Task What_was_sent_is_listed_and_what_was_not_is_cancelled()
    {
        var created = await Json("offer", "create", Offer("Example offer"));
        await Run("offer", "create", Offer("Another offer"), "--wait", "0");
        var lines = await Lines("change-set", "list", "--output", "csv");
        Assert.Contains(lines, line => line.Contains(created.GetProperty("changeSetId").GetString()!, StringComparison.Ordinal) && line.Contains("SUCCEEDED", StringComparison.Ordinal));
        var waiting = Assert.Single(lines, line => line.Contains(",WAITING,", StringComparison.Ordinal)).Split(',')[0];
        Assert.Equal("CANCELLED", (await Json("change-set", "cancel", waiting)).GetProperty("status").GetString());
        var (exit, output) = await Run("change-set", "cancel", created.GetProperty("changeSetId").GetString()!, "--output", "json");
        Assert.Equal(1, exit);
        Assert.Contains("too late", output, StringComparison.Ordinal);
        Assert.Equal(2, (await Lines("offer", "list", "--output", "csv")).Length);
    }

    [Fact]
    [Trait("Row", "F13")]
    [Trait("Row", "M-23")]
    public async Task What_follows_a_sale_is_requested_with_a_role_of_its_own()
    {
        const string Role = "arn:aws:iam::123456789012:role/after-sale";
        var offer = Assert.Single((await Json("offer", "create", Offer("Example offer"))).GetProperty("entityIds").EnumerateArray()).GetString()!;
        var agreement = (await Act("accept-offer", new JsonObject { ["offerId"] = offer, ["variablePaymentTerm"] = new JsonObject { ["id"] = "term-1", ["currencyCode"] = "USD", ["maxTotalChargeAmount"] = "1000" } }))["agreementId"]!.GetValue<string>();
        await Act("invoice", new JsonObject { ["agreementId"] = agreement, ["id"] = "invoice-1", ["amount"] = "100.00" });
        Assert.Contains("invoice-1,INVOICE", (await Lines("agreement", "invoices", agreement, "--output", "csv"))[1], StringComparison.Ordinal);
        var file = _folder.File("adjustments.json");
        await File.WriteAllTextAsync(file, """[{ "InvoiceId": "invoice-1", "Amount": "25.00", "CurrencyCode": "USD", "ReasonCode": "INCORRECT_METERING" }]""", Cancellation);
        Assert.Equal(2, (await Run("agreement", "adjust", agreement, file)).Exit);

        (_environment["LAMBDASYNC_AFTER_SALE_ROLE"], _environment["AWS_ENDPOINT_URL_STS"]) = (Role, _simulator.Address.ToString().TrimEnd('/'));
        var (exit, output) = await Run("agreement", "adjust", agreement, file, "--yes", "--output", "json", "--wait", "5");
        Assert.Equal(1, exit);
        Assert.Contains("AssumeRole with AccessDenied", output, StringComparison.Ordinal);
        Assert.Empty((await Lines("agreement", "requests", agreement, "--output", "csv")).Skip(1));
        await Act("add-role", new JsonObject { ["arn"] = Role });
        var made = await Json("agreement", "adjust", agreement, file, "--yes");
        Assert.Equal("1 of 1 COMPLETED", made.GetProperty("status").GetString());
        Assert.StartsWith("ba-", made.GetProperty("adjustments")[0].GetProperty("id").GetString(), StringComparison.Ordinal);

        Assert.Equal("PENDING_APPROVAL", (await Json("agreement", "request-payment", agreement, "--name", "Milestone", "--amount", "100.00", "--yes", "--wait", "60")).GetProperty("status").GetString()!.Replace("VALIDATING", "PENDING_APPROVAL", StringComparison.Ordinal));
        var cancelled = await Json("agreement", "cancel", agreement, "--reason-code", "TEST_AGREEMENT", "--yes");
        Assert.Equal("PENDING_APPROVAL", cancelled.GetProperty("status").GetString());
        var request = cancelled.GetProperty("requestId").GetString()!;
        Assert.Contains("Add the reason", (await Run("agreement", "withdraw", request, "--agreement", agreement)).Output, StringComparison.Ordinal);
        Assert.Equal("CANCELLED", (await Json("agreement", "withdraw", request, "--agreement", agreement, "--reason", "No")).GetProperty("status").GetString());
        Assert.Equal(3, (await Lines("agreement", "requests", agreement, "--output", "csv")).Length - 1);
    }

    [Fact]
    [Trait("Row", "H6")]
    public async Task Quotas_and_what_is_open_of_them_are_listed()
    {
        await Act("market-settings", new JsonObject { ["prepareSeconds"] = 3600 });
        for (var number = 1; number <= 2; number++)
            await Run("offer", "draft", Offer($"Offer {number}"), "--wait", number == 2 ? "1" : "0");
        // A verb that does not wait only requests.
        var sent = await Lines("change-set", "list", "--output", "csv");
        Assert.StartsWith("request,purpose,account,status,changeSet,entities,last,cause", sent[0], StringComparison.Ordinal);
        Assert.Equal(3, sent.Length);
        Assert.Single(sent, line => line.Contains("AWS Marketplace has the change set in PREPARING", StringComparison.Ordinal));
        var quotas = await Lines("quota", "list", "--data", _folder.File("data"), "--output", "csv");
        Assert.Equal(["account,quota,used,limit,ofAws", "own,Partner Central reads in 24 hours,0,100000,100000", "own,Partner Central writes in 24 hours,0,10000,10000",
            "own,open change sets,1,250,250", "own,offers in open change sets,1,20,20", "own,offer sets in open change sets,0,20,20"], quotas);
        Assert.Equal("own", (await Json("quota", "list", "--data", _folder.File("data"))).GetProperty("account").GetString());
    }

    [Fact]
    [Trait("Row", "F1")]
    public async Task A_further_seller_account_is_named_by_its_digits()
    {
        const string Second = "222233334444", Role = "arn:aws:iam::222233334444:role/seller";
        await Act("add-role", new JsonObject { ["arn"] = Role, ["externalId"] = "example-id" });
        await Act("add-product", new JsonObject { ["id"] = "prod-second", ["owner"] = Second });
        var (exit, output) = await Run("product", "list", "--account", Second);
        Assert.Equal(1, exit);
        Assert.Contains("LAMBDASYNC_SELLER_ROLES", output, StringComparison.Ordinal);

        (_environment["LAMBDASYNC_SELLER_ROLES"], _environment["AWS_ENDPOINT_URL_STS"]) = (Role, _simulator.Address.ToString().TrimEnd('/'));
        (exit, output) = await Run("product", "list", "--account", Second);
        Assert.Equal(1, exit);
        Assert.Contains("LAMBDASYNC_SELLER_EXTERNAL_IDS has 0 entries", output, StringComparison.Ordinal);
        Assert.Contains("LAMBDASYNC_ACCOUNT is not set", output, StringComparison.Ordinal);
        (_environment["LAMBDASYNC_ACCOUNT"], _environment["LAMBDASYNC_SELLER_EXTERNAL_IDS"]) = ("123456789012", "another-id");
        (exit, output) = await Run("product", "list", "--account", Second);
        Assert.NotEqual(0, exit);
        Assert.Contains("external id", output, StringComparison.Ordinal);

        _environment["LAMBDASYNC_SELLER_EXTERNAL_IDS"] = "example-id";
        Assert.Contains("prod-second", Assert.Single((await Lines("product", "list", "--account", Second, "--output", "csv")).Skip(1)), StringComparison.Ordinal);
        Assert.Contains("prod-example1", Assert.Single((await Lines("product", "list", "--account", "123456789012", "--output", "csv")).Skip(1)), StringComparison.Ordinal);
        var file = Offer("Example offer");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file, Cancellation)).Replace("prod-example1", "prod-second", StringComparison.Ordinal), Cancellation);
        (exit, output) = await Run("offer", "create", file, "--account", "999988887777");
        Assert.Equal(1, exit);
        Assert.Contains("123456789012 (the main account), 222233334444", output, StringComparison.Ordinal);
        var created = await Json("offer", "create", file, "--account", Second);
        Assert.Equal("SUCCEEDED", created.GetProperty("status").GetString());
        Assert.Single((await Lines("offer", "list", "--account", Second, "--output", "csv")).Skip(1));
        Assert.Empty((await Lines("offer", "list", "--output", "csv")).Skip(1));
        Assert.Single((await Lines("change-set", "list", "--account", Second, "--output", "csv")).Skip(1));
        Assert.Empty((await Lines("change-set", "list", "--account", "123456789012", "--output", "csv")).Skip(1));
        // One that the store has never seen is read as the account that is named; without it, AWS shows the main account none.
        var offer = Assert.Single(created.GetProperty("entityIds").EnumerateArray()).GetString()!;
        var other = _folder.File("other");
        using (Machine.Open(new DirectoryInfo(other)))
        {
        }

        (exit, output) = await CliProcess.Run(_environment, null, "record", "refresh", offer, "--data", other);
        Assert.DoesNotContain(Second, await Kept(other, offer), StringComparison.Ordinal);
        (exit, output) = await CliProcess.Run(_environment, null, "record", "refresh", offer, "--account", "999988887777", "--data", other);
        Assert.Equal(1, exit);
        Assert.Contains("123456789012 (the main account), 222233334444", output, StringComparison.Ordinal);
        (exit, output) = await CliProcess.Run(_environment, null, "record", "refresh", "O1000001", "--account", Second, "--data", other);
        Assert.Equal(1, exit);
        Assert.Contains("--account", output, StringComparison.Ordinal);
        (exit, output) = await CliProcess.Run(_environment, null, "record", "refresh", offer, "--account", Second, "--data", other);
        Assert.True(exit == 0, output);
        Assert.Contains($"\"SellerAccount\":\"{Second}\"", await Kept(other, offer), StringComparison.Ordinal);
        // Its calls are in a ledger of its own.
        using var ledger = new SqliteQuotaStore(_folder.File("data/sync.db"));
        Assert.Equal(0, (await ledger.Read("own", QuotaGroup.StartChangeSet, Cancellation)).State.Day.Used(TimeProvider.System.GetUtcNow()).All);
        Assert.InRange((await ledger.Read(Second, QuotaGroup.StartChangeSet, Cancellation)).State.Day.Used(TimeProvider.System.GetUtcNow()).All, 1, 10);
    }

    [Fact]
    [Trait("Row", "F11")]
    public async Task A_report_counts_by_status_and_names_what_ends_next()
    {
        var offer = Assert.Single((await Json("offer", "create", Offer("Example offer"))).GetProperty("entityIds").EnumerateArray()).GetString()!;
        await Json("offer", "draft", Offer("A draft"));
        var shared = (await Act("share-authorization", new JsonObject { ["name"] = "From a maker" }))["id"]!.GetValue<string>();
        var agreement = (await Act("accept-offer", new JsonObject { ["offerId"] = offer }))["agreementId"]!.GetValue<string>();
        var lines = await Lines("report", "marketplace", "--output", "csv");
        Assert.Equal("records,status,count,next,id", lines[0]);
        Assert.Equal(["agreements,ACTIVE,1", "private offers,active,1", "private offers,draft,1", "products,Limited,1", "resale authorizations received,Active,1"], lines[1..].Select(line => string.Join(',', line.Split(',')[..3])).Order(StringComparer.Ordinal));
        Assert.Contains($"private offers,active,1,{Expiry},{offer}", lines);
        Assert.EndsWith("," + agreement, lines.Single(line => line.StartsWith("agreements", StringComparison.Ordinal)), StringComparison.Ordinal);
        Assert.DoesNotContain(lines, line => line.StartsWith("resale authorizations given", StringComparison.Ordinal));
        Assert.Equal(("products", 1), (await Json("report", "marketplace")) is var first ? (first.GetProperty("records").GetString()!, first.GetProperty("count").GetInt32()) : default);
        Assert.Contains("private", (await Run("report", "marketplace", "--output", "table")).Output, StringComparison.Ordinal);
        Assert.NotEmpty(shared);
    }

    /// <summary>A write without credentials fails at once and stores no change set.</summary>
    [Fact]
    [Trait("Row", "F3")]
    public async Task Without_credentials_nothing_is_stored()
    {
        foreach (var name in new[] { "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE" })
            _environment[name] = "";
        (_environment["AWS_EC2_METADATA_DISABLED"], _environment["HOME"]) = ("true", _folder.File("home"));
        var (exit, output) = await Run("offer", "create", Offer("Example offer"));
        Assert.Equal(1, exit);
        Assert.Contains("no AWS credentials were found. Fix: set AWS_PROFILE", output, StringComparison.Ordinal);
        Assert.Equal("", string.Join('\n', (await Lines("change-set", "list", "--output", "csv")).Skip(1)));
    }

    /// <summary>What is wrong is said first: a person is asked only about what would be done.</summary>
    [Theory]
    [Trait("Row", "F3")]
    [InlineData("the id begins with offer-", "offer", "cancel", "resaleauthz-0000000000001")]
    [InlineData("the id begins with resaleauthz-", "resale", "restrict", "offer-0000000000001")]
    [InlineData("", "agreement", "request-payment", "agmt-0000000000001", "--name", "x", "--amount", "-1")]
    public async Task A_wrong_request_is_no_question(string wrong, params string[] verb)
    {
        var (exit, output) = await Run([.. verb, "--output", "table"]);
        Assert.Equal(1, exit);
        Assert.StartsWith("error ", output, StringComparison.Ordinal);
        Assert.Contains(wrong, output, StringComparison.Ordinal);
        Assert.DoesNotContain("--yes", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "F3")]
    public async Task One_error_is_one_error()
    {
        var file = _folder.File("bad.json");
        await File.WriteAllTextAsync(file, """{ "ProductId": "prod-example1", "Name": "x" }""", Cancellation);
        var (exit, output) = await Run("offer", "check", file, "--output", "json");
        Assert.Equal(1, exit);
        Assert.Contains("1 error\n", output, StringComparison.Ordinal);
        Assert.Contains("error offer-invalid: 'ProductType' is missing. Fix: Add \"ProductType\".", (await Run("offer", "create", file, "--output", "table")).Output, StringComparison.Ordinal);
    }

    static async Task<string> Kept(string data, string offer)
    {
        using var machine = Machine.Open(new DirectoryInfo(data));
        return Encoding.UTF8.GetString((await machine.Store.GetWork(MarketSection.Offer.Key("AWS", offer), Cancellation))?.Data ?? []);
    }

    string Offer(string name, string buyers = "\"111122223333\"")
    {
        var path = _folder.File("offer.json");
        File.WriteAllText(path, $$"""
            { "ProductId": "prod-example1", "ProductType": "SaaSProduct", "Name": "{{name}}", "Description": "For Example Ltd", {{(buyers.Length > 0 ? $"\"BuyerAccounts\": [{buyers}]," : "")}} "AvailabilityEndDate": "{{Expiry}}",
              "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" } }
            """);
        return path;
    }

    // Verbs that change something have a store.
    Task<(int Exit, string Output)> Run(params string[] arguments) => CliProcess.Run(
        _environment, null, arguments is [_, "create" or "draft" or "publish" or "expiry" or "cancel" or "clone" or "restrict" or "adjust" or "request-payment" or "withdraw", ..] or ["change-set", ..] ? [.. arguments, "--data", _folder.File("data")] : arguments);

    async Task<string[]> Lines(params string[] arguments)
    {
        var (exit, output) = await Run(arguments);
        Assert.True(exit == 0, output);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    async Task<JsonElement> Json(params string[] arguments)
    {
        var lines = await Lines([.. arguments, "--output", "json"]);
        using var json = JsonDocument.Parse(lines[0]);
        return json.RootElement.Clone();
    }

    async Task<JsonObject> Act(string verb, JsonObject input)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(_simulator.Address, "/_control/" + verb), input, Cancellation);
        var body = await answer.Content.ReadAsStringAsync(Cancellation);
        Assert.True(answer.IsSuccessStatusCode, body);
        return JsonNode.Parse(body)!.AsObject();
    }
}
