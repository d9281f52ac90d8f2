using System.Text.Json;
using System.Text.Unicode;
using LambdaSync.Json;

namespace LambdaSync.Mapping;

/// <summary>A JSON document that a person wrote, possibly with a byte order mark.</summary>
static class WrittenJson
{
    const int MostIssues = 200;

    /// <summary>The document, or null when anything is wrong with its form; every mistake is an issue whose field is its place in the JSON.</summary>
    /// <param name="what">The document's name in a sentence, such as <c>offer document</c>.</param>
    /// <param name="code">The code of all issues.</param>
    public static T? Strict<T>(ReadOnlySpan<byte> json, string what, string code, ICollection<Issue> issues, Func<Place, T?> read)
        where T : class
    {
        var found = new IssueList(MostIssues);
        var document = Read(json, what, code, code, found, read);
        foreach (var issue in found.ToList())
            issues.Add(issue);
        return found.Total == 0 ? document : null;
    }

    /// <summary>What <paramref name="read"/> makes of the document's top; its default after an issue says why the bytes are no JSON.</summary>
    /// <param name="what">The document's name in a sentence, such as <c>mapping document</c>.</param>
    /// <param name="notJson">The code where the bytes are no JSON.</param>
    /// <param name="code">The code of all other issues.</param>
    public static T? Read<T>(ReadOnlySpan<byte> json, string what, string notJson, string code, IssueList issues, Func<Place, T> read)
    {
        var bytes = (json.StartsWith("\uFEFF"u8) ? json[3..] : json).ToArray();
        if (!Utf8.IsValid(bytes))
            return NotJson("the bytes are not UTF-8");
        try
        {
            using var document = JsonDocument.Parse(bytes);
            return read(new Place(document.RootElement, "", issues, code));
        }
        catch (JsonException e)
        {
            return NotJson(JsonErrors.Describe(e));
        }
        catch (InvalidOperationException)
        {
            // JsonElement's answer to a lone surrogate (\ud800): well-formed JSON that is no text.
            return NotJson("a \\u escape is half of a character");
        }

        T? NotJson(string reason)
        {
            issues.Add(Issue.Error(notJson, null, null, $"The {what} is not JSON: {reason}", "Correct it; an editor that knows JSON shows the place."));
            return default;
        }
    }
}
