using System.Text.Json.Nodes;
using LambdaSync.Fields;

namespace LambdaSync.Sync.Elements;

/// <summary>Puts the lists of an opportunity, which a baseline keeps in its own order, back into AWS's.</summary>
static class AwsOrder
{
    /// <summary>
    /// The elements as AWS has them, new ones last, without the positions that no element has. The order of a list at AWS is a person's
    /// choice there; an update leaves it.
    /// </summary>
    /// <param name="opportunity">What is to be sent; changed in place.</param>
    /// <param name="known">The same opportunity before the changes, in the same order.</param>
    /// <param name="seen">The opportunity as AWS has it now; null: not known.</param>
    public static void Restore(JsonObject opportunity, JsonObject known, JsonObject? seen)
    {
        foreach (var identity in ElementIdentity.All)
        {
            if (Find(opportunity, identity.List) is not JsonArray list)
                continue;
            var before = Find(known, identity.List) as JsonArray ?? [];
            var atAws = Find(seen, identity.List) as JsonArray ?? [];
            var match = ElementMatch.Find(Keys(identity, atAws), Keys(identity, before));
            var ordered = list.Select((element, i) => (element, Place: i < match.Length && match[i] >= 0 ? match[i] : int.MaxValue))
                .Where(e => e.element is not null).OrderBy(e => e.Place).Select(e => e.element).ToList();
            list.Clear();
            foreach (var element in ordered)
                list.Add(element);
        }
    }

    static List<ElementKey> Keys(ElementIdentity identity, JsonArray list) => [.. list.Select(element => ElementKey.Of(identity, element))];

    static JsonNode? Find(JsonNode? node, string path)
    {
        foreach (var name in path.Split('.'))
            node = (node as JsonObject)?[name];
        return node;
    }
}
