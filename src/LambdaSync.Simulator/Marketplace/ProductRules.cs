using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>Dimensions of products: once added, they stay (developer guide, catalog-service-quotas: 200 a product, restricted ones count).</summary>
static class ProductRules
{
    const int MaxDimensions = 200;

    public static void AddDimensions(ChangeWork work)
    {
        var there = Keys(work.Entity);
        var added = work.Details["Dimensions"]!.AsArray();
        foreach (var dimension in added.OfType<JsonObject>())
        {
            if (!there.Add(dimension["Key"]!.GetValue<string>()))
                work.Fail("DUPLICATE_DIMENSION_KEYS", $"The product has a dimension {dimension["Key"]} already.");
            List(work.Entity).Add(dimension.DeepClone());
        }

        if (there.Count > MaxDimensions)
            work.Fail("TOO_MANY_DIMENSIONS", $"A product has at most {MaxDimensions} dimensions.");
    }

    public static HashSet<string> Keys(MarketEntity product) => [.. List(product).Select(d => d!["Key"]!.GetValue<string>())];

    public static bool IsSellable(MarketEntity product) => Visibility(product) is "Limited" or "Public";

    public static string? Visibility(MarketEntity product) => product.Details["Description"]?["Visibility"]?.GetValue<string>();

    static JsonArray List(MarketEntity product)
    {
        if (product.Details["Dimensions"] is not JsonArray list)
            product.Details["Dimensions"] = list = [];
        return list;
    }
}
