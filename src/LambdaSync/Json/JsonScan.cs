using System.Runtime.CompilerServices;

namespace LambdaSync.Json;

/// <summary>The kinds of value that a scan tells apart.</summary>
enum Kind : byte
{
    Absent,
    Null,
    String,
    Number,
    Boolean,
    Array,
    Object,
}

/// <summary>A value where it stands in canonical JSON, quotes and brackets included.</summary>
readonly record struct Value(Kind Kind, int Start, int Length)
{
    public ReadOnlySpan<byte> In(ReadOnlySpan<byte> json) => json.Slice(Start, Length);
}

/// <summary>Steps over canonical JSON: no white space, known to be well-formed, so nothing is checked again.</summary>
static class JsonScan
{
    /// <summary>The value that starts at <paramref name="at"/>.</summary>
    public static Value ValueAt(ReadOnlySpan<byte> json, int at)
    {
        switch (json[at])
        {
            case (byte)'"': return new Value(Kind.String, at, StringEnd(json, at) - at);
            case (byte)'{': return new Value(Kind.Object, at, ContainerEnd(json, at) - at);
            case (byte)'[': return new Value(Kind.Array, at, ContainerEnd(json, at) - at);
            case (byte)'n': return new Value(Kind.Null, at, 4);
            case (byte)'t': return new Value(Kind.Boolean, at, 4);
            case (byte)'f': return new Value(Kind.Boolean, at, 5);
            default:
                var end = json[at..].IndexOfAny((byte)',', (byte)'}', (byte)']');
                return new Value(Kind.Number, at, end < 0 ? json.Length - at : end);
        }
    }

    /// <summary>The place after the closing quote of the string whose opening quote is at <paramref name="at"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int StringEnd(ReadOnlySpan<byte> json, int at)
    {
        at++;
        while (true)
        {
            at += json[at..].IndexOfAny((byte)'"', (byte)'\\');
            if (json[at] == '"')
                return at + 1;
            at += 2;
        }
    }

    static int ContainerEnd(ReadOnlySpan<byte> json, int at)
    {
        var depth = 0;
        while (true)
        {
            at += json[at..].IndexOfAny("\"{}[]"u8);
            switch (json[at])
            {
                case (byte)'"':
                    at = StringEnd(json, at);
                    continue;
                case (byte)'{' or (byte)'[':
                    depth++;
                    break;
                default:
                    if (--depth == 0)
                        return at + 1;
                    break;
            }

            at++;
        }
    }
}
