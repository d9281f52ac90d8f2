namespace LambdaSync;

/// <summary>Joins texts that may or may not end in a full stop.</summary>
public static class Sentence
{
    /// <summary>The text with exactly one mark at its end.</summary>
    public static string Of(string text)
    {
        var trimmed = text.AsSpan().TrimEnd();
        return trimmed is [.., '!' or '?' or ':'] || trimmed.EndsWith("...", StringComparison.Ordinal) ? trimmed.ToString() : string.Concat(trimmed.TrimEnd('.'), ".");
    }

    /// <summary>What is wrong and what to do about it, as two sentences.</summary>
    public static string OfIssue(Issue issue) => $"{Of(issue.Rule)} Fix: {Of(issue.Fix)}";
}
