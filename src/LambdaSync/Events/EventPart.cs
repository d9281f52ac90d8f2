using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace LambdaSync.Events;

/// <summary>One object of an event that is being read: its JSON, where it stands, and where its issues go.</summary>
readonly struct EventPart(JsonElement element, string at, ICollection<Issue> issues)
{
    public string Path(string name) => at.Length == 0 ? name : $"{at}.{name}";

    /// <summary>A text that is not empty; null after reporting anything else.</summary>
    public string? Text(string name)
    {
        if (!Find(name, out var value))
            issues.Add(EventIssues.Missing(Path(name)));
        else if (value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text)
            return text;
        else
            issues.Add(EventIssues.Wrong(Path(name), Show(value), "this member is a text that is not empty"));
        return null;
    }

    /// <summary>The member's text, a number's as it is written; null when there is none.</summary>
    public string? Optional(string name) =>
        Find(name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? Show(value) : null;

    /// <summary>An object; null after reporting anything else.</summary>
    public EventPart? Object(string name)
    {
        if (!Find(name, out var value))
            issues.Add(EventIssues.Missing(Path(name)));
        else if (value.ValueKind == JsonValueKind.Object)
            return new EventPart(value, Path(name), issues);
        else
            issues.Add(EventIssues.Wrong(Path(name), Show(value), "this member is an object"));
        return null;
    }

    /// <summary>An object; null when there is none.</summary>
    public EventPart? OptionalObject(string name) =>
        Find(name, out var value) && value.ValueKind == JsonValueKind.Object ? new EventPart(value, Path(name), issues) : null;

    /// <summary>A list of texts, empty when it is left out or after reporting anything else.</summary>
    public IReadOnlyList<string> Texts(string name)
    {
        if (!Find(name, out var value))
            return [];
        if (value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(v => v.ValueKind == JsonValueKind.String))
            return [.. value.EnumerateArray().Select(v => v.GetString()!)];
        issues.Add(EventIssues.Wrong(Path(name), Show(value), "this member is a list of texts"));
        return [];
    }

    /// <summary>Every member's path, and the paths of the members of objects in it, so far down.</summary>
    public IEnumerable<string> Paths(int levels)
    {
        foreach (var member in element.EnumerateObject())
        {
            yield return Path(member.Name);
            if (levels == 1 || member.Value.ValueKind != JsonValueKind.Object)
                continue;
            foreach (var path in new EventPart(member.Value, Path(member.Name), issues).Paths(levels - 1))
                yield return path;
        }
    }

    // A null is as good as nothing. Casing is mixed in what is published (engagementId beside CreatedAt), so another casing is found too.
    bool Find(string name, [NotNullWhen(true)] out JsonElement value)
    {
        if (element.TryGetProperty(name, out value))
            return value.ValueKind != JsonValueKind.Null;
        foreach (var member in element.EnumerateObject())
        {
            if (member.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                value = member.Value;
                return value.ValueKind != JsonValueKind.Null;
            }
        }

        return false;
    }

    static string Show(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
