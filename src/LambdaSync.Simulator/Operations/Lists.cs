using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Operations;

/// <summary>What every list of engagement records shares: filters that take several values, ids that may be ARNs, one sort key.</summary>
static class Lists
{
    /// <summary>The id at an ARN's end; an id is its own.</summary>
    public static string IdOf(string arnOrId) => arnOrId[(arnOrId.LastIndexOf('/') + 1)..];

    /// <summary>Passes when the filter is left out, or names the value.</summary>
    public static bool Has(this Call call, string filter, string? value) =>
        call.Texts(filter) is not { Count: > 0 } wanted || (value is not null && wanted.Any(w => IdOf(w) == value));

    /// <summary>Passes when the filter of one value is left out, or is the value.</summary>
    public static bool Is(this Call call, string filter, string? value) => call.Text(filter) is not { } wanted || wanted == value;

    /// <summary>By the one key these lists sort by, newest first unless Sort says otherwise.</summary>
    public static IEnumerable<T> Sorted<T>(Call call, IEnumerable<T> items, Func<T, DateTimeOffset> date, Func<T, string> id) =>
        (call.Input["Sort"] as JsonObject)?["SortOrder"]?.GetValue<string>() == "ASCENDING"
            ? items.OrderBy(date).ThenBy(id, StringComparer.Ordinal)
            : items.OrderByDescending(date).ThenByDescending(id, StringComparer.Ordinal);

    public static JsonArray Array(IEnumerable<string> texts) => new([.. texts.Select(t => (JsonNode)t)]);

    public static JsonObject Drop(this JsonObject json)
    {
        foreach (var name in json.Where(m => m.Value is null).Select(m => m.Key).ToList())
            json.Remove(name);
        return json;
    }

    /// <summary>The engagement, for a member of it: others have no access to its data (operation texts of Accept- and RejectEngagementInvitation).</summary>
    public static Engagement Engagement(Call call, string member)
    {
        var id = IdOf(call[member]);
        var engagement = call.Catalog.Engagements.GetValueOrDefault(id) ?? throw Wire.AwsError.NotFound("Engagement", id);
        return engagement.HasMember(World.Account) ? engagement : throw Wire.AwsError.Denied($"The account is no member of engagement {id}.");
    }
}
