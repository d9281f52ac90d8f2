using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Operations;

/// <summary>Tags of resources; the catalog is in the ARN, not in the request.</summary>
static class TagOperations
{
    const int Most = 200;

    public static IReadOnlyDictionary<string, Func<Call, JsonObject>> All { get; } = new Dictionary<string, Func<Call, JsonObject>>
    {
        ["TagResource"] = Tag,
        ["UntagResource"] = Untag,
        ["ListTagsForResource"] = List,
    };

    /// <summary>The tags that came with the request that made a resource.</summary>
    public static void Put(Call call, string path)
    {
        if (call.Input["Tags"] is JsonArray tags)
            Put(call.Catalog.Tags[path] = new(StringComparer.Ordinal), tags);
    }

    static void Put(SortedDictionary<string, string> into, JsonArray tags)
    {
        foreach (var tag in tags)
            into[tag!["Key"]!.GetValue<string>()] = tag["Value"]!.GetValue<string>();
    }

    static JsonObject Tag(Call call)
    {
        var tags = Of(call);
        var given = call.Input["Tags"]!.AsArray();
        if (tags.Keys.Union(given.Select(t => t!["Key"]!.GetValue<string>())).Count() > Most)
            throw AwsError.Refused(new FieldError("Tags", "TOO_MANY_VALUES", $"A resource has at most {Most} tags."));
        Put(tags, given);
        return [];
    }

    static JsonObject Untag(Call call)
    {
        var tags = Of(call);
        foreach (var key in call.Texts("TagKeys"))
            tags.Remove(key);
        return [];
    }

    static JsonObject List(Call call) => new()
    {
        ["Tags"] = new JsonArray([.. Of(call).Select(t => new JsonObject { ["Key"] = t.Key, ["Value"] = t.Value })]),
    };

    // arn:aws:partnercentral:us-east-1:123456789012:catalog/AWS/opportunity/O1
    static SortedDictionary<string, string> Of(Call call)
    {
        var arn = call["ResourceArn"];
        var (head, account) = (arn.Split('/'), arn.Split(':')[4]);
        var catalog = head.Length == 4 && account == World.Account ? call.World.Catalogs.GetValueOrDefault(head[1]) : null;
        if (catalog is null || !IsThere(catalog, head[2], head[3]))
            throw AwsError.NotFound("Resource", arn);
        var path = $"{head[2]}/{head[3]}";
        if (!catalog.Tags.TryGetValue(path, out var tags))
            catalog.Tags[path] = tags = new(StringComparer.Ordinal);
        return tags;
    }

    static bool IsThere(Catalog catalog, string kind, string id) => kind switch
    {
        "opportunity" => catalog.Opportunities.ContainsKey(id),
        "engagement" => catalog.Engagements.ContainsKey(id),
        "engagement-invitation" => catalog.Invitations.ContainsKey(id),
        "resource-snapshot-job" => catalog.SnapshotJobs.ContainsKey(id),
        _ => catalog.Tasks.TryGetValue(id, out var task) && TaskOperations.Path(task) == $"{kind}/{id}",
    };
}
