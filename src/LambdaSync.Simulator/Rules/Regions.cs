using System.Text.Json.Nodes;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>States of the United States by AWS's names, and countries whose addresses have no postal code (standard values of the field sheet).</summary>
static class Regions
{
    static readonly string[] States =
    [
        "Alabama", "Alaska", "American Samoa", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Dist. of Columbia", "Federated States of Micronesia", "Florida",
        "Georgia", "Guam", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Marshall Islands", "Maryland", "Massachusetts", "Michigan",
        "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "New Hampshire", "New Jersey", "New Mexico", "New York", "North Carolina", "North Dakota",
        "Northern Mariana Islands", "Ohio", "Oklahoma", "Oregon", "Palau", "Pennsylvania", "Puerto Rico", "Rhode Island", "South Carolina", "South Dakota", "Tennessee", "Texas", "Utah",
        "Vermont", "Virginia", "Virgin Islands", "Washington", "West Virginia", "Wisconsin", "Wyoming", "APO/AE", "AFO/FPO", "FPO, AP",
    ];

    static readonly string[] WithoutPostalCode =
    [
        "AE", "AG", "AN", "AO", "AW", "BF", "BI", "BJ", "BO", "BQ", "BS", "BW", "BZ", "CF", "CG", "CI", "CK", "CM", "CW", "DJ", "DM", "ER", "FJ", "GD", "GH", "GM", "GQ", "GY", "HK", "HM",
        "KI", "KM", "KN", "LY", "ML", "MO", "MR", "MW", "NR", "NU", "QA", "RW", "SB", "SC", "SH", "SL", "SR", "ST", "SY", "TF", "TG", "TK", "TL", "TO", "TV", "UG", "VU", "YE", "ZW",
    ];

    public static bool HasPostalCode(string? country) => !WithoutPostalCode.Contains(country);

    /// <summary>AWS drops the region of other countries, and says nothing of it (seen by integrators).</summary>
    public static void DropUnknown(JsonObject body)
    {
        if (Address(body) is { } address && address["CountryCode"]?.GetValue<string>() is { } country && country != "US")
            address.Remove("StateOrRegion");
    }

    /// <summary>A state of the United States has AWS's full name: "Dist. of Columbia", not "DC".</summary>
    public static IEnumerable<FieldError> Check(JsonObject body)
    {
        if (Address(body) is { } address && address["CountryCode"]?.GetValue<string>() == "US"
            && address["StateOrRegion"]?.GetValue<string>() is { Length: > 0 } state && !States.Contains(state, StringComparer.Ordinal))
            yield return new FieldError("Customer.Account.Address.StateOrRegion", "INVALID_ENUM_VALUE", $"'{state}' is no state of the published list.");
    }

    static JsonObject? Address(JsonObject body) => ((body["Customer"] as JsonObject)?["Account"] as JsonObject)?["Address"] as JsonObject;
}
