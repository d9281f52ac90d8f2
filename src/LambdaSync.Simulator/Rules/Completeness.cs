using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>
/// What a record needs before AWS takes it for review: "opportunities in the Pending Submission state must have complete details" (operation text
/// of CreateOpportunity). Which those are the field sheet says (columns "Mandatory" and "Conditionally Mandatory" of inbound fields).
/// </summary>
static class Completeness
{
    /// <summary>Every member that is missing, in the model's spelling.</summary>
    /// <param name="involvement">Co-Sell, or For Visibility Only.</param>
    public static IEnumerable<FieldError> Missing(Opportunity opportunity, Readings readings, string involvement)
    {
        var body = opportunity.Body;
        return
        [
            .. Customer(body), .. Project(opportunity),
            .. Needed(body, "OpportunityType"), .. Needed(body, "LifeCycle.TargetCloseDate"),
            .. involvement == "Co-Sell" ? Needed(body, "PrimaryNeedsFromAws") : [],
            .. readings.MarketingSource != MarketingSource.Optional ? Needed(body, "Marketing.Source") : [],
            .. Text(body, "Marketing.Source") == "Marketing Activity" ? Needed(body, "Marketing.AwsFundingUsed") : [],
        ];
    }

    // The customer of a national security project is not named; such a project is in the United States.
    static IEnumerable<FieldError> Customer(JsonObject body)
    {
        const string Account = "Customer.Account.";
        var secret = Text(body, "NationalSecurity") == "Yes";
        var country = Text(body, Account + "Address.CountryCode");
        return
        [
            .. secret ? [] : Needed(body, Account + "CompanyName"), .. secret ? [] : Needed(body, Account + "WebsiteUrl"),
            .. Needed(body, Account + "Industry"), .. Needed(body, Account + "Address.CountryCode"),
            .. Text(body, Account + "Industry") == "Other" ? Needed(body, Account + "OtherIndustry") : [],
            .. Regions.HasPostalCode(country) ? Needed(body, Account + "Address.PostalCode") : [],
            .. country == "US" && !secret ? Needed(body, Account + "Address.StateOrRegion") : [],
        ];
    }

    static IEnumerable<FieldError> Project(Opportunity opportunity)
    {
        var body = opportunity.Body;
        var other = opportunity.Related.TryGetValue("Solutions", out var solutions) && solutions.Contains(Solution.Other);
        return
        [
            .. Needed(body, "Project.Title"), .. Needed(body, "Project.CustomerBusinessProblem"), .. Needed(body, "Project.CustomerUseCase"), .. Needed(body, "Project.DeliveryModels"),
            .. Needed(body, "Project.SalesActivities"), .. Needed(body, "Project.ExpectedCustomerSpend"), .. Amount(body),
            .. Text(body, "OpportunityType") == "Flat Renewal" ? Needed(body, "Project.RelatedOpportunityIdentifier") : [],
            .. other ? Needed(body, "Project.OtherSolutionDescription") : [],
        ];
    }

    // Field sheet, expectedMonthlyAwsRevenue: "greater than 0".
    static IEnumerable<FieldError> Amount(JsonObject body)
    {
        if (At(body, "Project.ExpectedCustomerSpend") is JsonArray { Count: > 0 } entries && !entries.Any(e => e?["Amount"]?.GetValue<string>() is { Length: > 0 } amount
            && decimal.Parse(amount.TrimEnd('.'), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture) > 0))
            yield return FieldError.Invalid("project.expectedCustomerSpend.amount", "Amount has to be greater than 0");
    }

    static IEnumerable<FieldError> Needed(JsonObject body, string path)
    {
        if (At(body, path) is null or JsonArray { Count: 0 } || Text(body, path) is "")
            yield return FieldError.Required(path);
    }

    static string? Text(JsonObject body, string path) => At(body, path) is JsonValue value ? value.GetValue<string>() : null;

    static JsonNode? At(JsonObject body, string path) => path.Split('.').Aggregate((JsonNode?)body, (node, name) => (node as JsonObject)?[name]);
}
