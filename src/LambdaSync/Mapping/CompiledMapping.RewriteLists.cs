using LambdaSync.Json;

namespace LambdaSync.Mapping;

public sealed partial class CompiledMapping
{
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

    // In a list that starts there; returns the place before the comma.
    static int Separate(Utf8Buffer output, int start)
    {
        var before = output.Length;
        if (before > start)
            output.Add((byte)',');
        return before;
    }
}
