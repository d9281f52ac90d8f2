using System.Diagnostics.CodeAnalysis;

namespace LambdaSync;

/// <summary>How much an issue weighs.</summary>
public enum Severity
{
    /// <summary>Worth a line in the log; nothing is wrong.</summary>
    Note,

    /// <summary>The value was used, but AWS or the CRM may object to it.</summary>
    Warning,

    /// <summary>The field, the record or the file was not used; somebody has to act.</summary>
    Error,
}

/// <summary>
/// What is wrong with one value, record or file, and how to put it right. Expected errors are values of this type; they end in
/// the sync log. <see cref="Value"/> may hold personal data: it goes to the store and the screen, never to a log line.
/// </summary>
/// <param name="Code">One of <see cref="IssueCodes"/>.</param>
/// <param name="Severity">Only <see cref="Severity.Error"/> makes a record bad.</param>
/// <param name="Field">The field as the source names it, or null when the whole record or file is meant.</param>
/// <param name="Value">The offending value as text, cut at 200 characters, or null.</param>
/// <param name="Rule">The rule that was broken, one sentence.</param>
/// <param name="Fix">What to do about it, one sentence.</param>
public sealed record Issue(string Code, Severity Severity, string? Field, string? Value, string Rule, string Fix)
{
    const int LongestText = 200;

    /// <summary>The file the issue is about, if it came from one.</summary>
    public string? File { get; init; }

    /// <summary>The record's index in its file, from 0.</summary>
    public int? Record { get; init; }

    /// <summary>The id of the event the issue is about, if it came from one.</summary>
    public string? Event { get; init; }

    /// <summary>The offending value as text, cut at 200 characters, or null.</summary>
    public string? Value { get; init; } = Short(Value);

    /// <summary>A text cut at 200 characters, never inside one.</summary>
    [return: NotNullIfNotNull(nameof(text))]
    internal static string? Short(string? text) =>
        text is { Length: > LongestText } ? string.Concat(text.AsSpan(0, char.IsHighSurrogate(text[LongestText - 1]) ? LongestText - 1 : LongestText), "...") : text;

    public static Issue Error(string code, string? field, string? value, string rule, string fix) =>
        new(code, Severity.Error, field, value, rule, fix);

    public static Issue Warning(string code, string? field, string? value, string rule, string fix) =>
        new(code, Severity.Warning, field, value, rule, fix);

    public static Issue Note(string code, string? field, string? value, string rule, string fix) =>
        new(code, Severity.Note, field, value, rule, fix);
}
