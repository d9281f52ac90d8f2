using System.Buffers;

namespace LambdaSync.Events;

/// <summary>The form of one kind of identifier (the patterns of the API model; lengths are left open where AWS may want longer ones).</summary>
sealed class IdForm(string prefix, int most, SearchValues<char> rest, string rule)
{
    static readonly SearchValues<char> Digits = SearchValues.Create("0123456789");

    static readonly SearchValues<char> LettersAndDigits = SearchValues.Create("0123456789abcdefghijklmnopqrstuvwxyz");

    public static readonly IdForm Opportunity = new("O", 19, Digits, "an opportunity's identifier is O and up to 19 digits");

    public static readonly IdForm Invitation = new("engi-", 60, LettersAndDigits, "an engagement invitation's identifier is engi- and lower-case letters and digits");

    public static readonly IdForm Engagement = new("eng-", 60, LettersAndDigits, "an engagement's identifier is eng- and lower-case letters and digits");

    /// <summary>One sentence.</summary>
    public string Rule => rule;

    /// <summary>The identifier that a text is or, as an ARN, names; null when there is none of this form.</summary>
    public string? In(string text)
    {
        if (!text.StartsWith("arn:", StringComparison.Ordinal))
            return Fits(text) ? text : null;
        foreach (var part in text.AsSpan().Split('/'))
        {
            if (Fits(text.AsSpan(part)))
                return text[part];
        }

        return null;
    }

    bool Fits(ReadOnlySpan<char> text) =>
        text.StartsWith(prefix, StringComparison.Ordinal) && text.Length > prefix.Length && text.Length <= prefix.Length + most
        && !text[prefix.Length..].ContainsAnyExcept(rest);
}
