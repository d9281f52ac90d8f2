using System.Buffers;

namespace LambdaSync.Json;

/// <summary>
/// The one form in which documents are stored and compared: UTF-8, no white space, members in ordinal order of their UTF-8 names,
/// numbers as plain decimal text, strings with the least escaping.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Writes any JSON value in canonical form.</summary>
    /// <exception cref="System.Text.Json.JsonException">Not JSON, or a member is there twice, or text is not valid Unicode.</exception>
    public static void Write(ReadOnlySpan<byte> json, IBufferWriter<byte> output) => throw new NotImplementedException();
}
