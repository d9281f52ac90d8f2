using System.Globalization;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>A seller's run with Salesforce: <c>infra/salesforce/marketplace</c>, its mapping and its actions, between Salesforce and AWS Marketplace.</summary>
[Trait("Row", "H6")]
public sealed class SalesforceMarketplaceTests : IDisposable
{
    const string Products = "AWS_Product__c", Offers = "AWS_Private_Offer__c", Sets = "AWS_Offer_Set__c", Authorizations = "AWS_Resale_Authorization__c", Agreements = "AWS_Agreement__c";

    readonly SalesforceRig _rig = new(isSeller: true);
    readonly List<string> _events = [];
    int _runs;

    static CancellationToken None => TestContext.Current.CancellationToken;

    public SalesforceMarketplaceTests()
    {
        Simulated("add-product", new JsonObject { ["id"] = "prod-example1" });
        Simulated("market-settings", new JsonObject { ["prepareSeconds"] = 0, ["applySeconds"] = 1 });
    }

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Products_offers_authorizations_and_agreements_are_records_that_follow_AWS_and_none_is_doubled()
    {
        await Sweep();
        var product = Assert.Single(_rig.Records(Products));
        Assert.Equal(("Example product", "SaaS", "seats: seats", "Limited"), (Text(product, "Name"), Text(product, "AWS_Product_Type__c"), Text(product, "AWS_Dimensions__c"), Text(product, "AWS_Status__c")));

        await Act("offer-create", Text(product, "Id"), ("document", Offer()));
        var offer = Assert.Single(_rig.Records(Offers));
        Assert.Equal(
            (new string('n', 80), "prod-example1", "111122223333", "active", $"{Day(20)}T23:59:59"),
            (Text(offer, "Name"), Text(offer, "AWS_Product_Id__c"), Text(offer, "AWS_Buyer_Accounts__c"), Text(offer, "AWS_Status__c"), Text(offer, "AWS_Expiry__c")[..19]));

        await Act("resale-create", Text(product, "Id"), ("document", Authorization()));
        var authorization = Assert.Single(_rig.Records(Authorizations));
        Assert.Equal(
            ("Example authorization", "prod-example1", "222233334444", "123456789012", "Active"),
            (Text(authorization, "Name"), Text(authorization, "AWS_Product_Id__c"), Text(authorization, "AWS_Reseller_Account__c"), Text(authorization, "AWS_Manufacturer_Account__c"), Text(authorization, "AWS_Status__c")));

        var id = Simulated("accept-offer", new JsonObject { ["offerId"] = Text(offer, "AWS_Offer_Id__c") })["agreementId"]!.GetValue<string>();
        await Rounds();
        var agreement = Assert.Single(_rig.Records(Agreements));
        Assert.Equal(
            (id, id, "prod-example1", Text(offer, "AWS_Offer_Id__c"), "NEW", "111122223333", "ACTIVE", "USD"),
            (Text(agreement, "AWS_Agreement_Id__c"), Text(agreement, "Name"), Text(agreement, "AWS_Product_Id__c"), Text(agreement, "AWS_Offer_Id__c"), Text(agreement, "AWS_Intent__c"), Text(agreement, "AWS_Acceptor_Account__c"),
                Text(agreement, "AWS_Status__c"), Text(agreement, "AWS_Currency__c")));
        Assert.StartsWith("arn:aws:license-manager:", Text(agreement, "AWS_License_Arn__c"), StringComparison.Ordinal);
        // AWS's day of the renewal's last steps, counted back from the end.
        var end = DateOnly.Parse(Text(agreement, "AWS_End__c")[..10], CultureInfo.InvariantCulture);
        Assert.Equal((end.AddDays(-30), end.AddDays(-60), "true"), (Date(agreement, "AWS_Lockout__c"), Date(agreement, "AWS_Adjustment_Deadline__c"), Text(agreement, "AWS_Auto_Renewal__c")));

        // All events once more, all sections listed again.
        var (before, records) = (All(), _rig.Organization.Requests.Count);
        await _rig.Deliver(_events);
        await Sweep();
        Assert.Equal(before, All());
        Assert.True(_rig.Organization.Requests.Count > records);
        await NothingFailed();

        // Amended: opted out of the renewal for good.
        Simulated("disable-renewal", new JsonObject { ["agreementId"] = id });
        await Rounds();
        Assert.Equal(("AMEND", "false"), (Text(Assert.Single(_rig.Records(Agreements)), "AWS_Intent__c"), Text(Assert.Single(_rig.Records(Agreements)), "AWS_Auto_Renewal__c")));
        Simulated("end-agreement", new JsonObject { ["agreementId"] = id, ["status"] = "CANCELLED" });
        await Act("resale-restrict", Text(authorization, "AWS_Resale_Authorization_Id__c"));
        Assert.Equal(("CANCELLED", "Restricted"), (Text(Assert.Single(_rig.Records(Agreements)), "AWS_Status__c"), Text(Assert.Single(_rig.Records(Authorizations)), "AWS_Status__c")));
        await NothingFailed();
    }

    /// <summary>A quick action of the package publishes the platform event, which the relay brings to the command queue.</summary>
    [Fact]
    public async Task An_action_names_AWS_s_record_and_a_repeated_event_is_the_same_command()
    {
        await Act("offer-draft", "a0P000000000001AAA", ("document", Offer()));
        Assert.Equal("draft", Text(Assert.Single(_rig.Records(Offers)), "AWS_Status__c"));
        var id = Text(Assert.Single(_rig.Records(Offers)), "AWS_Offer_Id__c");

        await Act("offer-publish", id);
        Assert.Equal("active", Status());
        await Act("offer-expiry", id, ("until", Day(25)));
        Assert.StartsWith(Day(25), Text(Assert.Single(_rig.Records(Offers)), "AWS_Expiry__c"), StringComparison.Ordinal);
        await Act("offer-cancel", id);
        Assert.Equal("expired", Status());
        await NothingFailed();

        string Status() => Text(Assert.Single(_rig.Records(Offers)), "AWS_Status__c");
    }

    [Fact]
    public async Task An_offer_set_shows_its_offers()
    {
        Simulated("add-product", new JsonObject { ["id"] = "prod-example2" });
        await Act("offer-set-create", "a0P000000000001AAA", ("document", $$"""{ "Name": "Example set", "BuyerNotes": "Both together", "Offers": [{{Offer()}}, {{Offer().Replace("prod-example1", "prod-example2", StringComparison.Ordinal)}}] }"""));
        var set = Assert.Single(_rig.Records(Sets));
        Assert.Equal(("Example set", "Both together", "Released"), (Text(set, "Name"), Text(set, "AWS_Buyer_Notes__c"), Text(set, "AWS_Status__c")));
        var offers = _rig.Records(Offers);
        Assert.Equal(offers.Select(offer => Text(offer, "AWS_Offer_Id__c")).Order(), Text(set, "AWS_Offers__c").Split(',').Order());
        Assert.All(offers, offer => Assert.Equal(Text(set, "AWS_Offer_Set_Id__c"), Text(offer, "AWS_Offer_Set_Id__c")));
        await NothingFailed();
    }

    JsonObject Simulated(string verb, JsonObject input) => _rig.PartnerCentral.Control.Do(verb, input);

    string Day(int ahead) => _rig.Time.GetUtcNow().AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    // People write several lines; a name may have more characters than a record's name.
    string Offer() => $$"""
        { "ProductId": "prod-example1", "ProductType": "SaaSProduct", "Name": "{{new string('n', 100)}}", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "{{Day(20)}}",
          "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }], "Eula": { "Type": "StandardEula", "Version": "2022-07-14" },
          "Renewal": { "LockoutPeriod": "P30D", "AdjustmentDeadline": "P60D", "PriceIncrease": { "PercentageRange": { "MinValue": "3", "MaxValue": "10", "DefaultValue": "5" } } } }
        """;

    string Authorization() => $$"""
        { "ProductId": "prod-example1", "Name": "Example authorization", "ResellerAccountId": "222233334444", "AvailabilityEndDate": "{{Day(30)}}",
          "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "80" }] }], "BuyerEula": { "Type": "StandardEula", "Version": "2022-07-14" } }
        """;

    // The relay delivers at least once.
    async Task Act(string verb, string recordId, params (string Name, string Value)[] arguments)
    {
        var given = "{" + string.Join(",", arguments.Select(a => $"\"{a.Name}\":\"{a.Value.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"")) + "}";
        var message = new JsonObject
        {
            ["detail-type"] = verb.StartsWith("resale-", StringComparison.Ordinal) ? "LambdaSync_Resale_Command__e" : "LambdaSync_Offer_Command__e",
            ["source"] = "aws.partner/salesforce.com/00D000000000001AAA/0YL000000000001AAA",
            ["id"] = $"event-{++_runs}",
            ["detail"] = new JsonObject { ["payload"] = new JsonObject { ["Verb__c"] = verb, ["RecordId__c"] = recordId, ["Arguments__c"] = given, ["CommandId__c"] = $"run-{_runs}", ["CreatedById"] = "005000000000001AAA" } },
        }.ToJsonString();
        await _rig.Queue(message);
        await _rig.Queue(message);
        await Rounds();
    }

    async Task Rounds()
    {
        for (var i = 0; i < 4; i++)
        {
            _rig.PartnerCentral.Control.Clock.Advance(TimeSpan.FromMinutes(5));
            _events.AddRange(await _rig.DeliverAws());
            await _rig.Rounds(1);
        }
    }

    async Task Sweep()
    {
        await _rig.Sweep(TimeSpan.FromHours(2));
        await Rounds();
    }

    string All() => string.Join('\n', ((string[])[Products, Offers, Sets, Authorizations, Agreements]).SelectMany(name => _rig.Records(name)).Select(record => record.ToJsonString()));

    async Task NothingFailed()
    {
        foreach (var job in await _rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 500, None))
            Assert.All(await _rig.Store.ListDetails(job.Id, 0, 99, None), detail => Assert.True(detail.Issues.All(issue => issue.Severity == Severity.Note), $"{detail.AwsId}: {string.Join("; ", detail.Issues.Select(issue => $"{issue.Code} {issue.Field}: {issue.Rule}"))}"));
    }

    static string Text(JsonObject record, string field) => record[field]?.ToString() ?? "";

    static DateOnly Date(JsonObject record, string field) => DateOnly.Parse(Text(record, field), CultureInfo.InvariantCulture);
}
