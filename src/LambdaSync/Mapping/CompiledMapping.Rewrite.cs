using LambdaSync.Json;

namespace LambdaSync.Mapping;

public sealed partial class CompiledMapping
{
    // The document with the new values in their places; what no new value touches is copied as it is.
    void WriteChanged(ReadOnlySpan<byte> document, Scratch scratch, Utf8Buffer output) =>
        Rewrite(document.Length == 0 ? "{}"u8 : document, 0, _tree.Root, scratch, output);

    static bool IsChanged(PathNode node, Scratch scratch)
    {
        foreach (var slot in node.Slots)
        {
            if (scratch.New[slot].Kind != Kind.Absent)
                return true;
        }

        return false;
    }

    // Writes the value at `at` with its changes and returns the place after it.
    static int Rewrite(ReadOnlySpan<byte> json, int at, PathNode node, Scratch scratch, Utf8Buffer output)
    {
        if (!IsChanged(node, scratch))
        {
            var value = JsonScan.ValueAt(json, at);
            output.Add(value.In(json));
            return at + value.Length;
        }

        if (node.Slot < 0 && json[at] == '{' && !node.IsList)
            return RewriteMembers(json, at, node, scratch, output);
        if (node.Slot < 0 && json[at] == '[' && node.IsList)
            return RewriteElements(json, at, node, scratch, output);
        Create(node, scratch, output);
        return at + JsonScan.ValueAt(json, at).Length;
    }

    static int RewriteMembers(ReadOnlySpan<byte> json, int at, PathNode node, Scratch scratch, Utf8Buffer output)
    {
        output.Add((byte)'{');
        var empty = true;
        var next = 0;
        at++;
        while (json[at] != '}')
        {
            if (json[at] == ',')
                at++;
            var nameEnd = JsonScan.StringEnd(json, at);
            var name = json[(at + 1)..(nameEnd - 1)];
            var order = -1;
            while (next < node.Children.Length && (order = node.Children[next].Name.AsSpan().SequenceCompareTo(name)) < 0)
                CreateMember(node.Children[next++], scratch, output, ref empty);
            Separate(output, ref empty);
            output.Add(json[at..(nameEnd + 1)]);
            if (order == 0 && next < node.Children.Length)
                at = Rewrite(json, nameEnd + 1, node.Children[next++], scratch, output);
            else
            {
                var value = JsonScan.ValueAt(json, nameEnd + 1);
                output.Add(value.In(json));
                at = nameEnd + 1 + value.Length;
            }
        }

        while (next < node.Children.Length)
            CreateMember(node.Children[next++], scratch, output, ref empty);
        output.Add((byte)'}');
        return at + 1;
    }

    static int RewriteElements(ReadOnlySpan<byte> json, int at, PathNode node, Scratch scratch, Utf8Buffer output)
    {
        output.Add((byte)'[');
        var start = output.Length;
        var count = 0;
        var filled = start;
        Span<bool> placed = stackalloc bool[node.Children.Length];
        at++;
        for (var index = 0; json[at] != ']'; index++)
        {
            if (json[at] == ',')
                at++;
            var before = Separate(output, start);
            var child = -1;
            for (var i = 0; i < node.Children.Length && child < 0; i++)
            {
                if (!placed[i] && PathTree.IsElement(json, at, index, node.Children[i]))
                    child = i;
            }

            if (child < 0)
            {
                var value = JsonScan.ValueAt(json, at);
                output.Add(value.In(json));
                at += value.Length;
                (count, filled) = (count + 1, output.Length);
                continue;
            }

            placed[child] = true;
            var written = output.Length;
            at = Rewrite(json, at, node.Children[child], scratch, output);
            if (!IsChanged(node.Children[child], scratch) || !IsCleared(output.Written[written..], node.Children[child]))
            {
                (count, filled) = (count + 1, output.Length);
                continue;
            }

            // An element all of whose fields are cleared leaves the list; the positions after it stay what they are.
            output.CutTo(node.Children[child].Index < 0 ? before : written);
            if (node.Children[child].Index < 0)
                continue;
            output.Add("null"u8);
            count++;
        }

        for (var i = 0; i < node.Children.Length; i++)
        {
            if (!placed[i] && IsChanged(node.Children[i], scratch))
                filled = CreateElement(node.Children[i], scratch, output, start, ref count);
        }

        output.CutTo(filled);
        output.Add((byte)']');
        return at + 1;
    }

    // Returns the place after the new element. Positions before it that no element has are null.
    static int CreateElement(PathNode element, Scratch scratch, Utf8Buffer output, int start, ref int count)
    {
        for (; count < element.Index; count++)
        {
            Separate(output, start);
            output.Add("null"u8);
        }

        Separate(output, start);
        Create(element, scratch, output);
        count++;
        return output.Length;
    }

    // Whether no member of an element has a value but those that it always has.
    static bool IsCleared(ReadOnlySpan<byte> json, PathNode element)
    {
        if (json[0] != '{')
            return false;
        var at = 1;
        while (json[at] != '}')
        {
            if (json[at] == ',')
                at++;
            var nameEnd = JsonScan.StringEnd(json, at);
            var value = JsonScan.ValueAt(json, nameEnd + 1);
            if (value.Kind != Kind.Null && !IsFixed(json[at..nameEnd], element))
                return false;
            at = nameEnd + 1 + value.Length;
        }

        return true;
    }

    static bool IsFixed(ReadOnlySpan<byte> quotedName, PathNode element)
    {
        foreach (var (name, _) in element.Fixed)
        {
            if (quotedName.SequenceEqual(name))
                return true;
        }

        return false;
    }

    static void CreateMember(PathNode member, Scratch scratch, Utf8Buffer output, ref bool empty)
    {
        if (!IsChanged(member, scratch))
            return;
        Separate(output, ref empty);
        output.Add((byte)'"');
        output.Add(member.Name);
        output.Add("\":"u8);
        Create(member, scratch, output);
    }

    // A value that AWS's document does not have yet, with the members that make it valid.
    static void Create(PathNode node, Scratch scratch, Utf8Buffer output)
    {
        if (node.Slot >= 0)
        {
            output.Add(scratch.New[node.Slot].In(scratch.NewValues.Written));
            return;
        }

        if (node.IsList)
        {
            output.Add((byte)'[');
            var (start, count) = (output.Length, 0);
            foreach (var element in node.Children)
            {
                if (IsChanged(element, scratch))
                    CreateElement(element, scratch, output, start, ref count);
            }

            output.Add((byte)']');
            return;
        }

        output.Add((byte)'{');
        var empty = true;
        var fixedMembers = node.Fixed;
        var next = 0;
        foreach (var child in node.Children)
        {
            if (!IsChanged(child, scratch))
                continue;
            while (next < fixedMembers.Length && CompareName(fixedMembers[next].Name, child.Name) is var order and <= 0)
            {
                if (order < 0)
                    AddFixed(fixedMembers[next], output, ref empty);
                next++;
            }

            CreateMember(child, scratch, output, ref empty);
        }

        while (next < fixedMembers.Length)
            AddFixed(fixedMembers[next++], output, ref empty);
        output.Add((byte)'}');
    }

    static int CompareName(byte[] quoted, byte[] name) => quoted.AsSpan(1, quoted.Length - 2).SequenceCompareTo(name);

    static void AddFixed((byte[] Name, byte[] Value) member, Utf8Buffer output, ref bool empty)
    {
        Separate(output, ref empty);
        output.Add(member.Name);
        output.Add((byte)':');
        output.Add(member.Value);
    }

    // In a list that starts there; returns the place before the comma.
    static int Separate(Utf8Buffer output, int start)
    {
        var before = output.Length;
        if (before > start)
            output.Add((byte)',');
        return before;
    }

    static void Separate(Utf8Buffer output, ref bool empty)
    {
        if (!empty)
            output.Add((byte)',');
        empty = false;
    }
}
