using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary>Issues as a verb's result: a table for a person, JSON lines for a program.</summary>
static class IssueReport
{
    public static void Write(IReadOnlyList<Issue> issues, string format, Terminal terminal)
    {
        if (format == "json")
        {
            using var lines = new LineWriter(terminal.Out);
            foreach (var issue in issues)
            {
                var json = lines.Begin();
                IssueJson.WriteMembers(json, issue);
                lines.End();
            }

            return;
        }

        var table = new Table().AddColumns("severity", "code", "where", "value", "rule", "fix");
        foreach (var issue in issues.OrderByDescending(i => i.Severity))
        {
            table.AddRow(
                new Text(issue.Severity.ToString()), new Text(issue.Code), new Text(issue.Field ?? ""), new Text(issue.Value ?? ""), new Text(issue.Rule), new Text(issue.Fix));
        }

        Options.Console(terminal).Write(table);
    }
}
