using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Soql;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Duplicate rules: one that alerts refuses unless <c>allowSave=true</c>, one that blocks always refuses.</summary>
static class DuplicateRules
{
    // before: null of a new record. An edit counts only where a matching field changes.
    public static void Check(Organization organization, Row row, Dictionary<string, object>? before, SaveOptions options)
    {
        foreach (var rule in organization.Customization.Duplicates.Where(rule => rule.Object.Equals(row.Model.Name, StringComparison.OrdinalIgnoreCase)))
        {
            if (!rule.IsBlock && options.AllowsDuplicates || before is not null && rule.Fields.All(name => Equals(before.GetValueOrDefault(name), row[name])))
                continue;
            var matches = organization.Table(row.Model.Name).Where(other => other.Id != row.Id && !other.IsDeleted && rule.Fields.All(name => Same(row, other, name))).ToList();
            if (matches.Count > 0)
                throw new ApiError("DUPLICATES_DETECTED", rule.Message) { DuplicateResult = Result(organization, rule, matches, options), DuplicateKey = organization.Settings.DuplicateKey };
        }
    }

    static bool Same(Row row, Row other, string name) => row[name] is { } a && other[name] is { } b && Filter.Compare(row.Model.Fields[name], a, b) == 0;

    static JsonObject Result(Organization organization, DuplicateRule rule, List<Row> matches, SaveOptions options) => new()
    {
        ["allowSave"] = !rule.IsBlock,
        ["duplicateRule"] = rule.Name,
        ["duplicateRuleEntityType"] = rule.Object,
        ["errorMessage"] = rule.Message,
        ["matchResults"] = new JsonArray(new JsonObject
        {
            ["entityType"] = rule.Object,
            ["errors"] = new JsonArray(),
            ["matchEngine"] = "ExactMatchEngine",
            ["matchRecords"] = new JsonArray([.. matches.Where(match => !match.IsHidden).Select(match => (JsonNode)Match(organization, match, rule, options))]),
            ["rule"] = rule.Name,
            ["size"] = matches.Count(match => !match.IsHidden),
            ["success"] = true,
        }),
    };

    static JsonObject Match(Organization organization, Row match, DuplicateRule rule, SaveOptions options)
    {
        var record = new JsonObject { ["attributes"] = Values.Attributes(match), ["Id"] = match.Id };
        foreach (var name in options.ShowsDuplicates ? rule.Fields.Append("Name").Distinct(StringComparer.OrdinalIgnoreCase) : [])
        {
            if (match.Model.Field(name) is { } field)
                record[field.Name] = Values.Json(organization, match, field);
        }

        return new JsonObject { ["additionalInformation"] = new JsonArray(), ["fieldDiffs"] = new JsonArray(), ["matchConfidence"] = 100, ["record"] = record };
    }
}
