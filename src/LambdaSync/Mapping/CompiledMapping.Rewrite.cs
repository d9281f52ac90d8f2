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

    static void Separate(Utf8Buffer output, ref bool empty)
    {
        if (!empty)
            output.Add((byte)',');
        empty = false;
    }
}
