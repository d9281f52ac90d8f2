using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Sync.Outbound;

/// <summary>What AWS's API model demands of a lead context (shapes LeadContext, LeadCustomer, LeadInteraction, LeadContact).</summary>
static class LeadRules
{
    // Nothing of a lead is of a list: industry, country and the qualification status are free text.
    static readonly (string Path, int Max)[] Lengths =
    [
        ("QualificationStatus", 255), ("Customer.CompanyName", 120), ("Customer.Industry", 255), ("Customer.WebsiteUrl", 255), ("Customer.AwsMaturity", 255),
        ("Customer.MarketSegment", 255), ("Customer.Address.City", 255), ("Customer.Address.CountryCode", 10), ("Customer.Address.PostalCode", 20), ("Customer.Address.StateOrRegion", 255),
        ("LatestInteraction.BusinessProblem", 2000), ("LatestInteraction.CustomerAction", 255), ("LatestInteraction.SourceId", 255), ("LatestInteraction.SourceName", 255),
        ("LatestInteraction.SourceType", 255), ("LatestInteraction.Usecase", 255), ("Contacts[0].BusinessTitle", 255), ("Contacts[0].Email", 255), ("Contacts[0].FirstName", 80),
        ("Contacts[0].LastName", 80), ("Contacts[0].Phone", 255),
    ];

    static readonly string[] RequiredOfContact = ["BusinessTitle", "Email", "FirstName", "LastName"];

    /// <param name="lead">The lead once AWS has taken the request.</param>
    /// <param name="before">The lead as AWS has it; empty: AWS does not have it.</param>
    public static IEnumerable<Issue> Check(JsonObject lead, JsonObject before)
    {
        var isNew = before.Count == 0;
        foreach (var (path, max) in Lengths.Where(rule => isNew || rule.Path is "QualificationStatus" || rule.Path.StartsWith("Customer.", StringComparison.Ordinal)))
        {
            // A value that AWS has goes back as AWS has it, whatever the rule says of it.
            if (At(lead, path) is { } value && value != At(before, path) && value.Length > max)
            {
                yield return Issue.Error(
                    IssueCodes.TooLong, "lead:" + path, value, string.Create(CultureInfo.InvariantCulture, $"AWS takes at most {max} characters, and these are {value.Length}"), "shorten the value in the CRM");
            }
        }

        if (At(lead, "Customer.CompanyName") is not { Length: > 0 })
            yield return Required("Customer.CompanyName");
        if (!isNew && At(before, "QualificationStatus") is { Length: > 0 } had && At(lead, "QualificationStatus") is not { Length: > 0 })
            yield return Issue.Error(IssueCodes.Required, "lead:QualificationStatus", null, $"a lead that has a qualification status ({had}) keeps one: AWS takes no empty one", "enter a status in the CRM");
        foreach (var name in isNew ? RequiredOfContact : [])
        {
            if (At(lead, "Contacts[0]." + name) is not { Length: > 0 })
                yield return Required("Contacts[0]." + name);
        }
    }

    static Issue Required(string path) => Issue.Error(IssueCodes.Required, "lead:" + path, null, "AWS requires this value of a lead", "enter it in the CRM");

    static string? At(JsonObject lead, string path)
    {
        JsonNode? node = lead;
        foreach (var step in path.Split('.'))
            node = step == "Contacts[0]" ? (node?["Contacts"] as JsonArray)?.FirstOrDefault() : (node as JsonObject)?[step];
        return LeadBody.Text(node);
    }
}
