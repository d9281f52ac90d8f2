using System.Buffers;
using System.Text.Json;

namespace LambdaSync.Json;

/// <summary>
/// The one form in which documents are stored and compared: UTF-8, no white space, members in ordinal order of their UTF-8 names,
/// numbers as plain decimal text, strings with the least escaping.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Deeper values are refused.</summary>
    public const int MaxDepth = 64;

    [ThreadStatic]
    static Canonicalizer? _spare;

    /// <summary>Writes any JSON value in canonical form.</summary>
    /// <exception cref="JsonException">Not JSON, or a member is there twice, or text is not valid Unicode.</exception>
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        if (TryWrite(json, output) is { } error)
            throw new JsonException(error);
    }

    /// <summary>Writes any JSON value in canonical form, or says in one sentence why it can't and writes nothing.</summary>
    public static string? TryWrite(ReadOnlySpan<byte> json, IBufferWriter<byte> output)
    {
        var canonicalizer = _spare ?? new Canonicalizer();
        _spare = null;
        var error = canonicalizer.Run(json);
        if (error is null)
            output.Write(canonicalizer.Result);
        _spare = canonicalizer;
        return error;
    }

    public static byte[] ToArray(ReadOnlySpan<byte> json)
    {
        var buffer = new Utf8Buffer(json.Length + 16);
        Write(json, buffer);
        return buffer.Written.ToArray();
    }
}
