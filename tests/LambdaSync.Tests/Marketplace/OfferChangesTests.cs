using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>Golden change sets of the recipes: each product type with each pricing model.</summary>
[Trait("Row", "F3")]
public sealed class OfferChangesTests
{
    static readonly DateOnly Today = new(2026, 11, 30);

    const string Head = """
        "Name": "Example offer", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333", "444455556666"], "AvailabilityEndDate": "2027-01-31",
        "Eula": { "Type": "StandardEula", "Version": "2022-07-14" }
        """;

    // What every offer of the recipes ends in.
    const string Tail = """
        { "ChangeType": "UpdateLegalTerms", "Entity": { "Type": "Offer@1.0", "Identifier": "$Offer.Entity.Identifier" },
          "DetailsDocument": { "Terms": [{ "Type": "LegalTerm", "Documents": [{ "Type": "StandardEula", "Version": "2022-07-14" }] }] } },
        { "ChangeType": "UpdateAvailability", "Entity": { "Type": "Offer@1.0", "Identifier": "$Offer.Entity.Identifier" }, "DetailsDocument": { "AvailabilityEndDate": "2027-01-31" } },
        { "ChangeType": "ReleaseOffer", "Entity": { "Type": "Offer@1.0", "Identifier": "$Offer.Entity.Identifier" }, "DetailsDocument": {} }
        """;

    const string Opening = """
        { "ChangeType": "CreateOffer", "ChangeName": "Offer", "Entity": { "Type": "Offer@1.0" }, "DetailsDocument": { "ProductId": "prod-example1" } },
        { "ChangeType": "UpdateInformation", "Entity": { "Type": "Offer@1.0", "Identifier": "$Offer.Entity.Identifier" }, "DetailsDocument": { "Name": "Example offer", "Description": "For Example Ltd" } },
        { "ChangeType": "UpdateTargeting", "Entity": { "Type": "Offer@1.0", "Identifier": "$Offer.Entity.Identifier" },
          "DetailsDocument": { "PositiveTargeting": { "BuyerAccounts": ["111122223333", "444455556666"] } } }
        """;

    public static TheoryData<string, string, string> Recipes => new()
    {
        {
            "SaaS subscription",
            """ "ProductType": "SaaSProduct", "UsageRates": [{ "DimensionKey": "requests", "Price": "0.00012500" }], "AgreementDuration": "P12M" """,
            Pricing("Usage", """{ "Type": "UsageBasedPricingTerm", "CurrencyCode": "USD", "RateCards": [{ "RateCard": [{ "DimensionKey": "requests", "Price": "0.00012500" }] }] }""") + Duration("P12M")
        },
        {
            "SaaS contract",
            """ "ProductType": "SaaSProduct", "CurrencyCode": "EUR", "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "99.5" }, { "DimensionKey": "support", "Price": 10 }] }] """,
            Pricing("Contract", Configurable("EUR", "P12M", "Allowed", ("seats", "99.5"), ("support", "10")))
        },
        {
            "SaaS contract, tiered",
            """ "ProductType": "SaaSProduct", "Tiered": true, "RateCards": [{ "Duration": "P1Y", "Rates": [{ "DimensionKey": "gold", "Price": "1000" }] }] """,
            Pricing("Contract", Configurable("USD", "P1Y", "Disallowed", ("gold", "1000")))
        },
        {
            "SaaS contract with consumption",
            """ "ProductType": "SaaSProduct", "UsageRates": [{ "DimensionKey": "over", "Price": "1.5" }], "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "9" }] }] """,
            Pricing("Contract", """{ "Type": "UsageBasedPricingTerm", "CurrencyCode": "USD", "RateCards": [{ "RateCard": [{ "DimensionKey": "over", "Price": "1.5" }] }] }""" + ", " + Configurable("USD", "P12M", "Allowed", ("seats", "9")))
        },
        {
            "SaaS contract in installments",
            """
             "ProductType": "SaaSProduct", "AgreementDuration": "P12M", "FixedUpfront": { "Price": "0", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 25 }] },
             "PaymentSchedule": [{ "ChargeDate": "2027-02-01", "ChargeAmount": "200.00" }, { "ChargeDate": "2027-03-01", "ChargeAmount": "170.00" }], "PaymentDuePeriod": "P45D"
            """,
            Pricing("Contract", """{ "Type": "FixedUpfrontPricingTerm", "CurrencyCode": "USD", "Price": "0", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 25 }] }""") + Duration("P12M")
            + Term("UpdatePaymentScheduleTerms", """{ "Type": "PaymentScheduleTerm", "CurrencyCode": "USD", "Schedule": [{ "ChargeDate": "2027-02-01", "ChargeAmount": "200.00" }, { "ChargeDate": "2027-03-01", "ChargeAmount": "170.00" }] }""")
            + Term("UpdateNetPaymentTerms", """{ "Type": "NetPaymentTerm", "PaymentDuePeriod": "P45D" }""")
        },
        {
            "SaaS contract from a future day",
            """
             "ProductType": "SaaSProduct", "AgreementStartDate": "2027-03-01", "AgreementEndDate": "2028-03-01", "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "9" }] }]
            """,
            Pricing("Contract", Configurable("USD", "P12M", "Allowed", ("seats", "9"))) + Term("UpdateValidityTerms", """{ "Type": "ValidityTerm", "AgreementStartDate": "2027-03-01", "AgreementEndDate": "2028-03-01" }""")
        },
        {
            "AMI by the hour and year",
            """
             "ProductType": "AmiProduct", "UsageRates": [{ "DimensionKey": "t3.small", "Price": "0.17" }], "RateCards": [{ "Duration": "P365D", "Rates": [{ "DimensionKey": "t3.small", "Price": "220.00" }] }],
             "AgreementDuration": "P650D"
            """,
            Pricing("Usage", """{ "Type": "UsageBasedPricingTerm", "CurrencyCode": "USD", "RateCards": [{ "RateCard": [{ "DimensionKey": "t3.small", "Price": "0.17" }] }] }""" + ", " + Configurable("USD", "P365D", "Allowed", ("t3.small", "220.00")))
            + Duration("P650D")
        },
        {
            "Container contract",
            """ "ProductType": "ContainerProduct", "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "pods", "Price": "5" }] }] """,
            Pricing("Contract", Configurable("USD", "P12M", "Allowed", ("pods", "5")))
        },
        {
            "with renewal",
            """
             "ProductType": "SaaSProduct", "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "9" }] }],
             "Renewal": { "LockoutPeriod": "P30D", "AdjustmentDeadline": "P60D", "MaxRenewals": 3, "PriceIncrease": { "PercentageRange": { "MinValue": "3", "MaxValue": "10", "DefaultValue": "5.5" } } }
            """,
            Pricing("Contract", Configurable("USD", "P12M", "Allowed", ("seats", "9")))
            + Term("UpdateRenewalTerms", """{ "Type": "RenewalTerm", "LockoutPeriod": "P30D", "AdjustmentDeadline": "P60D", "MaxRenewals": 3, "PriceIncrease": { "Type": "PercentageRange", "Range": { "MinValue": "3.00", "MaxValue": "10.00", "DefaultValue": "5.50" } } }""")
        },
    };

    [Theory]
    [MemberData(nameof(Recipes))]
    public void A_recipe_becomes_its_change_set(string recipe, string terms, string changes)
    {
        var offer = Read($"{{ \"ProductId\": \"prod-example1\", {Head}, {terms} }}");
        Assert.True(OfferCheck.Of(offer, Today, release: true) is [], recipe);
        Same($"[{Opening}, {changes.TrimEnd(' ', ',')}, {Tail}]", OfferChanges.Create(offer, release: true));
    }

    [Fact]
    public void A_channel_partners_offer_takes_the_authorizations_terms_and_a_markup()
    {
        var offer = Read("""
            { "ProductType": "SaaSProduct", "ResaleAuthorizationId": "resaleauthz-1", "Name": "Resold", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "MarkupPercentage": "7.5",
              "AgreementDuration": "P12M", "AvailabilityEndDate": "2027-01-31" }
            """);
        Assert.Empty(OfferCheck.Of(offer, Today, release: true));
        Assert.Equal(
            ["CreateOfferUsingResaleAuthorization", "UpdateInformation", "UpdateTargeting", "UpdateMarkup", "UpdateValidityTerms", "UpdateAvailability", "ReleaseOffer"],
            OfferChanges.Create(offer, release: true).Select(c => c.Type));
        Assert.Equal("""{"Description":"For Example Ltd","Name":"Resold","ResaleAuthorizationId":"resaleauthz-1"}""", Encoding.UTF8.GetString(OfferChanges.Create(offer, release: true)[0].Details));
    }

    [Fact]
    public void An_offer_from_an_agreement_has_no_buyers_and_a_given_end()
    {
        var offer = Read("""
            { "ProductType": "SaaSProduct", "AgreementId": "agmt-1", "Name": "Renewed", "Description": "For Example Ltd", "AvailabilityEndDate": "2027-01-31", "AgreementEndDate": "2028-01-31",
              "FixedUpfront": { "Price": "0", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 5 }] }, "PaymentSchedule": [{ "ChargeDate": "2027-02-01", "ChargeAmount": 100 }],
              "PreExistingAgreement": { "AcquisitionChannel": "AwsMarketplace", "PricingModel": "Contract" }, "Eula": { "Type": "CustomEula", "Url": "https://example.com/eula.pdf" } }
            """);
        Assert.Empty(OfferCheck.Of(offer, Today, release: true));
        var changes = OfferChanges.Create(offer, release: false);
        Assert.Equal(["CreateReplacementOffer", "UpdateInformation", "UpdatePricingTerms", "UpdateValidityTerms", "UpdatePaymentScheduleTerms", "UpdateLegalTerms", "UpdateAvailability"], changes.Select(c => c.Type));
        Assert.Equal("""{"AgreementId":"agmt-1"}""", Encoding.UTF8.GetString(changes[0].Details));
        Assert.Equal("CreateReplacementOfferUsingResaleAuthorization", OfferChanges.Create(offer with { ResaleAuthorizationId = "r" }, release: false)[0].Type);
    }

    [Fact]
    public void After_release_only_expiry_and_duration_change_and_canceling_is_an_end_in_the_past()
    {
        Same("""[{ "ChangeType": "UpdateAvailability", "Entity": { "Type": "Offer@1.0", "Identifier": "offer-1" }, "DetailsDocument": { "AvailabilityEndDate": "2026-11-29" } }]""", [OfferChanges.Cancel("offer-1", Today)]);
        Assert.Equal(["UpdateAvailability", "UpdateValidityTerms"], OfferChanges.Extend("offer-1", Today, IsoPeriod.Parse("P24M")!.Value).Select(c => c.Type));
    }

    [Fact]
    [Trait("Row", "M-2")]
    public void A_set_has_1_to_20_changes_and_each_type_once_for_an_entity()
    {
        var change = OfferChanges.Release("offer-1");
        Assert.Throws<ArgumentException>(() => ChangeSet.Body([]));
        Assert.Throws<ArgumentException>(() => ChangeSet.Body([change, change]));
        Assert.Throws<ArgumentException>(() => ChangeSet.Body([.. Enumerable.Range(0, 21).Select(n => OfferChanges.Release($"offer-{n}"))]));
        Assert.Equal(
            """{"Catalog":"AWSMarketplace","ChangeSet":[{"ChangeType":"ReleaseOffer","DetailsDocument":{},"Entity":{"Identifier":"offer-1","Type":"Offer@1.0"}}],"ChangeSetName":"one","ClientRequestToken":"token"}""",
            Encoding.UTF8.GetString(ChangeSet.Body([change], "one", "token")));
    }

    internal static OfferDocument Read(string json)
    {
        var issues = new List<Issue>();
        var offer = OfferReader.Read(Encoding.UTF8.GetBytes(json), issues);
        Assert.True(issues.Count == 0, string.Join("\n", issues.Select(i => $"{i.Field}: {i.Rule}")));
        return offer!;
    }

    static void Same(string expected, IReadOnlyList<Change> changes)
    {
        var actual = JsonNode.Parse(ChangeSet.Body(changes))!["ChangeSet"]!;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), actual), $"{expected}\n{actual}");
    }

    static string Pricing(string model, string terms) => Change("UpdatePricingTerms", $"{{ \"PricingModel\": \"{model}\", \"Terms\": [{terms}] }}");

    static string Duration(string duration) => Term("UpdateValidityTerms", $"{{ \"Type\": \"ValidityTerm\", \"AgreementDuration\": \"{duration}\" }}");

    static string Term(string type, string term) => Change(type, $"{{ \"Terms\": [{term}] }}");

    static string Change(string type, string details) => $"{{ \"ChangeType\": \"{type}\", \"Entity\": {{ \"Type\": \"Offer@1.0\", \"Identifier\": \"$Offer.Entity.Identifier\" }}, \"DetailsDocument\": {details} }}, ";

    static string Configurable(string currency, string duration, string constraint, params (string Key, string Price)[] rates) =>
        $"{{ \"Type\": \"ConfigurableUpfrontPricingTerm\", \"CurrencyCode\": \"{currency}\", \"RateCards\": [{{ \"Selector\": {{ \"Type\": \"Duration\", \"Value\": \"{duration}\" }}, "
        + $"\"RateCard\": [{string.Join(", ", rates.Select(r => $"{{ \"DimensionKey\": \"{r.Key}\", \"Price\": \"{r.Price}\" }}"))}], "
        + $"\"Constraints\": {{ \"MultipleDimensionSelection\": \"{constraint}\", \"QuantityConfiguration\": \"{constraint}\" }} }}] }}";
}
