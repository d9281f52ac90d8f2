using System.Globalization;
using System.Text;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>JSON scalars as canonical text, so that equal values are equal strings: minimal escapes, plain decimals.</summary>
public static class Scalars
{
    /// <summary>More digits than any CRM's number; keeps <c>1e999999</c> from becoming a megabyte of zeros.</summary>
    const int MaxDigits = 64;

    /// <summary>Canonical text of a string: quoted, only <c>"</c>, <c>\</c> and control characters escaped.</summary>
    public static string OfText(string text) => Encoding.UTF8.GetString(JsonText.Quote(text));

    /// <summary>Canonical text of a string, number or boolean; null for anything else and for numbers of absurd size.</summary>
    public static string? Of(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => OfText(element.GetString()!),
        JsonValueKind.Number => OfNumber(element.GetRawText()),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };

    /// <summary>The text inside a canonical string, or null when the canonical text is a number or boolean.</summary>
    public static string? TextOf(string canonical)
    {
        if (!canonical.StartsWith('"'))
            return null;
        using var document = JsonDocument.Parse(canonical);
        return document.RootElement.GetString();
    }

    /// <summary>A JSON number as plain decimal digits: no exponent, no trailing zeros, no negative zero.</summary>
    public static string? OfNumber(string json)
    {
        var negative = json.StartsWith('-');
        var e = json.AsSpan().IndexOfAny('e', 'E');
        var mantissa = json[(negative ? 1 : 0)..(e < 0 ? json.Length : e)];
        var exponent = 0;
        if (e >= 0 && (!int.TryParse(json.AsSpan(e + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxDigits))
            return null;
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        var digits = mantissa.Replace(".", "", StringComparison.Ordinal);
        var whole = (point < 0 ? digits.Length : point) + exponent;
        if (whole < 0)
            (digits, whole) = (new string('0', -whole) + digits, 0);
        if (whole > digits.Length)
            digits += new string('0', whole - digits.Length);
        if (digits.Length > 2 * MaxDigits)
            return null;
        var left = digits[..whole].TrimStart('0');
        var right = digits[whole..].TrimEnd('0');
        var plain = (left.Length == 0 ? "0" : left) + (right.Length == 0 ? "" : "." + right);
        return negative && plain != "0" ? "-" + plain : plain;
    }
}
