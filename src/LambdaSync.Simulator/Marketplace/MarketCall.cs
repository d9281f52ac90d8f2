using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Marketplace;

/// <summary>One request that has passed signature, quota and model.</summary>
sealed record MarketCall(World World, JsonObject Input)
{
    public Market Market => World.Market;

    public DateTimeOffset Now => World.Clock.Now;

    public string? Text(string name) => Input[name]?.GetValue<string>();

    /// <summary>A required member.</summary>
    public string this[string name] => Text(name)!;

    /// <summary>One page of a list, and the token of the next one.</summary>
    /// <param name="page">Its size when the request names none.</param>
    /// <param name="camelCase">Agreement's names begin with a small letter.</param>
    public JsonObject Page(string member, IEnumerable<JsonObject> items, int page, bool camelCase = false)
    {
        var (all, next, max) = (items.ToList(), camelCase ? "nextToken" : "NextToken", camelCase ? "maxResults" : "MaxResults");
        var from = Text(next) is { } token ? From(token, camelCase) : 0;
        var size = Input[max]?.GetValue<int>() ?? page;
        var answer = new JsonObject { [member] = new JsonArray([.. all.Skip(from).Take(size)]) };
        if (from + size < all.Count)
            answer[next] = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"from:{from + size}")));
        return answer;
    }

    static int From(string token, bool camelCase)
    {
        try
        {
            var text = Encoding.ASCII.GetString(Convert.FromBase64String(token));
            if (text.StartsWith("from:", StringComparison.Ordinal))
                return int.Parse(text.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture);
        }
        catch (FormatException)
        {
            // reported below
        }

        throw camelCase ? MarketErrors.Agreement("INVALID_NEXT_TOKEN", "nextToken is not valid.") : MarketErrors.Invalid("NextToken is not valid.", "NextToken");
    }
}
