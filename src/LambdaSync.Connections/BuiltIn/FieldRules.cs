using System.Globalization;
using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>
/// What a field makes of a value, and which values it refuses: the rules of the large CRMs, so that a trial shows what they would say.
/// </summary>
static class FieldRules
{
    const int MaxNumberDigits = 18;

    /// <summary>The value as it is stored, or the refusal.</summary>
    public static (FlatValue Value, Issue? Refused) Apply(string path, CrmField field, FlatValue value)
    {
        if (value.Kind == FlatKind.Text)
        {
            var trimmed = value.Text.Trim();
            value = trimmed.Length == 0 ? FlatValue.Null : FlatValue.Of(trimmed);
        }

        if (value.IsNull)
            return (field.Type == CrmFieldType.Boolean ? FlatValue.False : value, null);

        return field.Type switch
        {
            CrmFieldType.Number => Number(path, field, value),
            CrmFieldType.Boolean => value.Kind == FlatKind.Boolean ? (value, null) : WrongType(path, value, "true or false"),
            _ when value.Kind != FlatKind.Text => WrongType(path, value, "text"),
            CrmFieldType.Date => Date(path, value),
            CrmFieldType.DateTime => Time(path, value),
            _ => (value, Text(path, field, value.Text)),
        };
    }

    static (FlatValue, Issue?) Number(string path, CrmField field, FlatValue value)
    {
        if (value.Kind != FlatKind.Number)
            return WrongType(path, value, "a number");
        var rounded = field.Scale < 0 ? value.Text : PlainNumber.Round(value.Text, field.Scale);
        return PlainNumber.IntegerDigits(rounded) > MaxNumberDigits - Math.Max(field.Scale, 0)
            ? (value, Refusals.Of(path, value, $"{path} takes at most {MaxNumberDigits} digits.", "Send a smaller number."))
            : (new FlatValue(FlatKind.Number, rounded), null);
    }

    static (FlatValue, Issue?) Date(string path, FlatValue value) =>
        DateOnly.TryParseExact(value.Text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? (value, null)
            : (value, Refusals.Of(path, value, $"{path} takes a date.", "Send it as yyyy-MM-dd."));

    static (FlatValue, Issue?) Time(string path, FlatValue value) =>
        value.Text.Contains('T', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(value.Text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? (FlatValue.Of(time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture)), null)
            : (value, Refusals.Of(path, value, $"{path} takes a date and time.", "Send it as yyyy-MM-ddTHH:mm:ssZ."));

    static Issue? Text(string path, CrmField field, string text)
    {
        if (field.Length > 0 && text.Length > field.Length)
            return Refusals.Of(
                path, FlatValue.Of(text), $"{path} takes at most {field.Length} characters, this has {text.Length}.",
                "Shorten the value or map it to a longer field.");
        if (field.Type == CrmFieldType.Email && !IsEmail(text))
            return Refusals.Of(path, FlatValue.Of(text), $"{path} takes an e-mail address.", "Send it as name@example.com.");
        if (!field.Restricted || field.Values is not { } values)
            return null;
        var bad = field.Type == CrmFieldType.MultiPicklist
            ? text.Split(';', StringSplitOptions.TrimEntries).FirstOrDefault(v => !values.Contains(v, StringComparer.Ordinal))
            : values.Contains(text, StringComparer.Ordinal) ? null : text;
        return bad is null
            ? null
            : Refusals.Of(
                path, FlatValue.Of(bad), $"{path} takes only the values of its picklist.",
                "Map the value to one of the picklist, or add it there.");
    }

    static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        var domain = text.AsSpan(at + 1);
        return at > 0 && domain.IndexOf('.') > 0 && domain[^1] != '.' && !domain.Contains('@') && !text.Any(char.IsWhiteSpace);
    }

    static (FlatValue, Issue?) WrongType(string path, FlatValue value, string wanted) =>
        (value, Refusals.Of(path, value, $"{path} takes {wanted}, this is {Describe(value.Kind)}.", "Map it to a field of that type."));

    static string Describe(FlatKind kind) => kind switch
    {
        FlatKind.Text => "text",
        FlatKind.Number => "a number",
        FlatKind.Boolean => "true or false",
        _ => "neither text, number nor true or false",
    };
}
