using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Salesforce.Model;
using LambdaSync.Simulator.Salesforce.State;
using LambdaSync.Simulator.Salesforce.Wire;

namespace LambdaSync.Simulator.Salesforce.Rules;

/// <summary>Values as they are in JSON: what the server writes, and what it takes.</summary>
static class Values
{
    public static JsonObject Attributes(Row row) => new() { ["type"] = row.Model.Name, ["url"] = $"/services/data/v68.0/sobjects/{row.Model.Name}/{row.Id}" };

    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'+0000'", CultureInfo.InvariantCulture);

    public static JsonNode? Json(Organization organization, Row row, FieldModel field)
    {
        if (field.Type == "address")
            return Address(row, field);
        return Json(organization, field, Formulas.Value(organization, row, field));
    }

    public static JsonNode? Json(Organization organization, FieldModel field, object? value) => value switch
    {
        null => field.Type == "boolean" ? false : null,
        string text => text,
        bool flag => flag,
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        DateTimeOffset time => Time(time),
        decimal number => JsonNode.Parse(field.Type == "int" ? number.ToString("0", CultureInfo.InvariantCulture) : Number(number, organization.Settings.HasExponents)),
        _ => throw new InvalidOperationException($"{field.Name} has {value.GetType().Name}."),
    };

    /// <summary>A value as the field keeps it; null for none.</summary>
    /// <exception cref="ApiError">The value does not fit the field.</exception>
    public static object? Of(FieldModel field, JsonNode? json)
    {
        if (json is null)
            return field.Type == "boolean" ? throw NotOfType(field, "null") : null;
        if (json is not JsonValue)
            throw NotOfType(field, json is JsonArray ? "START_ARRAY" : "START_OBJECT");
        var kind = json.GetValueKind();
        // An empty text clears a field of any type.
        var text = kind == JsonValueKind.String ? json.GetValue<string>() : json.ToJsonString();
        if (text.Length == 0)
            return field.Type == "boolean" ? throw NotOfType(field, "VALUE_STRING") : null;
        return field.Type switch
        {
            "boolean" => bool.TryParse(text, out var flag) ? flag : throw NotOfType(field, "VALUE_STRING", text),
            "date" => Day(field, text),
            "datetime" => Moment(field, text),
            _ when field.IsNumber => NumberOf(field, text),
            "id" or "reference" => kind == JsonValueKind.String ? Reference(field, text) : throw NotOfType(field, "VALUE_NUMBER", text),
            _ => Text(field, text),
        };
    }

    static DateOnly Day(FieldModel field, string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : text.Contains('T', StringComparison.Ordinal) && TryMoment(text) is { } time ? DateOnly.FromDateTime(time.UtcDateTime)
        : throw NotOfType(field, "VALUE_STRING", text);

    static DateTimeOffset Moment(FieldModel field, string text) => TryMoment(text) is { } time ? time.AddTicks(-(time.Ticks % TimeSpan.TicksPerSecond)) : throw NotOfType(field, "VALUE_STRING", text);

    static DateTimeOffset? TryMoment(string text) => DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time) ? time.ToUniversalTime() : null;

    static decimal NumberOf(FieldModel field, string text)
    {
        if (!double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var wide))
            throw NotOfType(field, "VALUE_STRING", text);
        var digits = field.Type == "int" ? 9 : field.Precision - field.Scale;
        if (Math.Abs(wide) >= Math.Pow(10, digits) || !decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
            throw new ApiError("NUMBER_OUTSIDE_VALID_RANGE", $"{field.Label}: value outside of valid range on numeric field: {text}", 0, field.Name);
        return Math.Round(number, field.Scale, MidpointRounding.AwayFromZero);
    }

    static string Reference(FieldModel field, string text) => RecordId.Normal(text) ?? throw new ApiError("MALFORMED_ID", $"{field.Label}: id value of incorrect type: {text}", 0, field.Name);

    static string? Text(FieldModel field, string text)
    {
        text = text.TrimEnd();
        if (text.Length == 0)
            return null;
        if (text.Length > field.Length && field.Length > 0)
            throw new ApiError("STRING_TOO_LONG", $"{field.Label}: data value too large: {text} (max length={field.Length})", 0, field.Name);
        if (field.Type == "email" && !IsEmail(text))
            throw new ApiError("INVALID_EMAIL_ADDRESS", $"{field.Label}: invalid email address: {text}", 0, field.Name);
        if (field.IsPicklist)
            Restrict(field, text);
        return text;
    }

    static void Restrict(FieldModel field, string text)
    {
        if (!field.IsRestricted)
            return;
        foreach (var value in field.Type == "multipicklist" ? text.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) : [text])
        {
            if (!field.Values.Any(v => v.IsActive && v.Value.Equals(value, StringComparison.OrdinalIgnoreCase)))
                throw BadPicklist(field, value);
        }
    }

    public static ApiError BadPicklist(FieldModel field, string value) => new("INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", $"{field.Label}: bad value for restricted picklist field: {value}", 0, field.Name);

    static bool IsEmail(string text)
    {
        var at = text.IndexOf('@', StringComparison.Ordinal);
        return at > 0 && text.IndexOf('@', at + 1) < 0 && text.IndexOf('.', at) is var dot && dot > at + 1 && dot < text.Length - 1 && !text.Any(char.IsWhiteSpace);
    }

    static ApiError NotOfType(FieldModel field, string token, string value = "") =>
        ApiError.Unreadable($"Cannot deserialize instance of {(field.IsNumber ? field.Type == "int" ? "int" : "double" : field.Type)} from {token} value {value} or request may be missing a required field at [line:1, column:1]");

    // Java's Double.toString.
    static string Number(decimal number, bool hasExponents)
    {
        var magnitude = Math.Abs(number);
        if (hasExponents && magnitude >= 10_000_000)
        {
            var text = ((double)number).ToString("0.0###############E0", CultureInfo.InvariantCulture);
            return text;
        }

        return number.ToString("0.0###########", CultureInfo.InvariantCulture);
    }

    static JsonObject? Address(Row row, FieldModel field)
    {
        var parts = row.Model.Visible.Where(part => part.Compound == field.Name).ToList();
        if (parts.TrueForAll(part => row[part.Name] is null))
            return null;
        var address = new JsonObject();
        var prefix = field.Name[..^"Address".Length];
        foreach (var part in parts)
            address[JsonNamingPolicy.CamelCase.ConvertName(part.Name[prefix.Length..])] = row.Text(part.Name);
        foreach (var name in (string[])["geocodeAccuracy", "latitude", "longitude"])
            address[name] = null;
        return address;
    }
}
