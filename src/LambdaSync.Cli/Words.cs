using System.Globalization;
using LambdaSync.Sync;

namespace LambdaSync.Cli;

/// <summary>Statuses and dates as people read them.</summary>
static class Words
{
    /// <summary>The guide's spelling.</summary>
    public static string Of(JobStatus status) => status == JobStatus.ApiSuccess ? "API Success" : status.ToString();

    public static string Of(Outcome outcome) => outcome.ToString().ToLowerInvariant();

    public static string Of(DateTimeOffset moment) => moment.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(int number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Such as <c>1 error</c> and <c>2 errors</c>.</summary>
    public static string Count(int number, string one) => $"{Of(number)} {one}{(number == 1 ? "" : "s")}";

    /// <summary>Code and field of the issue that matters most: no value.</summary>
    public static string Code(IReadOnlyList<Issue> issues) => issues.MaxBy(issue => issue.Severity) is { } first ? $"{first.Code}{(first.Field is null ? "" : " " + first.Field)}" : "no cause is known";

    /// <summary>The issue that matters most, on one line.</summary>
    public static string First(IReadOnlyList<Issue> issues) =>
        issues.MaxBy(issue => issue.Severity) is not { } first ? "" : $"{first.Code}{(first.Field is null ? "" : " " + first.Field)}: {Sentence.OfIssue(first)}";
}
