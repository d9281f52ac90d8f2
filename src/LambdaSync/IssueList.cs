using System.Globalization;

namespace LambdaSync;

/// <summary>
/// The issues of one record, file or mapping. It keeps the first ones of each severity and counts the others, so
/// that a hostile input of some megabytes does not become gigabytes of messages.
/// </summary>
/// <param name="max">Issues of one severity that are kept.</param>
public sealed class IssueList(int max = IssueList.MaxPerSeverity)
{
    /// <summary>Of a record or file, more issues of one severity are counted, not kept.</summary>
    public const int MaxPerSeverity = 50;

    readonly List<Issue> _kept = [];
    readonly int[] _counts = new int[3];

    /// <summary>Issues that were added, kept or only counted.</summary>
    public int Total => _counts.Sum();

    public bool HasErrors => _counts[(int)Severity.Error] > 0;

    /// <summary>Whether another issue of this severity would be kept, so that its message is worth making.</summary>
    public bool HasRoom(Severity severity) => _counts[(int)severity] < max;

    public void Add(Issue issue)
    {
        // What an earlier list has counted already stays a line of its own.
        var isCounted = issue.Code != IssueCodes.MoreIssues;
        if (!isCounted || HasRoom(issue.Severity))
            _kept.Add(issue);
        if (isCounted)
            _counts[(int)issue.Severity]++;
    }

    /// <summary>Counts an issue for which there is no room.</summary>
    public void CountOne(Severity severity) => _counts[(int)severity]++;

    public void Clear()
    {
        _kept.Clear();
        Array.Clear(_counts);
    }

    /// <summary>The kept issues in their order, then one issue per severity that says how many more there are.</summary>
    public IReadOnlyList<Issue> ToList()
    {
        if (_kept.Count == 0)
            return [];
        var all = new List<Issue>(_kept);
        foreach (var severity in Enum.GetValues<Severity>())
        {
            if (_counts[(int)severity] - max is var more and > 0)
                all.Add(More(severity, more, _kept.First(issue => issue.Severity == severity)));
        }

        return all;
    }

    /// <summary>The issues themselves, or their first ones and the count of the others.</summary>
    public static IReadOnlyList<Issue> Limit(IReadOnlyList<Issue> issues)
    {
        if (issues.Count <= MaxPerSeverity)
            return issues;
        var list = new IssueList();
        foreach (var issue in issues)
            list.Add(issue);
        return list.ToList();
    }

    Issue More(Severity severity, int count, Issue like) =>
        new(IssueCodes.MoreIssues, severity, null, null, string.Create(CultureInfo.InvariantCulture, $"and {count} more {Name(severity)}; the first {max} are listed"),
            "correct the listed ones and try again; a later run lists the rest")
        {
            File = like.File,
            Record = like.Record,
            Event = like.Event,
        };

    static string Name(Severity severity) => severity switch
    {
        Severity.Note => "notes",
        Severity.Warning => "warnings",
        _ => "errors",
    };
}
