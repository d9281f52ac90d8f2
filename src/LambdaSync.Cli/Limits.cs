using System.CommandLine;

namespace LambdaSync.Cli;

/// <summary>How many entries a list prints, and what it says when there are more.</summary>
static class Limits
{
    const int Max = 1_000_000;

    public static Option<int> Option(int standard) => Options.Number("--limit", "Maximum number of entries.", 1, Max, standard);

    /// <summary>The entries to print. Says on the error stream that there are more: the list was asked for one more than the limit.</summary>
    public static IReadOnlyList<T> Cut<T>(IReadOnlyList<T> entries, int limit, string what, Terminal terminal)
    {
        if (entries.Count <= limit)
            return entries;
        terminal.Error.WriteLine($"the list is cut off after {limit} {what}; to see more, use a larger --limit");
        return [.. entries.Take(limit)];
    }
}
