using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>What the API reference says of single members, beyond type and length.</summary>
static class FieldRules
{
    // API_Marketing and field sheet: these say more of a marketing activity, and are empty without one.
    static readonly string[] OfMarketingActivity = ["CampaignName", "UseCases", "Channels", "AwsFundingUsed"];

    /// <summary>Members beside a value that does not allow them, values of no published list, members that have to be there.</summary>
    /// <param name="before">The record before the update; null: it is created.</param>
    public static IEnumerable<FieldError> Check(Opportunity? before, JsonObject body, Readings readings) =>
        [.. Project(body), .. Marketing(before, body, readings), .. Regions.Check(body), .. readings.PredefinedLists ? PredefinedLists.Check(body) : []];

    static IEnumerable<FieldError> Project(JsonObject body)
    {
        // API_Project, OtherCompetitorNames: only with the competitor "*Other".
        if (body["Project"] is JsonObject project && project["OtherCompetitorNames"]?.GetValue<string>() is { Length: > 0 } && project["CompetitorName"]?.GetValue<string>() != "*Other")
            yield return FieldError.NotPermitted("Project.OtherCompetitorNames", "OtherCompetitorNames is allowed when CompetitorName is *Other.");
        // API_CreateOpportunity, NationalSecurity: yes only in the industry Government. National security needs no industry (field sheet).
        if (body["NationalSecurity"]?.GetValue<string>() == "Yes" && ((body["Customer"] as JsonObject)?["Account"] as JsonObject)?["Industry"]?.GetValue<string>() is { } industry && industry != "Government")
            yield return FieldError.Invalid("NationalSecurity", "NationalSecurity is Yes only when the customer's industry is Government.");
    }

    static IEnumerable<FieldError> Marketing(Opportunity? before, JsonObject body, Readings readings)
    {
        var marketing = body["Marketing"] as JsonObject ?? [];
        var source = marketing["Source"]?.GetValue<string>();
        // Where action is required the source is closed, so it can't be asked for.
        if (source is null && readings.MarketingSource == MarketingSource.Always && before?.ReviewStatus != ReviewRules.ActionRequired)
            yield return FieldError.Required("Marketing.Source");
        if (source == "None")
        {
            foreach (var name in OfMarketingActivity.Where(n => marketing[n] is not (null or JsonArray { Count: 0 })))
                yield return FieldError.Invalid("Marketing." + name, $"{name} has to be empty when Source is None.");
        }

        if (source != "None" && marketing["AwsFundingUsed"]?.GetValue<string>() == "No" && marketing["UseCases"] is JsonArray { Count: > 0 })
            yield return FieldError.Invalid("Marketing.UseCases", "UseCases has to be empty when AwsFundingUsed is No.");
    }
}
