using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Simulator.Control;
using LambdaSync.Sync.Schedules;

namespace LambdaSync.Cli.Demo;

/// <summary>
/// The demo of a seller in AWS Marketplace: what AWS has is shown in the CRM, a private offer is drafted, published, linked to an opportunity
/// and accepted, its agreement is renewed, and a product is sold through a channel partner.
/// </summary>
/// <param name="today">The machine's UTC day.</param>
sealed class MarketplaceDeal(DemoRun run, ControlPanel aws, DateOnly today, CancellationToken cancellation)
{
    public const string Offers = "AWS_Private_Offer__c", Agreements = "AWS_Agreement__c", Authorizations = "AWS_Resale_Authorization__c", Products = "AWS_Product__c";

    const string Product = "prod-fraudradar", Buyer = "111122223333", Partner = "222233334444", Eula = """{ "Type": "StandardEula", "Version": "2022-07-14" }""";

    string _offer = "", _agreement = "", _shared = "", _own = "";

    /// <summary>In their order; each begins where the one before ended.</summary>
    public IReadOnlyList<MarketplaceStep> Steps =>
    [
        new("products", "The seller has a product in AWS Marketplace, and another maker authorizes it to resell one.", () => run.Sweep(Schedules.Marketplace, cancellation), async () =>
            await Find(Products, p => Is(p, "AWS_Product_Id__c", Product)) is { } product && await Find(Authorizations, a => Is(a, "AWS_Manufacturer_Account__c", "999900001111")) is { } shared
                ? $"The CRM shows product {Text(product, "Name")} ({Text(product, "AWS_Dimensions__c")}) and authorization {_shared = Text(shared, "AWS_Resale_Authorization_Id__c")}." : null),
        new("draft", "The seller drafts a private offer for Maple Street Bank.", () => Send(CommandVerbs.OfferDraft, "demo", Document("Fraud Radar for Maple Street Bank", $"\"ProductId\": \"{Product}\", \"BuyerAccounts\": [\"{Buyer}\"], {RateCards}, \"Eula\": {Eula}")), async () =>
            await Find(Offers, o => Is(o, "AWS_Status__c", "draft")) is { } draft ? $"AWS creates it as {_offer = Text(draft, "AWS_Offer_Id__c")}. The CRM shows status {Text(draft, "AWS_Status__c")}." : null),
        new("published", "The seller publishes it.", () => Send(CommandVerbs.OfferPublish, _offer), async () =>
            await Offer(_offer) is { } offer && Is(offer, "AWS_Status__c", "active") ? $"The CRM shows status {Text(offer, "AWS_Status__c")} and the buyer's address {Text(offer, "AWS_Offer_Url__c")}" : null),
        new("shared", "The seller shares the opportunity with AWS.", () => run.People.Create(Deal.Draft(today)), async () =>
            (await run.Sides(cancellation)).Aws("Id") is { Length: > 0 } id && run.People.AwsId == id ? $"LambdaSync creates it as {id}." : null),
        new("linked", "The seller links the offer to it.", () => Send(CommandVerbs.LinkOffer, run.People.AwsId, (CommandVerbs.Offer, $"arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/{_offer}")), async () =>
            (await run.Sides(cancellation)).Aws("RelatedEntityIdentifiers.AwsMarketplaceOffers") is { Length: > 0 } linked ? $"AWS has it with the opportunity: {linked[(linked.LastIndexOf('/') + 1)..]}." : null),
        new("accepted", "The buyer accepts.", () => Aws("accept-offer", new JsonObject { ["offerId"] = _offer }), async () =>
            await Find(Agreements, a => Is(a, "AWS_Offer_Id__c", _offer)) is { } agreement
                ? $"The CRM shows agreement {_agreement = Text(agreement, "AWS_Agreement_Id__c")}: {Text(agreement, "AWS_Status__c")}, {Text(agreement, "AWS_Value__c")} {Text(agreement, "AWS_Currency__c")}. The opportunity is compared." : null),
        new("renewal offer", "The seller makes a renewal offer out of the agreement, with a payment schedule.", () => Send(CommandVerbs.OfferCreate, "renewal", Document(
            "Renewal for Maple Street Bank", $"\"AgreementId\": \"{_agreement}\", \"AgreementEndDate\": \"{Day(760)}\", \"FixedUpfront\": {{ \"Price\": \"0\", \"Grants\": [{{ \"DimensionKey\": \"seats\", \"MaxQuantity\": 20 }}] }}, \"PaymentSchedule\": [{{ \"ChargeDate\": \"{Day(60)}\", \"ChargeAmount\": 2400 }}], \"Eula\": {Eula}")), async () =>
            await Find(Offers, o => Is(o, "AWS_Agreement_Id__c", _agreement) && Is(o, "AWS_Status__c", "active")) is { } renewal ? $"The CRM shows {Text(renewal, "AWS_Offer_Id__c")}, made from agreement {_agreement}." : null),
        new("authorized", "The seller authorizes a channel partner to resell the product.", () => Send(CommandVerbs.ResaleCreate, "partner", (CommandVerbs.Document, $$"""
            { "ProductId": "{{Product}}", "Name": "For the channel partner", "ResellerAccountId": "{{Partner}}", "AvailabilityEndDate": "{{Day(180)}}", {{RateCards}}, "BuyerEula": {{Eula}} }
            """)), async () =>
            await Find(Authorizations, a => Is(a, "AWS_Reseller_Account__c", Partner) && Is(a, "AWS_Status__c", "Active")) is { } own ? $"The CRM shows authorization {_own = Text(own, "AWS_Resale_Authorization_Id__c")} for account {Partner}." : null),
        new("resold", "The seller itself resells the other maker's product, with a markup of 7.5 %.", () => Send(CommandVerbs.OfferCreate, "resold", Document(
            "Resold to Maple Street Bank", $"\"ResaleAuthorizationId\": \"{_shared}\", \"BuyerAccounts\": [\"{Buyer}\"], \"MarkupPercentage\": \"7.5\", \"AgreementDuration\": \"P12M\"")), async () =>
            await Find(Offers, o => Is(o, "AWS_Resale_Authorization_Id__c", _shared) && Is(o, "AWS_Status__c", "active")) is { } resold ? $"The CRM shows {Text(resold, "AWS_Offer_Id__c")}." : null),
        new("restricted", "The seller ends the channel partner's authorization.", () => Send(CommandVerbs.ResaleRestrict, _own), async () =>
            await Find(Authorizations, a => Is(a, "AWS_Resale_Authorization_Id__c", _own) && Is(a, "AWS_Status__c", "Restricted")) is { } ended ? $"The CRM shows status {Text(ended, "AWS_Status__c")}." : null),
    ];

    const string RateCards = """
        "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.50" }] }]
        """;

    /// <summary>What other people have in AWS Marketplace before the demo begins.</summary>
    public static void Prepare(ControlPanel aws)
    {
        aws.Do("market-settings", new JsonObject { ["prepareSeconds"] = 0, ["applySeconds"] = 0.2 });
        aws.Do("add-product", new JsonObject { ["id"] = Product, ["title"] = Deal.SolutionName, ["visibility"] = "Public" });
        aws.Do("share-authorization", new JsonObject { ["name"] = "From another maker" });
    }

    (string, string) Document(string name, string members) =>
        (CommandVerbs.Document, $"{{ \"ProductType\": \"SaaSProduct\", \"Name\": \"{name}\", \"Description\": \"For Maple Street Bank\", \"AvailabilityEndDate\": \"{Day(20)}\", {members} }}");

    Task Send(string verb, string id, params (string Name, string Value)[] arguments) =>
        run.Command(new CommandDocument(verb, [id], arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal)));

    Task Aws(string verb, JsonObject input)
    {
        aws.Do(verb, input);
        return Task.CompletedTask;
    }

    Task<JsonObject?> Offer(string id) => Find(Offers, o => Is(o, "AWS_Offer_Id__c", id));

    async Task<JsonObject?> Find(string crmObject, Func<JsonObject, bool> which) => (await run.Records(crmObject, cancellation)).FirstOrDefault(which);

    static bool Is(JsonObject record, string field, string value) => Text(record, field) == value;

    public static string Text(JsonObject record, string field) => record[field]?.ToString() ?? "";

    string Day(int ahead) => today.AddDays(ahead).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}

/// <summary>One step of the demo in AWS Marketplace; as <see cref="DemoStep"/>, but of more than one record.</summary>
sealed record MarketplaceStep(string Name, string Person, Func<Task> Act, Func<Task<string?>> Outcome);
