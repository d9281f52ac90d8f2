using System.Text.RegularExpressions;

namespace LambdaSync.Sync;

/// <summary>
/// An issue as a CRM record shows it: <c>code field: rule. Fix: fix.</c> More people read that field than may read every other one, so
/// it holds no value of the record; those are in the sync log.
/// </summary>
public static partial class ErrorText
{
    /// <summary>UTF-16 units. A long text of a large CRM holds 32,000.</summary>
    public const int MaxCharacters = 30_000;

    /// <summary>One line, without white space at its ends, of at most <see cref="MaxCharacters"/>.</summary>
    public static string Of(Issue issue)
    {
        var (rule, fix) = WithoutValues(issue);
        var text = Spaces().Replace($"{issue.Code}{(issue.Field is null ? "" : " " + issue.Field)}: {Sentence.Of(rule)} Fix: {Sentence.Of(fix)}", " ").Trim();
        return text.Length <= MaxCharacters ? text : text[..(char.IsHighSurrogate(text[MaxCharacters - 1]) ? MaxCharacters - 1 : MaxCharacters)].TrimEnd();
    }

    // The issues whose words, not only their value, quote what one of the sides holds.
    static (string Rule, string Fix) WithoutValues(Issue issue) => issue.Code switch
    {
        IssueCodes.Clash or IssueCodes.NoOwner or IssueCodes.NeverSent or IssueCodes.Different => ("AWS and the CRM have different values; the sync log shows both", issue.Fix),
        IssueCodes.ValueNotReversible => ("mapped to AWS and back, this value would change; AWS keeps its value", issue.Fix),
        IssueCodes.ValueUnmapped => (issue.Rule, "add the value, which the sync log shows, to the line's \"values\""),
        IssueCodes.ValueVariant => (issue.Rule, "accept it in the line's \"values\", which 'lambdasync mapping auto' writes"),
        IssueCodes.AwsRejected or IssueCodes.AwsAccessDenied or IssueCodes.AwsConflict or IssueCodes.AwsUnavailable => (Answer(issue.Rule), issue.Fix),
        IssueCodes.CrmRejected =>
            (Quotes(issue.Rule, issue.Value) ? "the CRM refused a value; see the sync log for its message" : issue.Rule, Quotes(issue.Fix, issue.Value) ? "correct the value" : issue.Fix),
        _ => (issue.Rule, issue.Fix),
    };

    static string Answer(string rule) => (AwsAnswer().Match(rule) is { Success: true } answer ? answer.Value : "AWS refused the request") + "; see the sync log for its message";

    // An issue keeps the first 200 characters of a value; a word of one or two would be found in any sentence.
    static bool Quotes(string text, string? value) =>
        value?.Trim() is { Length: > 2 } whole && text.AsSpan().Contains(whole.AsSpan(0, Math.Min(whole.Length, 200)), StringComparison.OrdinalIgnoreCase);

    // "AWS answered UpdateOpportunity with ValidationException: INVALID_VALUE: ..." up to where AWS's own text begins, which may quote a value.
    [GeneratedRegex(@"^AWS answered \w+ with (HTTP \d+|no answer|\w+)(: ([A-Z][A-Z_]+(?=:)|[A-Z]+_[A-Z_]+(?=\.$)))?", RegexOptions.CultureInvariant)]
    private static partial Regex AwsAnswer();

    [GeneratedRegex(@"[\s\p{Cc}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Spaces();
}
