using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>All paths of a mapping in one tree, so that one pass over a document finds all their values.</summary>
sealed class PathTree
{
    public PathNode Root { get; } = new([], null);

    public int SlotCount { get; private set; }

    /// <summary>The slot of a path, or -1 when it crosses another one (a list and its element, an object and its member).</summary>
    public int Add(FieldPath path)
    {
        var node = Root.Member(path.Root);
        foreach (var step in path.Steps)
        {
            if (node.Slot >= 0)
                return -1;
            node = node.Member(step.Name);
            if (step.Index is not null || step.Key is not null)
            {
                if (node.Slot >= 0)
                    return -1;
                node = node.ElementOf(step);
                if (node.Element < 0)
                {
                    node.Element = SlotCount++;
                    node.Fixed = ElementDefaults.Of(path, step);
                }
            }
        }

        if (node.Slot < 0 && node.HasBelow)
            return -1;
        return node.Slot >= 0 ? node.Slot : node.Slot = SlotCount++;
    }

    /// <summary>The node of an element that <see cref="Add"/> has met.</summary>
    /// <param name="steps">How many steps of the path lead to it.</param>
    public PathNode Element(FieldPath path, int steps)
    {
        var node = Root.Member(path.Root);
        foreach (var step in path.Steps.Take(steps))
            node = step.IsList ? node.Member(step.Name).ElementOf(step) : node.Member(step.Name);
        return node;
    }

    /// <summary>Fills the slots with the places of their values; slots without one keep <see cref="Kind.Absent"/>.</summary>
    public void Capture(ReadOnlySpan<byte> json, Value[] slots)
    {
        Array.Clear(slots, 0, SlotCount);
        if (json.Length > 2)
            Capture(json, 0, Root, slots);
    }

    // Returns the place after the value at `at`.
    static int Capture(ReadOnlySpan<byte> json, int at, PathNode node, Value[] slots)
    {
        if (node.Slot >= 0)
        {
            var value = JsonScan.ValueAt(json, at);
            slots[node.Slot] = value;
            return at + value.Length;
        }

        switch (json[at])
        {
            case (byte)'{' when !node.IsList:
                return Members(json, at, node, slots);
            case (byte)'[' when node.IsList:
                return Elements(json, at, node, slots);
            case (byte)'n':
                // Nothing below a null: every path through it is null.
                foreach (var slot in node.Slots)
                    slots[slot] = new Value(Kind.Null, at, 4);
                return at + 4;
            default:
                return at + JsonScan.ValueAt(json, at).Length;
        }
    }

    static int Members(ReadOnlySpan<byte> json, int at, PathNode node, Value[] slots)
    {
        var next = 0;
        at++;
        while (json[at] != '}')
        {
            if (json[at] == ',')
                at++;
            var nameEnd = JsonScan.StringEnd(json, at);
            var name = json[(at + 1)..(nameEnd - 1)];
            at = nameEnd + 1;
            // Both sides are in order, so a child that is passed is not there.
            var order = -1;
            while (next < node.Children.Length && (order = node.Children[next].Name.AsSpan().SequenceCompareTo(name)) < 0)
                next++;
            if (order == 0 && next < node.Children.Length)
                at = Capture(json, at, node.Children[next++], slots);
            else
                at += JsonScan.ValueAt(json, at).Length;
        }

        return at + 1;
    }

    static int Elements(ReadOnlySpan<byte> json, int at, PathNode node, Value[] slots)
    {
        at++;
        if (json[at] == ']')
        {
            // An empty list says that there is no such element.
            foreach (var slot in node.Slots)
                slots[slot] = new Value(Kind.Null, at, 0);
            return at + 1;
        }

        for (var index = 0; json[at] != ']'; index++)
        {
            if (json[at] == ',')
                at++;
            var end = at + JsonScan.ValueAt(json, at).Length;
            foreach (var child in node.Children)
            {
                // The first that fits; a second one's members would be somebody else's.
                if (slots[child.Element].Kind != Kind.Absent || !IsElement(json, at, index, child))
                    continue;
                slots[child.Element] = new Value(json[at] == '{' ? Kind.Object : Kind.Null, at, end - at);
                Capture(json, at, child, slots);
            }

            at = end;
        }

        return at + 1;
    }

    /// <summary>Whether the element at that place is the one that a node wants.</summary>
    public static bool IsElement(ReadOnlySpan<byte> json, int at, int index, PathNode wanted)
    {
        if (wanted.Index >= 0)
            return index == wanted.Index;
        if (json[at] != '{')
            return false;
        at++;
        while (json[at] != '}')
        {
            if (json[at] == ',')
                at++;
            var nameEnd = JsonScan.StringEnd(json, at);
            var isKey = json[at..nameEnd].SequenceEqual(wanted.Key);
            var value = JsonScan.ValueAt(json, nameEnd + 1);
            if (isKey)
                return value.In(json).SequenceEqual(wanted.KeyValue);
            at = nameEnd + 1 + value.Length;
        }

        return false;
    }
}
