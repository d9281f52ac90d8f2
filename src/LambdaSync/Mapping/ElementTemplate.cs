using System.Text.RegularExpressions;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>What an object of a list becomes in the CRM's text: <c>{Time} {Value}</c>, each member in braces replaced by its value.</summary>
sealed partial class ElementTemplate
{
    readonly (byte[] Text, byte[] Member)[] _parts;
    readonly byte[] _end;

    ElementTemplate(string template)
    {
        var at = 0;
        var parts = new List<(byte[], byte[])>();
        foreach (Match match in MemberPattern().Matches(template))
        {
            parts.Add((Raw(template[at..match.Index]), JsonText.Quote(match.Groups[1].Value)));
            at = match.Index + match.Length;
        }

        (_parts, _end) = ([.. parts], Raw(template[at..]));
    }

    /// <summary>The template, or null when it names no member or has a brace too many.</summary>
    public static ElementTemplate? Of(string template) =>
        Members(template).Count > 0 && MemberPattern().Replace(template, "").IndexOfAny(['{', '}']) < 0 ? new ElementTemplate(template) : null;

    /// <summary>The members it names.</summary>
    public static IReadOnlyList<string> Members(string template) => [.. MemberPattern().Matches(template).Select(m => m.Groups[1].Value)];

    /// <summary>Writes the inside of a JSON text. A member that is missing is left empty.</summary>
    /// <param name="element">An object, canonical.</param>
    /// <returns>False: a member is masked, so the whole is unknown.</returns>
    public bool TryWrite(ReadOnlySpan<byte> element, Utf8Buffer output)
    {
        foreach (var (text, member) in _parts)
        {
            output.Add(text);
            var value = Find(element, member);
            var raw = value.Kind switch
            {
                Kind.String => value.In(element)[1..^1],
                Kind.Number or Kind.Boolean => value.In(element),
                _ => default,
            };
            if (Mask.IsMask(raw))
                return false;
            output.Add(raw);
        }

        output.Add(_end);
        return true;
    }

    static Value Find(ReadOnlySpan<byte> json, ReadOnlySpan<byte> member)
    {
        var at = 1;
        while (json[at] != '}')
        {
            if (json[at] == ',')
                at++;
            var nameEnd = JsonScan.StringEnd(json, at);
            var value = JsonScan.ValueAt(json, nameEnd + 1);
            if (json[at..nameEnd].SequenceEqual(member))
                return value;
            at = nameEnd + 1 + value.Length;
        }

        return default;
    }

    static byte[] Raw(string text) => JsonText.Quote(text)[1..^1];

    [GeneratedRegex(@"\{([A-Za-z0-9_]+)\}", RegexOptions.CultureInvariant)]
    private static partial Regex MemberPattern();
}
