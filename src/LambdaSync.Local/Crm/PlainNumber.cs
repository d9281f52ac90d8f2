using System.Buffers.Text;
using System.Text;

namespace LambdaSync.Local.Crm;

/// <summary>Numbers as decimal digits: a double would change money.</summary>
static class PlainNumber
{
    const int MostDigits = 400;

    /// <summary>A JSON number without exponent, leading or trailing zeros; null when that would take too many digits.</summary>
    public static string? FromJson(ReadOnlySpan<byte> json)
    {
        var negative = json[0] == '-';
        if (negative)
            json = json[1..];
        var exponent = 0;
        var e = json.IndexOfAny((byte)'e', (byte)'E');
        if (e >= 0)
        {
            var sign = json[e + 1] == '+' ? 1 : 0;
            if (!Utf8Parser.TryParse(json[(e + 1 + sign)..], out exponent, out _) || Math.Abs((long)exponent) > MostDigits)
                return null;
            json = json[..e];
        }

        if (json.Length > MostDigits)
            return null;
        var dot = json.IndexOf((byte)'.');
        var point = dot < 0 ? json.Length : dot;
        var digits = new StringBuilder(json.Length);
        foreach (var c in json)
        {
            if (c != '.')
                digits.Append((char)c);
        }

        return Build(negative, digits.ToString(), point + exponent);
    }

    /// <summary>Rounds plain digits half away from zero.</summary>
    public static string Round(string plain, int scale)
    {
        var dot = plain.IndexOf('.', StringComparison.Ordinal);
        if (dot < 0 || plain.Length - dot - 1 <= scale)
            return plain;
        var negative = plain[0] == '-';
        var start = negative ? 1 : 0;
        var up = plain[dot + 1 + scale] >= '5';
        var digits = string.Concat("0", plain.AsSpan(start, dot - start), plain.AsSpan(dot + 1, scale)).ToCharArray();
        for (var i = digits.Length - 1; up; i--)
        {
            up = digits[i] == '9';
            digits[i] = up ? '0' : (char)(digits[i] + 1);
        }

        return Build(negative, new string(digits), digits.Length - scale);
    }

    public static int IntegerDigits(string plain)
    {
        var digits = plain.AsSpan().TrimStart('-');
        var dot = digits.IndexOf('.');
        return dot < 0 ? digits.Length : dot;
    }

    static string Build(bool negative, string digits, int point)
    {
        if (point < 0)
        {
            digits = new string('0', -point) + digits;
            point = 0;
        }

        digits = digits.PadRight(point, '0');
        var integer = digits[..point].TrimStart('0');
        var fraction = digits[point..].TrimEnd('0');
        if (integer.Length + fraction.Length == 0)
            return "0";
        return (negative ? "-" : "") + (integer.Length == 0 ? "0" : integer) + (fraction.Length == 0 ? "" : "." + fraction);
    }
}
