using System.Buffers;
using System.Text;

namespace LambdaSync.Local.Crm;

/// <summary>
/// A JSON string with no more escapes than JSON demands; <see cref="System.Text.Json.Utf8JsonWriter"/>'s encoders all add some.
/// </summary>
static class JsonText
{
    static readonly SearchValues<char> Escaped = SearchValues.Create(
        "\"\\\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\t\n\u000b\f\r\u000e\u000f\u0010\u0011\u0012\u0013\u0014\u0015\u0016\u0017\u0018\u0019\u001a\u001b\u001c\u001d\u001e\u001f");

    public static void Write(string text, IBufferWriter<byte> output)
    {
        output.Write("\""u8);
        ReadOnlySpan<char> rest = text;
        for (int at; (at = rest.IndexOfAny(Escaped)) >= 0; rest = rest[(at + 1)..])
        {
            Encoding.UTF8.GetBytes(rest[..at], output);
            Escape(rest[at], output);
        }

        Encoding.UTF8.GetBytes(rest, output);
        output.Write("\""u8);
    }

    static void Escape(char c, IBufferWriter<byte> output)
    {
        switch (c)
        {
            case '"': output.Write("\\\""u8); break;
            case '\\': output.Write("\\\\"u8); break;
            case '\b': output.Write("\\b"u8); break;
            case '\f': output.Write("\\f"u8); break;
            case '\n': output.Write("\\n"u8); break;
            case '\r': output.Write("\\r"u8); break;
            case '\t': output.Write("\\t"u8); break;
            default: output.Write([(byte)'\\', (byte)'u', (byte)'0', (byte)'0', Hex(c >> 4), Hex(c & 15)]); break;
        }
    }

    static byte Hex(int digit) => (byte)"0123456789abcdef"[digit];
}
