using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>Lists come in pages: MaxResults and NextToken.</summary>
static class Paging
{
    /// <summary>"Default: 20" (API_ListOpportunities, API_ListSolutions); of the other lists no page says it.</summary>
    public const int SmallPage = 20;

    const int Page = 100;

    /// <summary>One page of the items under a member's name, and the token of the next one.</summary>
    /// <param name="page">Its size when the request names none.</param>
    public static JsonObject Of(Call call, string member, IEnumerable<JsonObject> items, int page = Page)
    {
        var all = items.ToList();
        var from = call.Text("NextToken") is { } token ? From(token) : 0;
        var size = call.Number("MaxResults", page);
        var answer = new JsonObject { [member] = new JsonArray([.. all.Skip(from).Take(size)]) };
        if (from + size < all.Count)
            answer["NextToken"] = Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"from:{from + size}")));
        return answer;
    }

    static int From(string token)
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

        throw AwsError.BadRequest([new FieldError("NextToken", "INVALID_VALUE", "NextToken is not valid.")]);
    }
}
