using System.Text.Json;
using LambdaSync.Fields;

namespace LambdaSync.Files;

/// <summary>Takes the values of file fields out of a record document: the way back of <see cref="RecordReader"/>.</summary>
static class RecordFields
{
    /// <summary>The field's value as a file has it. A value that a file can't carry is left out with an error.</summary>
    public static FieldText Of(FileField field, JsonElement document, List<Issue> issues)
    {
        var value = Take(field, document, issues);
        if (value.Presence == FieldPresence.Absent && field.Transform != FileTransform.Keep && At(document, "file:" + field.Name) is { } kept)
            value = Plain(field, kept, issues);
        return value.Presence == FieldPresence.Value ? Checked(field, value, issues) : value;
    }

    static FieldText Take(FileField field, JsonElement document, List<Issue> issues) => field.Transform switch
    {
        FileTransform.Name => Name(field, document),
        FileTransform.PrimaryNeeds => PrimaryNeeds(field, document, issues),
        FileTransform.Solutions => Solutions(field, document, issues),
        _ => At(document, field.Targets[0]) is { } found ? Plain(field, found, issues) : FieldText.Absent,
    };

    static FieldText Plain(FileField field, JsonElement found, List<Issue> issues)
    {
        if (found.ValueKind == JsonValueKind.Null)
            return FieldText.Null;
        switch (field.Transform)
        {
            case FileTransform.Array or FileTransform.Solutions:
                return Texts(found) is { } listed ? FieldText.List(listed) : Wrong(field, found, "a list of texts", issues);
            case FileTransform.Split or FileTransform.PrimaryNeeds:
                return Texts(found) is { } texts ? Joined(field, texts, issues) : Wrong(field, found, "a list of values", issues);
            case FileTransform.Amount or FileTransform.Spend:
                return Amount(field, found, issues);
        }

        if (field.Type is FieldType.Amount or FieldType.Number)
            return Amount(field, found, issues);
        if (FieldText.TextOf(found) is not { } text)
            return Wrong(field, found, "a text", issues);
        if (field.Type == FieldType.Date)
            return Day(field, text, issues);
        return FieldText.Of(field.Values is null ? text : Spelled(field, text, issues));
    }

    // The file sheet has the spend as Currency(18,0): whole amounts.
    static FieldText Amount(FileField field, JsonElement found, List<Issue> issues)
    {
        var text = FieldText.TextOf(found);
        var whole = field.Transform == FileTransform.Spend;
        if (text is null || FieldText.Number(text, whole ? 0 : -1) is not { } number)
            return Wrong(field, found, "a number", issues);
        if (whole && number.Presence == FieldPresence.Value && FieldText.Number(text, -1) is { } exact && exact.Texts[0] != number.Texts[0])
            issues.Add(OutboundIssues.Rounded(field, text, number.Texts[0]));
        return number;
    }

    // Days are sent as they are; a moment becomes its day in UTC, which is AWS's time zone.
    static FieldText Day(FileField field, string text, List<Issue> issues)
    {
        if (text.Length == 0 || Mask.IsMask(text) || DateOnly.TryParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.None, out _))
            return FieldText.Of(text);
        if (text.Length > 10 && text[10] == 'T' && DateTimeOffset.TryParse(text, System.Globalization.CultureInfo.InvariantCulture, System.Globalization.DateTimeStyles.AssumeUniversal, out var moment))
            return FieldText.Of(moment.UtcDateTime.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        issues.Add(OutboundIssues.WrongType(field, text, "a day such as 2026-01-31"));
        return FieldText.Absent;
    }

    static FieldText Name(FileField field, JsonElement document)
    {
        var parts = field.Targets.Select(target => At(document, target)).ToList();
        if (parts.TrueForAll(part => part is null))
            return FieldText.Absent;
        var texts = parts.Select(part => part is { } found ? FieldText.TextOf(found) : null).Where(text => text is { Length: > 0 }).ToList();
        return texts.Exists(text => Mask.IsMask(text)) ? FieldText.Masked : FieldText.Of(string.Join(' ', texts));
    }

    // "For Visibility Only" has no needs; files have a value of their own for it.
    static FieldText PrimaryNeeds(FileField field, JsonElement document, List<Issue> issues)
    {
        var needs = At(document, field.Targets[0]) is { } found ? Plain(field, found, issues) : FieldText.Absent;
        if (needs.Presence is FieldPresence.Value or FieldPresence.Masked)
            return needs;
        return At(document, field.Targets[1]) is { ValueKind: JsonValueKind.String } involvement && involvement.ValueEquals(FileValues.ForVisibilityOnly)
            ? FieldText.Of(FileValues.NoSupportNeeded)
            : needs;
    }

    static FieldText Solutions(FileField field, JsonElement document, List<Issue> issues)
    {
        var ids = At(document, field.Targets[0]) is { } found ? Plain(field, found, issues) : FieldText.Absent;
        return ids.Presence is FieldPresence.Value or FieldPresence.Masked || At(document, "file:" + field.Name) is not { } kept ? ids : Plain(field, kept, issues);
    }

    static FieldText Joined(FileField field, List<string> values, List<Issue> issues)
    {
        if (values.Find(value => value.Contains(';', StringComparison.Ordinal)) is { } broken)
        {
            issues.Add(OutboundIssues.Semicolon(field, broken));
            return FieldText.Absent;
        }

        return FieldText.Joined([.. values.Select(value => Spelled(field, value.Trim(), issues)).Where(value => value.Length > 0)]);
    }

    // A value that no list has may be newer than this release. AWS refuses it for this record alone if it is not.
    static string Spelled(FileField field, string value, List<Issue> issues)
    {
        if (value.Length == 0 || Mask.IsMask(value) || field.Values is not { } list)
            return value;
        if (list.ToFile(value) is { } spelling)
            return spelling;
        if (!list.FileSpellings.ContainsKey(value) && value != FileValues.NoSupportNeeded)
            issues.Add(OutboundIssues.NotStandard(field, value));
        return value;
    }

    static FieldText Checked(FileField field, FieldText value, List<Issue> issues)
    {
        if (field.Transform is FileTransform.Array or FileTransform.Solutions or FileTransform.Amount or FileTransform.Spend || field.Values is not null)
            return value;
        var length = value.Texts.Sum(text => text.Length) + Math.Max(0, value.Texts.Length - 1);
        if (field.MaxLength > 0 && length > field.MaxLength)
            issues.Add(OutboundIssues.TooLong(field, length));
        else if (length < field.MinLength)
            issues.Add(OutboundIssues.TooShort(field, length));
        else
            return value;
        return FieldText.Absent;
    }

    static FieldText Wrong(FileField field, JsonElement found, string wanted, List<Issue> issues)
    {
        issues.Add(OutboundIssues.WrongType(field, found.GetRawText(), wanted));
        return FieldText.Absent;
    }

    static List<string>? Texts(JsonElement found)
    {
        if (found.ValueKind == JsonValueKind.String)
            return [.. found.GetString()!.Split(';')];
        if (found.ValueKind != JsonValueKind.Array)
            return null;
        var texts = new List<string>();
        foreach (var element in found.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.String)
                return null;
            texts.Add(element.GetString()!);
        }

        return texts;
    }

    /// <summary>The member at a path of the catalogue (<c>Customer.Contacts[0].Email</c>, <c>file:createdBy</c>), or null when the document does not have it.</summary>
    public static JsonElement? At(JsonElement document, string target)
    {
        if (!FieldPath.TryParse(target, out var path, out var error))
            throw new InvalidOperationException(target + ": " + error);
        if (document.ValueKind != JsonValueKind.Object || !document.TryGetProperty(path.Root, out var at))
            return null;
        foreach (var step in path.Steps)
        {
            if (at.ValueKind != JsonValueKind.Object || !at.TryGetProperty(step.Name, out at))
                return null;
            if ((step.Index is not null || step.Key is not null) && !Select(at, step, out at))
                return null;
        }

        return at;
    }

    static bool Select(JsonElement list, PathStep step, out JsonElement element)
    {
        element = default;
        if (list.ValueKind != JsonValueKind.Array)
            return false;
        if (step.Index is { } index)
        {
            if (index >= list.GetArrayLength())
                return false;
            element = list[index];
            return true;
        }

        foreach (var candidate in list.EnumerateArray())
        {
            if (candidate.ValueKind == JsonValueKind.Object && candidate.TryGetProperty(step.Key!, out var key) && key.ValueKind == JsonValueKind.String && key.ValueEquals(step.Value))
            {
                element = candidate;
                return true;
            }
        }

        return false;
    }
}
