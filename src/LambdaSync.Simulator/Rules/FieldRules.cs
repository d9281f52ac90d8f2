using System.Text.Json.Nodes;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>What the API reference says of single members, beyond type and length.</summary>
static class FieldRules
{
    /// <exception cref="AwsError">A member stands beside a value that does not allow it.</exception>
    public static void Check(JsonObject body)
    {
        var errors = new List<FieldError>();
        // API_Project, OtherCompetitorNames: only with the competitor "*Other".
        if (body["Project"] is JsonObject project && project["OtherCompetitorNames"]?.GetValue<string>() is { Length: > 0 } && project["CompetitorName"]?.GetValue<string>() != "*Other")
            errors.Add(FieldError.NotPermitted("Project.OtherCompetitorNames", "OtherCompetitorNames is allowed when CompetitorName is *Other."));
        // API_CreateOpportunity, NationalSecurity: yes only in the industry Government. National security needs no industry (field sheet).
        if (body["NationalSecurity"]?.GetValue<string>() == "Yes" && ((body["Customer"] as JsonObject)?["Account"] as JsonObject)?["Industry"]?.GetValue<string>() is { } industry && industry != "Government")
            errors.Add(FieldError.Invalid("NationalSecurity", "NationalSecurity is Yes only when the customer's industry is Government."));
        if (errors.Count > 0)
            throw AwsError.Refused([.. errors]);
    }
}
