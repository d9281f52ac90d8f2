using System.Text.Json.Nodes;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync.Elements;

/// <summary>Which elements a CRM record stands for on a first link, when no baseline says so: those that it names.</summary>
static class ElementPositions
{
    /// <summary>The document with each element that the CRM names in the position of the lines that name it.</summary>
    /// <param name="document">The record document, its lists in AWS's order.</param>
    public static byte[] Find(CompiledMapping mapping, byte[] document, FlatRecord crm)
    {
        JsonNode? root = null;
        foreach (var element in mapping.Elements.Where(e => e is { IsByPosition: true, Identity: not null }))
        {
            var wanted = new ElementKey(Text(element.Group), Text(element.Email is { } email ? [email] : []), Text(element.Names));
            if (wanted.IsEmpty || mapping.StandsFor(element, mapping.IdentityAtAws(element, document), crm) == true)
                continue;
            root ??= JsonNode.Parse(document);
            if (List(root, element.Path) is not { } list)
                continue;
            var (to, from) = (element.Path.Steps[^1].Index!.Value, list.ToList().FindIndex(e => ElementKey.Of(element.Identity!, e).IsSame(wanted)));
            if (from < 0 || from == to)
                continue;
            while (list.Count <= to)
                list.Add(null);
            var (found, other) = (list[from], list[to]);
            (list[from], list[to]) = (null, null);
            (list[from], list[to]) = (other, found);
        }

        return root is JsonObject changed ? OpportunityBody.Bytes(changed) : document;

        string Text(IReadOnlyList<CompiledLine> lines) =>
            string.Join(' ', lines.Select(line => crm.IsEmpty(line.Source.Crm) ? "" : Scalars.TextOf(crm[line.Source.Crm]!)?.Trim() ?? "").Where(text => text.Length > 0));
    }

    static JsonArray? List(JsonNode? root, FieldPath path)
    {
        var node = (root as JsonObject)?[path.Root];
        foreach (var step in path.Steps)
            node = (node as JsonObject)?[step.Name];
        return node as JsonArray;
    }
}
