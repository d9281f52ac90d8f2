using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>ListSolutions.</summary>
static class SolutionOperations
{
    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>> { ["ListSolutions"] = List };

    static JsonObject List(Call call)
    {
        var (statuses, ids, categories, arns) = (call.Texts("Status"), call.Texts("Identifier"), call.Texts("Category"), call.Texts("AwsMarketplaceSolutionArn"));
        var found = call.Catalog.Solutions.Values.Where(s =>
            (statuses.Count == 0 || statuses.Contains(s.Status)) && (ids.Count == 0 || ids.Contains(s.Id)) && (categories.Count == 0 || categories.Contains(s.Category)) && (arns.Count == 0 || (s.MarketplaceArn is not null && arns.Contains(s.MarketplaceArn))));
        var sort = call.Input["Sort"] as JsonObject;
        Func<Solution, string> key = sort?["SortBy"]?.GetValue<string>() switch
        {
            "Name" => s => s.Name,
            "Status" => s => s.Status,
            "Category" => s => s.Category,
            "CreatedDate" => s => OpportunityOperations.TimeText(s.Created),
            _ => s => s.Id,
        };
        var sorted = sort?["SortOrder"]?.GetValue<string>() == "DESCENDING" ? found.OrderByDescending(key, StringComparer.Ordinal) : found.OrderBy(key, StringComparer.Ordinal);
        return Paging.Of(call, "SolutionSummaries", sorted.Select(s => new JsonObject
        {
            ["Catalog"] = call.Catalog.Name,
            ["Id"] = s.Id,
            // The model's shape SolutionArn takes an id's form, whatever its name says.
            ["Arn"] = s.Id,
            ["Name"] = s.Name,
            ["Status"] = s.Status,
            ["Category"] = s.Category,
            ["CreatedDate"] = OpportunityOperations.TimeText(s.Created),
            ["AwsMarketplaceSolutionArn"] = s.MarketplaceArn,
        }.Drop()), Paging.SmallPage);
    }
}
