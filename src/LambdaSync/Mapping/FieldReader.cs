using System.Buffers;
using System.Text.Json;

namespace LambdaSync.Mapping;

/// <summary>Reads one line of <c>fields</c>.</summary>
static class FieldReader
{
    public const int MaxDecimals = 8;
    public const int LongestText = 131_072;
    const int LongestJoin = 3, LongestElement = 1_000;

    /// <summary>Printable ASCII that is neither letter nor digit nor has a meaning inside a JSON text.</summary>
    static readonly SearchValues<char> JoinCharacters = SearchValues.Create(" !#$%&()*+,-./:;<=>?@[]^_`{|}~");

    public static FieldMapping? Read(Place place)
    {
        var members = place.Object(
            "aws", "crm", "inbound", "outbound", "values", "outboundDefault", "unmapped", "join", "element", "round", "truncate", "trim", "lower", "phone", "owner", "fallback");
        if (members is null)
            return null;
        var values = Values(members.Find("values"));
        return new FieldMapping(
            members.Required("aws")?.Text() ?? "",
            members.Required("crm")?.Text() ?? "",
            members.Flag("inbound", true),
            members.Flag("outbound", true),
            values,
            Defaults(members.Find("outboundDefault"), values),
            members.Find("unmapped")?.OneOf("hold", "pass") == 1,
            Join(members.Find("join")),
            members.Find("round")?.Whole(0, MaxDecimals),
            members.Find("truncate")?.Whole(1, LongestText),
            members.Flag("trim", false),
            members.Owner("owner"),
            FallbackReader.All(members.Find("fallback")))
        {
            Element = Element(members.Find("element")),
            Lower = members.Flag("lower", false),
            Phone = Phone(members.Find("phone")),
        };
    }

    static List<ValueMapping> Values(Place? place)
    {
        var values = new List<ValueMapping>();
        foreach (var (name, value) in Entries(place))
        {
            if (value.Element.ValueKind == JsonValueKind.Array)
                values.Add(new ValueMapping(name, Distinct(value.Items(atLeastOne: true))));
            else if (value.Scalar() is { } scalar)
                values.Add(new ValueMapping(name, [scalar]));
        }

        return values;
    }

    /// <summary>Scalars that differ from each other: a value written twice is a slip of the one who meant another.</summary>
    public static List<string> Distinct(IReadOnlyList<Place> items)
    {
        var scalars = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in items)
        {
            if (item.Scalar() is not { } scalar)
                continue;
            if (!seen.Add(scalar))
                item.Fail($"{scalar} is in this list twice.", "Keep one of the two.");
            scalars.Add(scalar);
        }

        return scalars;
    }

    /// <summary>A JSON key is always text, so a key stands for a number or boolean when the line lists that and no such text.</summary>
    static Dictionary<string, string> Defaults(Place? place, List<ValueMapping> values)
    {
        var listed = values.SelectMany(v => v.Crm).ToHashSet(StringComparer.Ordinal);
        var defaults = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in Entries(place))
        {
            var text = Scalars.OfText(name);
            if (value.Text() is { } aws)
                defaults[listed.Contains(name) && !listed.Contains(text) ? name : text] = aws;
        }

        return defaults;
    }

    static IEnumerable<(string Name, Place Place)> Entries(Place? place)
    {
        if (place is not { } map)
            return [];
        if (map.Element.ValueKind != JsonValueKind.Object)
        {
            map.Fail("An object of values is expected here.", "Write { \"value\": \"other value\" }.");
            return [];
        }

        switch (map.Element.GetPropertyCount())
        {
            case 0:
                map.Fail("The object is empty.", "Add a value or remove the member.");
                break;
            case > MappingReader.MaxValues:
                map.Fail($"A line has at most {MappingReader.MaxValues} values.", "Remove values, or write \"unmapped\": \"pass\".");
                return [];
        }

        return map.Properties();
    }

    static string? Element(Place? place)
    {
        if (place is not { } element || element.Text() is not { } text)
            return null;
        if (text.Length > LongestElement)
        {
            element.Fail($"An element's text has at most {LongestElement} characters.", "Shorten it.");
            return null;
        }

        if (ElementTemplate.Of(text) is null)
            element.Fail("An element's text names members of the list's objects in braces.", "Write \"{Time} {Value}\", for example.");
        return text;
    }

    static PhoneFormat? Phone(Place? place)
    {
        if (place?.Object("country", "trunk", "international") is not { } members)
            return null;
        return new PhoneFormat(
            Digits(members.Required("country"), "+", 4, "\"+49\"") ?? "+0", Digits(members.Find("trunk"), "", 3, "\"0\""), Digits(members.Find("international"), "", 4, "\"00\""));
    }

    static string? Digits(Place? place, string start, int most, string example)
    {
        if (place is not { } there)
            return null;
        var text = there.Element.ValueKind == JsonValueKind.String ? there.Element.GetString()! : "";
        var digits = text.StartsWith(start, StringComparison.Ordinal) ? text.AsSpan(start.Length) : "";
        if (digits.Length > 0 && digits.Length <= most && !digits.ContainsAnyExceptInRange('0', '9') && !(start == "+" && digits[0] == '0'))
            return text;
        there.Fail($"{(start == "+" ? "A + and the digits of a country code are" : "A text of digits is")} expected here.", $"Write {example}, for example.");
        return null;
    }

    static string? Join(Place? place)
    {
        if (place is not { } join)
            return null;
        if (join.Element.ValueKind == JsonValueKind.String && join.Element.GetString() is { Length: > 0 and <= LongestJoin } text
            && !text.AsSpan().ContainsAnyExcept(JoinCharacters))
            return text;
        join.Fail("A separator is 1 to 3 printable ASCII characters, none of them a letter, digit, quote or backslash.", "Write \";\", for example.");
        return null;
    }
}
