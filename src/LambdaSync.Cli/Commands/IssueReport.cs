using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary>Issues as a verb's result: a table for a person, JSON lines for a program.</summary>
static class IssueReport
{
    public static void Write(IReadOnlyList<Issue> issues, string format, Terminal terminal)
    {
        if (format == "json")
        {
            foreach (var issue in issues)
            {
                terminal.Out.Write(IssueJson.Serialize(issue));
                terminal.Out.WriteByte((byte)'\n');
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
