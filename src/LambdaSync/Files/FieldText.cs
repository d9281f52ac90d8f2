using System.Text;
using System.Text.Json;
using LambdaSync.Json;

namespace LambdaSync.Files;

/// <summary>What a record document has for a file field.</summary>
enum FieldPresence
{
    Absent,

    /// <summary>AWS hides the value until the acceptance.</summary>
    Masked,

    /// <summary>Empty: in a file, <c>null</c> clears a field.</summary>
    Null,
    Value,
}

/// <summary>A file field's value in the file's form.</summary>
/// <param name="Json">The value as it stands in a file; empty unless there is one.</param>
/// <param name="Texts">Its texts in the file's spelling, for conditions.</param>
readonly record struct FieldText(FieldPresence Presence, byte[] Json, string[] Texts)
{
    public static readonly FieldText Absent = new(FieldPresence.Absent, [], []), Masked = new(FieldPresence.Masked, [], []), Null = new(FieldPresence.Null, "null"u8.ToArray(), []);

    public static FieldText Of(string text) =>
        text.Length == 0 ? Null : Mask.IsMask(text) ? Masked : new FieldText(FieldPresence.Value, JsonText.Quote(text), [text]);

    /// <summary>Several values as one text: joined by <c>;</c> without blanks.</summary>
    public static FieldText Joined(IReadOnlyList<string> values) =>
        values.Count == 0 ? Null : values.Any(value => Mask.IsMask(value)) ? Masked : new FieldText(FieldPresence.Value, JsonText.Quote(string.Join(';', values)), [.. values]);

    public static FieldText List(IReadOnlyList<string> values)
    {
        if (values.Count == 0)
            return Null;
        if (values.Any(value => Mask.IsMask(value)))
            return Masked;
        var json = new Utf8Buffer();
        json.Add((byte)'[');
        foreach (var value in values)
        {
            if (json.Length > 1)
                json.Add((byte)',');
            json.Add(JsonText.Quote(value));
        }

        json.Add((byte)']');
        return new FieldText(FieldPresence.Value, json.Written.ToArray(), [.. values]);
    }

    /// <summary>A number of a file: no exponent, no trailing zeros.</summary>
    /// <param name="decimals">Decimals to round to; negative to keep all.</param>
    /// <returns>Null: the text is no number.</returns>
    public static FieldText? Number(string text, int decimals)
    {
        if (Mask.IsMask(text))
            return Masked;
        if (text.Length == 0)
            return Null;
        var number = new Utf8Buffer();
        return DecimalText.TryWrite(Encoding.UTF8.GetBytes(text), decimals, number) ? new FieldText(FieldPresence.Value, number.Written.ToArray(), [Encoding.UTF8.GetString(number.Written)]) : null;
    }

    /// <summary>A text, or a number or a boolean as its text; null for anything else.</summary>
    public static string? TextOf(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => element.GetString(),
        JsonValueKind.Number => element.GetRawText(),
        JsonValueKind.True => "true",
        JsonValueKind.False => "false",
        _ => null,
    };
}
