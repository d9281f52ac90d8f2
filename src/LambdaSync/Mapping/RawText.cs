namespace LambdaSync.Mapping;

/// <summary>Trimming and cutting the inside of a canonical JSON string without unescaping it.</summary>
static class RawText
{
    /// <summary>Without ASCII white space at both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> raw)
    {
        while (true)
        {
            if (raw.Length > 0 && raw[0] == ' ')
                raw = raw[1..];
            else if (raw.Length > 1 && raw[0] == '\\' && IsWhite(raw[1]))
                raw = raw[2..];
            else
                break;
        }

        while (true)
        {
            if (raw.Length > 0 && raw[^1] == ' ')
                raw = raw[..^1];
            else if (raw.Length > 1 && IsWhite(raw[^1]) && IsEscape(raw[..^1]))
                raw = raw[..^2];
            else
                return raw;
        }
    }

    /// <summary>The first <paramref name="units"/> UTF-16 units; a pair is never split.</summary>
    public static ReadOnlySpan<byte> Cut(ReadOnlySpan<byte> raw, int units)
    {
        if (raw.Length <= units)
            return raw;
        var used = 0;
        var at = 0;
        while (at < raw.Length)
        {
            var b = raw[at];
            var (size, cost) = b switch
            {
                (byte)'\\' => (raw[at + 1] == 'u' ? 6 : 2, 1),
                < 0x80 => (1, 1),
                < 0xE0 => (2, 1),
                < 0xF0 => (3, 1),
                _ => (4, 2),
            };
            if (used + cost > units)
                break;
            used += cost;
            at += size;
        }

        return raw[..at];
    }

    static bool IsWhite(byte escape) => escape is (byte)'n' or (byte)'r' or (byte)'t' or (byte)'f';

    // Whether the last byte is a backslash that starts an escape: the run of backslashes before the end does not have an even length.
    static bool IsEscape(ReadOnlySpan<byte> raw)
    {
        var run = raw.Length - 1 - raw.LastIndexOfAnyExcept((byte)'\\');
        return run % 2 == 1;
    }
}
