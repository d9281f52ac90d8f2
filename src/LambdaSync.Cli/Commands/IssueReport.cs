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

        Layout.Write(
            ["severity", "code", "where", "value", "rule", "fix"],
            [.. issues.OrderByDescending(i => i.Severity).Select(i => (string[])[i.Severity.ToString().ToLowerInvariant(), i.Code, i.Field ?? "", i.Value ?? "", i.Rule, i.Fix])],
            new HashSet<string> { "where", "value", "rule", "fix" }, terminal);
    }
}
