using System.Globalization;
using System.Text.Json;

namespace LambdaSync.Mapping;

/// <summary>One place of a document that a person wrote and that is being read strictly: its JSON, where it stands, and where its issues go.</summary>
/// <param name="code">The code of the issues: <see cref="IssueCodes.MappingInvalid"/> or the like.</param>
readonly struct Place(JsonElement element, string at, IssueList issues, string code = IssueCodes.MappingInvalid)
{
    public JsonElement Element { get; } = element;

    public string At { get; } = at;

    public void Fail(string rule, string fix) => Fail(At, rule, fix);

    public void Fail(string where, string rule, string fix)
    {
        if (issues.HasRoom(Severity.Error))
            // The whole document is no value that a person would look for.
            issues.Add(Issue.Error(code, Issue.Short(where), where.Length == 0 ? null : Element.GetRawText(), Issue.Short(rule), Issue.Short(fix)));
        else
            issues.CountOne(Severity.Error);
    }

    public Place Child(JsonElement child, string at) => new(child, at, issues, code);

    /// <summary>The members when this is an object of known members; unknown and repeated ones are issues.</summary>
    public Members? Object(params string[] known)
    {
        if (Element.ValueKind != JsonValueKind.Object)
        {
            Fail("An object is expected here.", $"Write {{ }} with the members {string.Join(", ", known)}.");
            return null;
        }

        if (Element.GetPropertyCount() > MappingReader.MaxValues)
        {
            Fail($"An object has at most {MappingReader.MaxValues} members.", "Remove members.");
            return null;
        }

        var members = new Members(this);
        foreach (var (name, place) in Properties())
        {
            if (known.Contains(name))
                members.Add(name, place);
            else
                place.Fail($"'{name}' is not a member known here.", Nearest.Hint(name, known) + $"The members are {string.Join(", ", known)}.");
        }

        return members;
    }

    /// <summary>Every member of an object in order, each name once; a repeated name is an issue, as only one of the two could count.</summary>
    public IEnumerable<(string Name, Place Place)> Properties()
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var property in Element.EnumerateObject())
        {
            var place = Child(property.Value, Join(property.Name));
            if (seen.Add(property.Name))
                yield return (property.Name, place);
            else
                place.Fail($"'{property.Name}' is written twice in one object.", "Keep one of the two.");
        }
    }

    /// <param name="most">A longer list is an issue and has no items.</param>
    public IReadOnlyList<Place> Items(bool atLeastOne, int most = MappingReader.MaxValues)
    {
        if (Element.ValueKind != JsonValueKind.Array)
        {
            Fail("A list is expected here.", "Write [ ] around the elements.");
            return [];
        }

        if (Element.GetArrayLength() > most)
        {
            Fail(string.Create(CultureInfo.InvariantCulture, $"The list has at most {most} elements."), "Remove elements.");
            return [];
        }

        var items = new List<Place>();
        foreach (var item in Element.EnumerateArray())
            items.Add(Child(item, string.Create(CultureInfo.InvariantCulture, $"{At}[{items.Count}]")));
        if (atLeastOne && items.Count == 0)
            Fail("The list is empty.", "Add an element or remove the member.");
        return items;
    }

    /// <summary>A text that is not empty; null after reporting anything else.</summary>
    public string? Text()
    {
        if (Element.ValueKind == JsonValueKind.String && Element.GetString() is { Length: > 0 } text)
            return text;
        Fail("A text that is not empty is expected here.", "Write a text in quotes.");
        return null;
    }

    /// <summary>A list of such texts, which may be empty.</summary>
    public IReadOnlyList<string> Texts() => [.. Items(atLeastOne: false).Select(item => item.Text()).OfType<string>()];

    public bool Flag()
    {
        if (Element.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Fail("true or false is expected here.", "Write true or false without quotes.");
        return Element.ValueKind == JsonValueKind.True;
    }

    public int? Whole(int least, int most)
    {
        var plain = Element.ValueKind == JsonValueKind.Number ? Scalars.OfNumber(Element.GetRawText()) : null;
        if (int.TryParse(plain, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Fail(string.Create(CultureInfo.InvariantCulture, $"A whole number from {least} to {most} is expected here."), "Write such a number without quotes.");
        return null;
    }

    /// <summary>An amount as text or number, <c>"12.50"</c>: digits and a point alone, so that nothing is rounded; null after reporting anything else.</summary>
    public decimal? Amount()
    {
        var text = Element.ValueKind switch { JsonValueKind.String => Element.GetString(), JsonValueKind.Number => Element.GetRawText(), _ => null };
        if (text is { Length: <= 28 } && decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var amount))
            return amount;
        Fail("An amount in digits is expected here, not negative, without separators or exponent.", "Write an amount such as \"1250.00\".");
        return null;
    }

    /// <summary>A day such as <c>2027-01-31</c>; null after reporting anything else.</summary>
    public DateOnly? Day()
    {
        if (Element.ValueKind == JsonValueKind.String && UtcDay.Parse(Element.GetString()) is { } day)
            return day;
        Fail("A day is expected here.", "Write a day such as \"2027-01-31\".");
        return null;
    }

    /// <summary>One of some words, as its position among them; 0 after reporting anything else.</summary>
    public int OneOf(params string[] words)
    {
        var text = Element.ValueKind == JsonValueKind.String ? Element.GetString()! : "";
        var position = Array.IndexOf(words, text);
        if (position < 0)
            Fail($"One of {string.Join(", ", words)} is expected here.", Nearest.Hint(text, words) + "Write one of these words in quotes.");
        return Math.Max(position, 0);
    }

    /// <summary>A string, number or boolean as canonical text; null after reporting anything else.</summary>
    public string? Scalar()
    {
        var text = Scalars.Of(Element);
        if (text is null)
            Fail("A text, a number of sensible size, true or false is expected here.", "Write one such value.");
        return text;
    }

    string Join(string name) =>
        name.Length == 0 || name.AsSpan().IndexOfAny(" .[]\"") >= 0 ? $"{At}[{Scalars.OfText(name)}]" : At.Length == 0 ? name : $"{At}.{name}";
}
