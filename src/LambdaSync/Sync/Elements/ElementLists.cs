using System.Text.Json;
using LambdaSync.Fields;

namespace LambdaSync.Sync.Elements;

/// <summary>
/// The lists of a record document whose elements have an identity, and the order in which a baseline keeps them: an element that a mapping
/// line stands for keeps its position, whatever AWS does with the others. A position that no element has is null; so a list of a baseline,
/// unlike one of AWS's, may hold nulls.
/// </summary>
public sealed class ElementLists
{
    readonly Dictionary<string, ElementLists> _members = new(StringComparer.Ordinal);
    ElementIdentity? _identity;

    /// <summary>How many positions lines stand for by index.</summary>
    int _positions;

    /// <summary>Lines select elements, of which the first that fits counts.</summary>
    bool _isSelected;

    ElementLists()
    {
    }

    /// <summary>Lists that no line looks into: their elements stay in AWS's order.</summary>
    public static readonly ElementLists AsAtAws = Of([]);

    /// <param name="paths">The paths of the mapping's lines.</param>
    public static ElementLists Of(IEnumerable<FieldPath> paths)
    {
        var top = new ElementLists();
        foreach (var root in ElementIdentity.Roots)
        {
            foreach (var identity in ElementIdentity.All)
                top.Member(root + "." + identity.List)._identity = identity;
        }

        foreach (var path in paths)
        {
            if (ElementIdentity.Of(path) is not { } found || path.Steps[found.Step].All)
                continue;
            var list = top.Member(path.Root + "." + found.Identity.List);
            list._positions = Math.Max(list._positions, path.Steps[found.Step].Index + 1 ?? 0);
            list._isSelected |= path.Steps[found.Step].Key is not null;
        }

        return top;
    }

    ElementLists Member(string path)
    {
        var node = this;
        foreach (var name in path.Split('.'))
        {
            if (!node._members.TryGetValue(name, out var next))
                node._members[name] = next = new ElementLists();
            node = next;
        }

        return node;
    }

    internal ElementLists? Find(string member) => _members.GetValueOrDefault(member);

    /// <summary>The identity of this list's elements, or null when this is no such list.</summary>
    internal ElementIdentity? Identity => _identity;

    /// <summary>The elements of a list, each with the known one that it is, in the order in which a baseline keeps them.</summary>
    /// <returns>Neither element: a position that no element has.</returns>
    internal List<(JsonElement? Known, JsonElement? Now)> Order(IReadOnlyList<JsonElement> known, IReadOnlyList<JsonElement> now)
    {
        var (knownKeys, keys) = (Keys(known), Keys(now));
        var match = ElementMatch.Find(knownKeys, keys);
        var nowAt = new int[known.Count];
        Array.Fill(nowAt, -1);
        for (var i = 0; i < match.Length; i++)
        {
            if (match[i] >= 0)
                nowAt[match[i]] = i;
        }

        var order = new List<int>(now.Count);
        var isPlaced = new bool[now.Count];
        if (_positions > 0 || _isSelected)
        {
            for (var i = 0; i < _positions; i++)
                Place(i < known.Count ? nowAt[i] : -1);
            for (var i = 0; i < _positions; i++)
            {
                // A position that was emptied waits for an element that is new. One whose element AWS has taken out gets a new one too, which
                // may be the same person with another e-mail, else the next.
                if (order[i] >= 0)
                    continue;
                var names = i < known.Count ? knownKeys[i].Names : "";
                order[i] = Next(at => match[at] < 0 && names.Length > 0 && string.Equals(names, keys[at].Names, StringComparison.OrdinalIgnoreCase));
                if (order[i] < 0 && i < known.Count)
                    order[i] = Next(at => match[at] < 0);
                if (order[i] < 0 && !(i < known.Count && known[i].ValueKind == JsonValueKind.Null))
                    order[i] = Next(_ => true);
            }

            for (var i = _positions; i < known.Count; i++)
            {
                if (nowAt[i] >= 0 && !isPlaced[nowAt[i]])
                    Place(nowAt[i]);
            }
        }

        for (var i = 0; i < now.Count; i++)
        {
            if (!isPlaced[i] && now[i].ValueKind != JsonValueKind.Null)
                Place(i);
        }

        while (order.Count > 0 && order[^1] < 0)
            order.RemoveAt(order.Count - 1);
        return order.ConvertAll(Pair);

        (JsonElement? Known, JsonElement? Now) Pair(int i) => i < 0 ? default : (match[i] < 0 ? null : known[match[i]], now[i]);

        void Place(int i)
        {
            order.Add(i);
            if (i >= 0)
                isPlaced[i] = true;
        }

        int Next(Predicate<int> fits)
        {
            for (var i = 0; i < now.Count; i++)
            {
                if (isPlaced[i] || now[i].ValueKind == JsonValueKind.Null || !fits(i))
                    continue;
                isPlaced[i] = true;
                return i;
            }

            return -1;
        }
    }

    /// <summary>
    /// The elements of a known list with those of a file over them. A file names only some elements: the others stay. One that is somebody
    /// else takes the place of the one that the file named before, and nothing of it.
    /// </summary>
    /// <returns>Neither element: a position that no element has.</returns>
    internal List<(JsonElement? Known, JsonElement? Now)> OrderPartial(IReadOnlyList<JsonElement> known, IReadOnlyList<JsonElement> now)
    {
        var keys = Keys(known);
        var match = ElementMatch.Find(keys, Keys(now));
        var result = new List<(JsonElement? Known, JsonElement? Now)>(known.Count + now.Count);
        result.AddRange(known.Select(element => element.ValueKind == JsonValueKind.Null ? default : ((JsonElement?)element, (JsonElement?)null)));
        var groups = Enumerable.Range(0, known.Count).Except(match).ToLookup(i => keys[i].Group, StringComparer.Ordinal)
            .ToDictionary(g => g.Key, g => new Queue<int>(g), StringComparer.Ordinal);
        for (var i = 0; i < now.Count; i++)
        {
            if (match[i] >= 0)
                result[match[i]] = (known[match[i]], now[i]);
            else if (groups.TryGetValue(ElementKey.Of(_identity!, now[i]).Group, out var left) && left.TryDequeue(out var place))
                result[place] = (null, now[i]);
            else
                result.Add((null, now[i]));
        }

        return result;
    }

    List<ElementKey> Keys(IReadOnlyList<JsonElement> elements) => [.. elements.Select(element => ElementKey.Of(_identity!, element))];
}
