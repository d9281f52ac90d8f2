using System.Buffers;
using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;

namespace LambdaSync.Json;

/// <summary>JSON strings as bytes: from any spelling to the canonical one, and to and from plain text.</summary>
/// <remarks>"Raw" means the bytes between the quotes, escapes and all.</remarks>
public static class JsonText
{
    static readonly SearchValues<byte> NeedsEscape = SearchValues.Create(
        [.. Enumerable.Range(0, 32).Select(i => (byte)i), (byte)'"', (byte)'\\']);

    /// <summary>Writes the canonical spelling of a raw string, without quotes; false when it holds half a surrogate pair.</summary>
    public static bool TryWriteCanonical(ReadOnlySpan<byte> raw, Utf8Buffer output)
    {
        while (true)
        {
            var slash = raw.IndexOf((byte)'\\');
            if (slash < 0)
            {
                output.Add(raw);
                return true;
            }

            output.Add(raw[..slash]);
            raw = raw[slash..];
            var used = ReadEscape(raw, out var rune);
            if (used == 0)
                return false;
            WriteEscaped(rune, output);
            raw = raw[used..];
        }
    }

    /// <summary>Writes plain UTF-8 text as the inside of a canonical string.</summary>
    public static void WritePlain(ReadOnlySpan<byte> plain, Utf8Buffer output)
    {
        while (true)
        {
            var next = plain.IndexOfAny(NeedsEscape);
            if (next < 0)
            {
                output.Add(plain);
                return;
            }

            output.Add(plain[..next]);
            WriteEscaped(new Rune(plain[next]), output);
            plain = plain[(next + 1)..];
        }
    }

    /// <summary>The text as a canonical JSON string, quotes included.</summary>
    public static byte[] Quote(string text)
    {
        var buffer = new Utf8Buffer(text.Length + 16);
        buffer.Add((byte)'"');
        WritePlain(Encoding.UTF8.GetBytes(text), buffer);
        buffer.Add((byte)'"');
        return buffer.Written.ToArray();
    }

    /// <summary>The plain text of a canonical raw string.</summary>
    public static string ToText(ReadOnlySpan<byte> raw)
    {
        if (raw.IndexOf((byte)'\\') < 0)
            return Encoding.UTF8.GetString(raw);
        var buffer = new Utf8Buffer(raw.Length);
        Unescape(raw, buffer);
        return Encoding.UTF8.GetString(buffer.Written);
    }

    /// <summary>Writes the plain UTF-8 of a raw string; half a surrogate pair becomes U+FFFD.</summary>
    public static void Unescape(ReadOnlySpan<byte> raw, Utf8Buffer output)
    {
        Span<byte> utf8 = stackalloc byte[4];
        while (raw.Length > 0)
        {
            var slash = raw.IndexOf((byte)'\\');
            if (slash < 0)
            {
                output.Add(raw);
                return;
            }

            output.Add(raw[..slash]);
            raw = raw[slash..];
            var used = ReadEscape(raw, out var rune);
            output.Add(utf8[..(used == 0 ? Rune.ReplacementChar : rune).EncodeToUtf8(utf8)]);
            raw = raw[(used == 0 ? Math.Min(6, raw.Length) : used)..];
        }
    }

    /// <summary>The plain text of a canonical raw string, in the caller's room; the characters used, or -1 when it is too small.</summary>
    public static int ToChars(ReadOnlySpan<byte> raw, Span<char> room) =>
        raw.Length > room.Length ? -1 : raw.IndexOf((byte)'\\') < 0 ? Encoding.UTF8.GetChars(raw, room) : ToText(raw).TryCopyTo(room, out var length) ? length : -1;

    static bool TryCopyTo(this string text, Span<char> room, out int length)
    {
        length = text.Length;
        return text.AsSpan().TryCopyTo(room);
    }

    /// <summary>Whether a raw string is text: valid UTF-8, no escape that is half a surrogate pair.</summary>
    public static bool IsText(ReadOnlySpan<byte> raw)
    {
        if (!Utf8.IsValid(raw))
            return false;
        while (raw.IndexOf((byte)'\\') is var slash and >= 0)
        {
            raw = raw[slash..];
            var used = ReadEscape(raw, out _);
            if (used == 0)
                return false;
            raw = raw[used..];
        }

        return true;
    }

    /// <summary>The plain text of a raw string, or null when it is no text or has more than <paramref name="longest"/> bytes of UTF-8.</summary>
    public static string? TryRead(ReadOnlySpan<byte> raw, int longest)
    {
        // An escape takes at most six bytes for one.
        if (raw.Length > longest * 6 || !IsText(raw))
            return null;
        if (raw.IndexOf((byte)'\\') < 0)
            return raw.Length <= longest ? Encoding.UTF8.GetString(raw) : null;
        var buffer = new Utf8Buffer(raw.Length);
        Unescape(raw, buffer);
        return buffer.Length <= longest ? Encoding.UTF8.GetString(buffer.Written) : null;
    }

    public static bool IsValidUtf8(ReadOnlySpan<byte> bytes) => Utf8.IsValid(bytes);

    // The bytes that one escape takes, 0 when it is half a surrogate pair. The reader has checked the syntax.
    static int ReadEscape(ReadOnlySpan<byte> raw, out Rune rune)
    {
        rune = default;
        switch (raw[1])
        {
            case (byte)'b': rune = new Rune('\b'); return 2;
            case (byte)'f': rune = new Rune('\f'); return 2;
            case (byte)'n': rune = new Rune('\n'); return 2;
            case (byte)'r': rune = new Rune('\r'); return 2;
            case (byte)'t': rune = new Rune('\t'); return 2;
            case (byte)'u': break;
            default: rune = new Rune((char)raw[1]); return 2;
        }

        var first = Hex(raw);
        if (Rune.TryCreate(first, out rune))
            return 6;
        return raw.Length >= 12 && raw[6] == '\\' && raw[7] == 'u' && Rune.TryCreate(first, Hex(raw[6..]), out rune) ? 12 : 0;
    }

    static char Hex(ReadOnlySpan<byte> escape) =>
        Utf8Parser.TryParse(escape.Slice(2, 4), out ushort unit, out _, 'x') ? (char)unit : '\uFFFD';

    static void WriteEscaped(Rune rune, Utf8Buffer output)
    {
        switch (rune.Value)
        {
            case '"': output.Add("\\\""u8); return;
            case '\\': output.Add("\\\\"u8); return;
            case '\b': output.Add("\\b"u8); return;
            case '\f': output.Add("\\f"u8); return;
            case '\n': output.Add("\\n"u8); return;
            case '\r': output.Add("\\r"u8); return;
            case '\t': output.Add("\\t"u8); return;
            case < 32:
                output.Add("\\u00"u8);
                output.Add((byte)('0' + (rune.Value >> 4)));
                output.Add((byte)"0123456789abcdef"[rune.Value & 15]);
                return;
            default:
                Span<byte> utf8 = stackalloc byte[4];
                output.Add(utf8[..rune.EncodeToUtf8(utf8)]);
                return;
        }
    }
}
