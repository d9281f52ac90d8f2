using System.Text;
using LambdaSync.Json;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>Numbers as decimal digits: a double would change money.</summary>
static class PlainNumber
{
    /// <summary>A JSON number without exponent, leading or trailing zeros; null when that would take too many digits.</summary>
    public static string? FromJson(ReadOnlySpan<byte> json) => Write(json, -1);

    /// <summary>Rounds plain digits half away from zero.</summary>
    public static string Round(string plain, int scale) => Write(Encoding.ASCII.GetBytes(plain), scale)!;

    static string? Write(ReadOnlySpan<byte> number, int decimals)
    {
        var output = new Utf8Buffer(number.Length + 2);
        return DecimalText.TryWrite(number, decimals, output) ? Encoding.ASCII.GetString(output.Written) : null;
    }

    public static int IntegerDigits(string plain)
    {
        var digits = plain.AsSpan().TrimStart('-');
        var dot = digits.IndexOf('.');
        return dot < 0 ? digits.Length : dot;
    }
}
