using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Several currencies: every record has a CurrencyIsoCode, and a change of it alone converts nothing. USD is the corporate one; a currency that is not active can't be chosen.</summary>
static class Currencies
{
    static readonly (string Code, decimal Rate, bool IsActive)[] All = [("USD", 1, true), ("EUR", 0.9m, true), ("GBP", 0.8m, true), ("JPY", 150, false)];

    /// <summary>The switch: adds the field to all objects with records of their own, and CurrencyType.</summary>
    public static void Enable(Organization organization)
    {
        organization.Settings.HasMultipleCurrencies = true;
        foreach (var model in organization.Schema.All.Where(model => model is { IsTooling: false, IsEvent: false } && model.Name is not ("Organization" or "RecordType" or "User" or "Group" or "EventRelayFeedback")).ToList())
        {
            model.Fields["CurrencyIsoCode"] = SchemaReader.Field(new JsonObject
            {
                ["name"] = "CurrencyIsoCode",
                ["label"] = "Currency ISO Code",
                ["type"] = "picklist",
                ["length"] = 3,
                ["restricted"] = true,
                ["values"] = new JsonArray([.. All.Select(currency => (JsonNode)((currency.Code == "USD" ? "*" : currency.IsActive ? "" : "-") + currency.Code))]),
            });
            foreach (var row in organization.Table(model.Name))
                row.Values["CurrencyIsoCode"] = "USD";
            organization.Schema.Touch(model);
        }

        organization.Schema.Add(SchemaReader.Object("CurrencyType", new JsonObject
        {
            ["prefix"] = "01L",
            ["fields"] = new JsonArray(ReadOnly("IsoCode", "string"), ReadOnly("ConversionRate", "double"), ReadOnly("IsActive", "boolean"), ReadOnly("IsCorporate", "boolean")),
        }, organization.Schema.RecordTypeIds));
        foreach (var (code, rate, isActive) in All)
            FirstRecords.Add(organization, "CurrencyType", new() { ["IsoCode"] = code, ["ConversionRate"] = rate, ["IsActive"] = isActive, ["IsCorporate"] = code == "USD" });
        organization.Schema.Touch(organization.Schema["CurrencyType"]);
    }

    static JsonObject ReadOnly(string name, string type) => new() { ["name"] = name, ["type"] = type, ["createable"] = false, ["updateable"] = false };
}
