using System.Text.Json.Nodes;

namespace LambdaSync.Sync.Outbound;

/// <summary>Where two JSON objects differ.</summary>
static class JsonDifference
{
    /// <summary>The paths whose values differ, a list as a whole; a missing member, null and an empty list are the same.</summary>
    public static IEnumerable<string[]> Paths(JsonObject before, JsonObject after)
    {
        foreach (var name in before.Select(m => m.Key).Union(after.Select(m => m.Key)).ToList())
        {
            var (old, now) = (before[name], after[name]);
            if (old is JsonObject || now is JsonObject)
            {
                foreach (var path in Paths(old as JsonObject ?? [], now as JsonObject ?? []))
                    yield return [name, .. path];
            }
            else if (!JsonNode.DeepEquals(Empty(old), Empty(now)))
            {
                yield return [name];
            }
        }
    }

    /// <summary>Gives a path the value it has in another object.</summary>
    public static void Restore(JsonObject target, JsonObject from, string[] path)
    {
        var (into, source) = (target, (JsonObject?)from);
        foreach (var name in path[..^1])
        {
            source = source?[name] as JsonObject;
            if (into[name] is not JsonObject next)
            {
                if (source is null)
                    return;
                into[name] = next = [];
            }

            into = next;
        }

        if (source?[path[^1]] is { } value)
            into[path[^1]] = value.DeepClone();
        else
            into.Remove(path[^1]);
    }

    static JsonNode? Empty(JsonNode? value) => value is JsonArray { Count: 0 } ? null : value;
}
