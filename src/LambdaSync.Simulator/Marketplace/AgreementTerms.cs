using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>An offer's terms as an agreement's accepted terms: the other API's spelling and its times as seconds.</summary>
static class AgreementTerms
{
    public static JsonArray Of(MarketEntity offer) => new([.. offer.Terms.OfType<JsonObject>().Select((term, i) => Accepted(term, $"term-{offer.Id}-{i + 1}"))]);

    /// <summary>What the buyer pays in all, as far as the terms say it.</summary>
    public static (decimal Value, string Currency) Value(MarketEntity offer)
    {
        var (plan, price) = (offer.Term("PaymentScheduleTerm"), offer.Term("FixedUpfrontPricingTerm"));
        var value = plan is not null ? PlanRules.Charges(plan).Sum(c => c.Amount) : price is not null ? Number(price["Price"]) : offer.Term("ConfigurableUpfrontPricingTerm")?["RateCards"]?[0]?["RateCard"]?[0]?["Price"] is { } first ? Number(first) : 0;
        var currency = offer.Terms.OfType<JsonObject>().Select(t => t["CurrencyCode"]?.GetValue<string>()).FirstOrDefault(c => c is not null);
        return (value, currency ?? "USD");
    }

    static decimal Number(JsonNode? text) => decimal.Parse(text!.GetValue<string>(), CultureInfo.InvariantCulture);

    static JsonObject Accepted(JsonObject term, string id)
    {
        var type = term["Type"]!.GetValue<string>();
        var accepted = Spelled(term).AsObject();
        accepted["id"] = id;
        if (type == "RenewalTerm")
            Renewal(accepted);
        if (type == "ConfigurableUpfrontPricingTerm")
            accepted["configuration"] = new JsonObject { ["selectorValue"] = accepted["rateCards"]![0]!["selector"]!["value"]!.DeepClone(), ["dimensions"] = new JsonArray(new JsonObject { ["dimensionKey"] = accepted["rateCards"]![0]!["rateCard"]![0]!["dimensionKey"]!.DeepClone(), ["dimensionValue"] = 1 }) };
        return new JsonObject { [Small(type)] = accepted };
    }

    // The newest model: priceIncrease and termTemplates are unions, the buyer's choice is a configuration.
    static void Renewal(JsonObject accepted)
    {
        accepted["configuration"] = new JsonObject { ["enableAutoRenew"] = true };
        if (accepted["priceIncrease"] is JsonObject increase)
        {
            accepted["priceIncrease"] = increase["range"] is { } range
                ? new JsonObject { ["percentageRange"] = range.DeepClone() }
                : new JsonObject { ["fixedPercentage"] = new JsonObject { ["value"] = increase["value"]?.DeepClone() } };
        }

        if (accepted["termTemplates"] is JsonArray templates)
            accepted["termTemplates"] = new JsonArray([.. templates.Select(t => new JsonObject { ["paymentScheduleTermTemplate"] = new JsonObject { ["schedule"] = t!["schedule"]!.DeepClone() } })]);
    }

    static JsonNode Spelled(JsonNode json, string name = "") => json switch
    {
        JsonObject members => new JsonObject(members.Where(m => m.Value is not null).Select(m => KeyValuePair.Create(Small(m.Key), (JsonNode?)Spelled(m.Value!, m.Key)))),
        JsonArray items => new JsonArray([.. items.Select(i => i is null ? null : Spelled(i))]),
        _ when name is "ChargeDate" or "AgreementStartDate" or "AgreementEndDate" =>
            JsonValue.Create(Days.Epoch(DateTimeOffset.Parse(json.GetValue<string>(), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal))),
        _ => json.DeepClone(),
    };

    static string Small(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
