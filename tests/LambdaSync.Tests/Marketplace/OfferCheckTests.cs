using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Marketplace.Offers;
using Xunit;

namespace LambdaSync.Tests.Marketplace;

/// <summary>What is wrong with an offer is said before anything is sent: each rule breaks an offer that is right otherwise.</summary>
[Trait("Row", "F3")]
public sealed class OfferCheckTests
{
    static readonly DateOnly Today = new(2026, 11, 30);

    const string Contract = """
        { "ProductId": "prod-example1", "ProductType": "SaaSProduct", "Name": "Example offer", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "2027-01-31",
          "Eula": { "Type": "StandardEula", "Version": "2022-07-14" }, "RateCards": [{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "9" }] }] }
        """;

    const string Installments = """
        { "ProductId": "prod-example1", "ProductType": "SaaSProduct", "Name": "Example offer", "Description": "For Example Ltd", "BuyerAccounts": ["111122223333"], "AvailabilityEndDate": "2027-01-31",
          "Eula": { "Type": "StandardEula", "Version": "2022-07-14" }, "AgreementDuration": "P12M", "FixedUpfront": { "Price": "0", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 5 }] },
          "PaymentSchedule": [{ "ChargeDate": "2027-02-01", "ChargeAmount": "100" }],
          "Renewal": { "PriceIncrease": { "FixedPercentage": "3" }, "PaymentSchedule": [{ "ChargeDateOffset": "P0M", "ChargePercentage": "40" }, { "ChargeDateOffset": "P6M", "ChargePercentage": "60", "DayOfMonth": 15 }] } }
        """;

    [Theory]
    [InlineData(Contract)]
    [InlineData(Installments)]
    public void A_right_offer_has_no_issue(string json) => Assert.Empty(OfferCheck.Of(OfferChangesTests.Read(json), Today, release: true));

    [Theory]
    [Trait("Row", "M-12")]
    [InlineData("data-units", "^[A-Za-z0-9_]{1,15}$")]
    [InlineData("sixteen_of_these", "^[A-Za-z0-9_]{1,15}$")]
    [InlineData("unpriced", "has a price in the offer")]
    [InlineData("seats", null)]
    public void A_new_dimension_has_AWSs_form_and_stays(string key, string? wrong)
    {
        var json = System.Text.Json.Nodes.JsonNode.Parse(Contract)!;
        json["NewDimensions"] = new System.Text.Json.Nodes.JsonArray(new System.Text.Json.Nodes.JsonObject { ["Key"] = key, ["Name"] = "Seats", ["Description"] = "Of people" });
        if (key != "unpriced")
            json["RateCards"]![0]!["Rates"]![0]!["DimensionKey"] = key;
        var offer = OfferChangesTests.Read(json.ToJsonString());
        var issue = Assert.Single(OfferCheck.Of(offer, Today, release: true), i => wrong is null || i.Severity == Severity.Error);
        Assert.Contains(wrong ?? "at most 200", issue.Rule, StringComparison.Ordinal);
        if (wrong is not null)
            return;
        Assert.Equal((Severity.Warning, true), (issue.Severity, issue.Rule.Contains("stays on the product", StringComparison.Ordinal)));
        var added = Assert.Single(OfferChanges.Create(offer, release: true), c => c.Type == "AddDimensions");
        Assert.Equal(("SaaSProduct@1.0", "prod-example1"), (added.Entity, added.Identifier));
        Assert.Equal("""[{"Key":"seats","Name":"Seats","Description":"Of people","Unit":"Units","Types":["Entitled"]}]""", System.Text.Encoding.UTF8.GetString(added.Details));
    }

    [Theory]
    [Trait("Row", "M-7")]
    [InlineData("BuyerAccounts", "[\"11122223333\"]", "INVALID_BUYER_ACCOUNTS", "\"011122223333\"")]
    [InlineData("BuyerAccounts", "[\"1111-2222-3333\"]", "INVALID_BUYER_ACCOUNTS", "Ask the buyer")]
    [InlineData("BuyerAccounts", null, "MISSING_BUYER_ACCOUNTS", "")]
    [InlineData("CountryCodes", "[\"de\"]", "INVALID_COUNTRY_CODES", "")]
    [InlineData("Name", "\"a<b\"", "none of", "")]
    [InlineData("Name", null, "MISSING_NAME", "")]
    [InlineData("Description", null, "MISSING_DESCRIPTION", "")]
    [InlineData("ProductId", null, "names its product", "")]
    [InlineData("AvailabilityEndDate", "\"2026-11-29\"", "INVALID_AVAILABILITY_END_DATE", "")]
    [InlineData("AvailabilityEndDate", null, "MISSING_AVAILABILITY_END_DATE", "")]
    [InlineData("Eula", null, "MISSING_MANDATORY_TERMS", "2022-07-14")]
    [InlineData("Eula", """{ "Type": "CustomEula", "Url": "s3://bucket/eula.pdf" }""", "INVALID_LEGAL_DOCUMENTS", "presigned")]
    [InlineData("RateCards", null, "has a price", "")]
    [InlineData("RateCards", """[{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "0" }] }]""", "Every price", "ZeroPrice")]
    [InlineData("RateCards", """[{ "Duration": "P12M", "Rates": [{ "DimensionKey": "seats", "Price": "9.0001" }] }]""", "3 decimals", "")]
    [InlineData("RateCards", """[{ "Duration": "P12M", "Rates": [{ "DimensionKey": "a", "Price": "1" }, { "DimensionKey": "a", "Price": "2" }] }]""", "DUPLICATE_DIMENSION_KEYS", "")]
    [InlineData("RateCards", """[{ "Duration": "P12M", "Rates": [{ "DimensionKey": "a", "Price": "1" }] }, { "Duration": "P12M", "Rates": [{ "DimensionKey": "a", "Price": "1" }] }]""", "DUPLICATE_SELECTORS", "")]
    [InlineData("CurrencyCode", "\"CHF\"", "INVALID_CURRENCY_CODE", "")]
    [InlineData("AgreementDuration", "\"P12M\"", "MISSING_AGREEMENT_START_DATE", "Remove")]
    [InlineData("AgreementEndDate", "\"2028-01-01\"", "MISSING_AGREEMENT_START_DATE", "")]
    [InlineData("AgreementStartDate", "\"2027-01-31\"", "INVALID_AGREEMENT_START_DATE", "")]
    [InlineData("AgreementStartDate", "\"2029-12-01\"", "three years", "")]
    [InlineData("PaymentDuePeriod", "\"P31D\"", "INVALID_PAYMENT_DUE_PERIOD", "")]
    [InlineData("RefundPolicy", "\" None\"", "no blank", "")]
    [InlineData("MarkupPercentage", "\"5\"", "INVALID_MARKUP_PERCENTAGE", "")]
    [InlineData("PaymentSchedule", """[{ "ChargeDate": "2027-02-01", "ChargeAmount": "100" }]""", "MISSING_MANDATORY_TERMS", "FixedUpfront")]
    [InlineData("FixedUpfront", """{ "Price": "1", "Grants": [{ "DimensionKey": "a", "MaxQuantity": 1 }] }""", "one fixed price", "")]
    [InlineData("Renewal", """{ "PriceIncrease": { "PercentageRange": { "MinValue": "3", "MaxValue": "10", "DefaultValue": "5" } } }""", "MISSING_ADJUSTMENT_DEADLINE", "")]
    [InlineData("Renewal", """{ "AdjustmentDeadline": "P60D", "PriceIncrease": { "FixedPercentage": "3" } }""", "Only a price range", "")]
    [InlineData("Renewal", """{ "LockoutPeriod": "P60D", "AdjustmentDeadline": "P60D", "PriceIncrease": { "PercentageRange": { "MinValue": "3", "MaxValue": "10", "DefaultValue": "5" } } }""", "one day longer", "P61D")]
    [InlineData("Renewal", """{ "AdjustmentDeadline": "P60D", "PriceIncrease": { "PercentageRange": { "MinValue": "3", "MaxValue": "3", "DefaultValue": "3" } } }""", "INVALID_PERCENTAGE_RANGE", "")]
    [InlineData("Renewal", """{ "LockoutPeriod": "P1M", "PriceIncrease": { "FixedPercentage": "3" } }""", "INVALID_LOCKOUT_PERIOD", "")]
    [InlineData("Renewal", """{ "PriceIncrease": { "FixedPercentage": "100.001" } }""", "0.00 to 100.00", "")]
    public void A_contract_is_refused(string member, string? value, string rule, string fix) => Refused(Contract, member, value, rule, fix);

    [Theory]
    [InlineData("FixedUpfront", """{ "Price": "5", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 5 }] }""", "fixed price is 0", "")]
    [InlineData("FixedUpfront", """{ "Price": "0", "Duration": "P12M", "Grants": [{ "DimensionKey": "seats", "MaxQuantity": 5 }] }""", "INVALID_DURATION", "")]
    [InlineData("PaymentSchedule", null, "beside a payment schedule", "")]
    [InlineData("PaymentSchedule", """[{ "ChargeDate": "2027-02-01", "ChargeAmount": "0" }]""", "Every charge", "ZeroPrice")]
    [InlineData("PaymentSchedule", """[{ "ChargeDate": "2027-12-01", "ChargeAmount": "100" }]""", "INVALID_CHARGE_DATES", "")]
    [InlineData("PaymentSchedule", """[{ "ChargeDate": "2027-01-01", "ChargeAmount": "100" }, { "ChargeDate": "2027-01-02", "ChargeAmount": "100" }]""", "TOO_MANY_BACKDATED_CHARGES", "")]
    [InlineData("AgreementDuration", null, "needs one", "AgreementDuration")]
    [InlineData("Renewal", """{ "PriceIncrease": { "FixedPercentage": "3" } }""", "MISSING_PAYMENT_SCHEDULE_TERM_TEMPLATE", "Add")]
    [InlineData("Renewal", """{ "PriceIncrease": { "FixedPercentage": "3" }, "PaymentSchedule": [{ "ChargeDateOffset": "P0M", "ChargePercentage": "99.99" }] }""", "exactly 100", "")]
    [InlineData("Renewal", """{ "PriceIncrease": { "FixedPercentage": "3" }, "PaymentSchedule": [{ "ChargeDateOffset": "P0M", "ChargePercentage": "50" }, { "ChargeDateOffset": "P90D", "ChargePercentage": "50" }] }""", "all in days", "")]
    [InlineData("Renewal", """{ "PriceIncrease": { "FixedPercentage": "3" }, "PaymentSchedule": [{ "ChargeDateOffset": "P0D", "ChargePercentage": "100", "DayOfMonth": 3 }] }""", "INVALID_DAY_OF_MONTH", "")]
    [InlineData("Renewal", """{ "LockoutPeriod": "P365D", "PriceIncrease": { "FixedPercentage": "3" }, "PaymentSchedule": [{ "ChargeDateOffset": "P0D", "ChargePercentage": "100" }] }""", "shorter than the agreement", "")]
    public void Installments_are_refused(string member, string? value, string rule, string fix) => Refused(Installments, member, value, rule, fix);

    [Fact]
    public void An_AMIs_agreement_outlasts_the_offer_and_the_longest_price()
    {
        var offer = OfferChangesTests.Read("""
            { "ProductId": "prod-example1", "ProductType": "AmiProduct", "AvailabilityEndDate": "2027-01-31", "AgreementDuration": "P427D", "UsageRates": [{ "DimensionKey": "a", "Price": "1" }],
              "RateCards": [{ "Duration": "P365D", "Rates": [{ "DimensionKey": "a", "Price": "1" }] }] }
            """);
        Assert.Contains("past 2028-01-31", Assert.Single(OfferCheck.Of(offer, Today, release: false)).Rule, StringComparison.Ordinal);
        Assert.Empty(OfferCheck.Of(offer with { AgreementDuration = new(428, 'D') }, Today, release: false));
    }

    [Fact]
    public void Twenty_six_buyers_are_a_warning_because_AWSs_pages_differ_and_more_are_an_error()
    {
        var offer = OfferChangesTests.Read(Contract);
        Issue Of(int count) => Assert.Single(OfferCheck.Of(offer with { BuyerAccounts = [.. Enumerable.Range(0, count).Select(n => (100_000_000_000 + n).ToString(System.Globalization.CultureInfo.InvariantCulture))] }, Today, release: true));
        Assert.Equal(Severity.Warning, Of(26).Severity);
        Assert.Equal(Severity.Error, Of(27).Severity);
    }

    [Fact]
    public void Prices_per_use_are_in_dollars()
    {
        var offer = OfferChangesTests.Read(Contract) with { UsageRates = [new("over", 0.123456789m)], CurrencyCode = "EUR" };
        Assert.Equal(["CurrencyCode", "UsageRates[0].Price"], OfferCheck.Of(offer, Today, release: true).Select(i => i.Field));
    }

    [Theory]
    [InlineData("""{ "ProductType": "SaaSProduct", "Prise": 1 }""", "Prise")]
    [InlineData("""{ "ProductType": "Saas" }""", "ProductType")]
    [InlineData("""{ "ProductType": "SaaSProduct", "BuyerAccounts": [111122223333] }""", "BuyerAccounts[0]")]
    [InlineData("""{ "ProductType": "SaaSProduct", "AvailabilityEndDate": "31.01.2027" }""", "AvailabilityEndDate")]
    [InlineData("""{ "ProductType": "SaaSProduct", "AgreementDuration": "12 months" }""", "AgreementDuration")]
    [InlineData("""{ "ProductType": "SaaSProduct", "UsageRates": [{ "DimensionKey": "a", "Price": "1,000.00" }] }""", "UsageRates[0].Price")]
    [InlineData("""{ "ProductType": "SaaSProduct", "UsageRates": [{ "DimensionKey": "a", "Price": 1e-8 }] }""", "UsageRates[0].Price")]
    [InlineData("""{ "ProductType": "SaaSProduct", "Eula": { "Type": "CustomEula" } }""", "Eula")]
    [InlineData("""{ "ProductType": "SaaSProduct", "Renewal": { "PriceIncrease": {} } }""", "Renewal.PriceIncrease")]
    [InlineData("""{ "ProductType": "SaaSProduct" """, null)]
    [InlineData("""{ "ProductType": "SaaSProduct", "Name": "\ud800" }""", null)]
    public void What_is_wrong_with_a_document_is_named_by_its_place(string json, string? place)
    {
        var issues = new List<Issue>();
        Assert.Null(OfferReader.Read(Encoding.UTF8.GetBytes(json), issues));
        Assert.Contains(issues, i => i.Code == IssueCodes.OfferInvalid && i.Field == place);
    }

    static void Refused(string right, string member, string? value, string rule, string fix)
    {
        var json = JsonNode.Parse(right)!.AsObject();
        json.Remove(member);
        if (value is not null)
            json[member] = JsonNode.Parse(value);
        var issues = OfferCheck.Of(OfferChangesTests.Read(json.ToJsonString()), Today, release: true);
        Assert.True(issues.Any(i => i.Severity == Severity.Error && i.Rule.Contains(rule, StringComparison.Ordinal) && i.Fix.Contains(fix, StringComparison.Ordinal)), string.Join("\n", issues.Select(i => $"{i.Rule} {i.Fix}")));
    }
}
