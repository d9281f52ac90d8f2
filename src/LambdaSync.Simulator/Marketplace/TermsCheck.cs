using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>The form of pricing, payment schedule and legal terms: sizes, currencies, decimals (work-with-private-offers, work-with-resale-authorizations).</summary>
sealed class TermsCheck(DetailsCheck check)
{
    static readonly string[] Currencies = ["USD", "AUD", "EUR", "GBP", "JPY", "INR"];
    static readonly string[] Models = ["Contract", "Usage", "Byol", "Free"];

    /// <summary>Digits without a sign, with at most so many decimals.</summary>
    public static bool IsAmount(string? text, int decimals) =>
        text is { Length: > 0 and < 30 } && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out _) && (text.IndexOf('.', StringComparison.Ordinal) is var point && (point < 0 || text.Length - point - 1 <= decimals));

    public void Pricing(JsonObject details)
    {
        if (check.Text(details, "PricingModel", 20, required: true) is { } model && !Models.Contains(model))
            check.Fail("PricingModel", $"PricingModel takes one of {string.Join(", ", Models)}.");
        var terms = check.Objects(details, "Terms", 1, 10);
        for (var i = 0; i < terms.Count; i++)
            Term(terms[i], $"Terms[{i}].");
    }

    public void Plan(IReadOnlyList<JsonObject> terms)
    {
        foreach (var term in terms)
        {
            Currency(term, Currencies, "Terms[0].");
            foreach (var charge in check.Objects(term, "Schedule", 1, check.IsResale ? 60 : 100, path: "Terms[0]."))
            {
                if (check.Text(charge, "ChargeDate", 10, required: true, "Terms[0].Schedule.") is { } day && Days.Parse(day) is null)
                    check.Fail("Terms[0].Schedule.ChargeDate", "ChargeDate is a day, YYYY-MM-DD.");
                Amount(charge, "ChargeAmount", 2, "Terms[0].Schedule.");
            }
        }
    }

    public void Legal(JsonObject details)
    {
        string[] types = check.IsResale ? ["BuyerLegalTerm", "ResaleLegalTerm"] : ["LegalTerm"];
        string[] documents = check.IsResale ? ["StandardEula", "EnterpriseEula", "CustomEula", "StandardResellerContract", "CustomResellerContract"] : ["StandardEula", "CustomEula"];
        foreach (var term in check.Objects(details, "Terms", 1, types.Length))
        {
            if (check.Text(term, "Type", 50, required: true, "Terms.") is { } type && !types.Contains(type))
                check.Fail("Terms.Type", $"Type is {string.Join(" or ", types)}.");
            foreach (var document in check.Objects(term, "Documents", 1, 10, path: "Terms."))
            {
                var kind = check.Text(document, "Type", 50, required: true, "Terms.Documents.");
                if (kind is not null && !documents.Contains(kind))
                    check.Fail("Terms.Documents.Type", $"Type takes one of {string.Join(", ", documents)}.");
                if (kind is "CustomEula" or "CustomResellerContract")
                    check.Text(document, "Url", 4096, required: true, "Terms.Documents.");
                if (kind is "StandardEula" && check.Text(document, "Version", 10, required: true, "Terms.Documents.") is { } version && version is not ("2019-04-24" or "2022-07-14"))
                    check.Fail("Terms.Documents.Version", "Version is one of the Standard Contract's: 2019-04-24, 2022-07-14.");
            }
        }
    }

    void Term(JsonObject term, string path)
    {
        var type = check.Text(term, "Type", 60, required: true, path);
        if (type is null)
            return;
        if (check.IsResale != type.StartsWith("Resale", StringComparison.Ordinal))
        {
            check.Fail(path + "Type", check.IsResale ? "Terms of a resale authorization begin with Resale." : "Terms of an offer do not begin with Resale.");
            return;
        }

        switch (check.IsResale ? type["Resale".Length..] : type)
        {
            case "UsageBasedPricingTerm":
                Currency(term, ["USD"], path);
                foreach (var card in check.Objects(term, "RateCards", 1, 1, path: path))
                    Rates(card, 8, path);
                break;
            case "ConfigurableUpfrontPricingTerm":
                Currency(term, Currencies, path);
                Cards(term, path);
                break;
            case "FixedUpfrontPricingTerm":
                Currency(term, Currencies, path);
                Amount(term, "Price", check.IsResale ? 6 : 3, path);
                foreach (var grant in check.Objects(term, "Grants", 1, 200, required: false, path))
                    Grant(grant, path);
                break;
            case "RecurringPaymentTerm":
                Currency(term, ["USD"], path);
                check.Text(term, "BillingPeriod", 20, required: true, path);
                Amount(term, "Price", check.IsResale ? 6 : 3, path);
                break;
            case "FreeTrialPricingTerm":
                check.Text(term, "Duration", 10, required: true, path);
                foreach (var grant in check.Objects(term, "Grants", 1, 800, path: path))
                    check.Text(grant, "DimensionKey", 100, required: true, path + "Grants.");
                break;
            case "ByolPricingTerm":
                break;
            default:
                check.Fail(path + "Type", $"{type} is no pricing term.");
                break;
        }
    }

    void Cards(JsonObject term, string path)
    {
        var cards = check.Objects(term, "RateCards", 1, 5, path: path);
        foreach (var card in cards)
        {
            Rates(card, check.IsResale ? 6 : 3, path);
            if (card["Selector"] is not JsonObject selector || selector["Type"]?.ToJsonString() != "\"Duration\"")
                check.Fail(path + "RateCards.Selector", "Selector has Type Duration and a Value.");
            else
                check.Text(selector, "Value", 10, required: true, path + "RateCards.Selector.");
            if (card["Constraints"] is not JsonObject limits || limits["MultipleDimensionSelection"]?.ToJsonString() is not ("\"Allowed\"" or "\"Disallowed\"") || limits["QuantityConfiguration"]?.ToJsonString() is not ("\"Allowed\"" or "\"Disallowed\""))
                check.Fail(path + "RateCards.Constraints", "MultipleDimensionSelection and QuantityConfiguration take Allowed or Disallowed.");
            else if (limits["MultipleDimensionSelection"]!.ToJsonString() != limits["QuantityConfiguration"]!.ToJsonString())
                check.Fail(path + "RateCards.Constraints", "MultipleDimensionSelection and QuantityConfiguration are the same.");
        }

        if (cards.Select(c => c["Constraints"]?.ToJsonString()).Distinct().Count() > 1)
            check.Fail(path + "RateCards.Constraints", "All rate cards have the same constraints.");
    }

    void Rates(JsonObject card, int decimals, string path)
    {
        foreach (var rate in check.Objects(card, "RateCard", 1, 800, path: path + "RateCards."))
        {
            check.Text(rate, "DimensionKey", check.IsResale ? 60 : 100, required: true, path + "RateCards.RateCard.");
            Amount(rate, "Price", decimals, path + "RateCards.RateCard.");
        }
    }

    void Grant(JsonObject grant, string path)
    {
        check.Text(grant, "DimensionKey", check.IsResale ? 60 : 100, required: true, path + "Grants.");
        if (grant["MaxQuantity"] is { } quantity && !(quantity is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.TryGetValue<int>(out var whole) && whole > 0))
            check.Fail(path + "Grants.MaxQuantity", "MaxQuantity is a whole number above 0.");
    }

    void Currency(JsonObject term, string[] codes, string path)
    {
        if (check.Text(term, "CurrencyCode", 3, required: true, path) is { } code && !codes.Contains(code))
            check.Fail(path + "CurrencyCode", $"CurrencyCode takes one of {string.Join(", ", codes)}.");
    }

    void Amount(JsonObject json, string name, int decimals, string path)
    {
        if (check.Text(json, name, 30, required: true, path) is { } text && !IsAmount(text, decimals))
            check.Fail(path + name, $"{name} is a number that is not negative, with at most {decimals} decimals.");
    }
}
