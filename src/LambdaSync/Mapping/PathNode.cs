using LambdaSync.Fields;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>One member or list element on the way to mapped values; the root stands for the record document.</summary>
sealed class PathNode(byte[] name, PathStep? element)
{
    readonly List<PathNode> _building = [];

    /// <summary>The member's name as canonical raw bytes, without quotes; for an element, empty.</summary>
    public byte[] Name { get; } = name;

    /// <summary>The members, in canonical order, or the wanted elements of a list.</summary>
    public PathNode[] Children { get; private set; } = [];

    /// <summary>The slot that takes the value, or -1.</summary>
    public int Slot { get; set; } = -1;

    /// <summary>Every slot at or below this node.</summary>
    public int[] Slots { get; private set; } = [];

    /// <summary>The children are elements of a list.</summary>
    public bool IsList { get; private set; }

    /// <summary>For an element: which one, or -1 when it is selected by a member's value.</summary>
    public int Index { get; } = element?.Index ?? -1;

    /// <summary>For a selected element: the quoted member name and value that select it.</summary>
    public byte[] Key { get; } = element?.Key is { } key ? JsonText.Quote(key) : [];

    public byte[] KeyValue { get; } = element?.Value is { } value ? JsonText.Quote(value) : [];

    /// <summary>For an element: the slot that takes its place in the document, or -1.</summary>
    public int Element { get; set; } = -1;

    /// <summary>Members that a new element gets beside its mapped ones, quoted, in canonical order: its key, and values that AWS wants there.</summary>
    public (byte[] Name, byte[] Value)[] Fixed { get; set; } = [];

    /// <summary>The members without which AWS does not take a new element, as raw bytes without quotes.</summary>
    public byte[][] Required { get; set; } = [];

    public PathNode Member(string memberName)
    {
        var bytes = JsonText.Quote(memberName)[1..^1];
        var child = _building.Find(c => c.Name.AsSpan().SequenceEqual(bytes));
        if (child is null)
            _building.Add(child = new PathNode(bytes, null));
        return child;
    }

    public PathNode ElementOf(PathStep step)
    {
        IsList = true;
        var wanted = new PathNode([], step);
        var child = _building.Find(c => c.Index == wanted.Index && c.Key.AsSpan().SequenceEqual(wanted.Key) && c.KeyValue.AsSpan().SequenceEqual(wanted.KeyValue));
        if (child is null)
            _building.Add(child = wanted);
        return child;
    }

    /// <summary>Whether longer paths pass through this node, so that a path ending here would conflict with them.</summary>
    public bool HasBelow => _building.Count > 0;

    public void Finish()
    {
        // Elements by position, so that those before are there first.
        Children = IsList ? [.. _building.OrderBy(c => c.Index)] : [.. _building.OrderBy(c => c, Comparer<PathNode>.Create((a, b) => a.Name.AsSpan().SequenceCompareTo(b.Name)))];
        foreach (var child in Children)
            child.Finish();
        // A member with a line of its own comes from the CRM or its fallback, empty or not; but the key is what selects the element.
        Fixed = [.. Fixed.Where(f => f.Name.AsSpan().SequenceEqual(Key) || !HasMember(f.Name.AsSpan(1, f.Name.Length - 2)))];
        Slots = [.. Children.SelectMany(c => c.Slots), .. Slot >= 0 ? [Slot] : Array.Empty<int>()];
    }

    bool HasMember(ReadOnlySpan<byte> name)
    {
        foreach (var child in Children)
        {
            if (child.Name.AsSpan().SequenceEqual(name))
                return true;
        }

        return false;
    }
}
