using System.Text;

namespace LambdaSync.Cli;

/// <summary>Where a verb reads from and writes to.</summary>
/// <param name="IsTerminal">A person is looking: tables and colours; otherwise plain lines.</param>
sealed record Terminal(Stream In, Stream Out, TextWriter Error, bool IsTerminal) : IDisposable
{
    StreamWriter? _raw;
    PrintableWriter? _text;

    /// <summary>Text for people or for a spreadsheet, on the way to <see cref="Out"/>; flushed at the end.</summary>
    public TextWriter Text => _text ??= new PrintableWriter(Raw);

    /// <summary>The same for those who filter what they write.</summary>
    public TextWriter Raw => _raw ??= new StreamWriter(Out, new UTF8Encoding(false), leaveOpen: true);

    /// <summary>Lines of several threads stay whole.</summary>
    public TextWriter Error { get; } = TextWriter.Synchronized(new PrintableWriter(Error));

    /// <summary>One issue as a readable line on the error stream: where, what, the rule, the fix.</summary>
    public void Tell(Issue issue)
    {
        var where = new StringBuilder(issue.Severity switch { Severity.Error => "error", Severity.Warning => "warning", _ => "note" });
        where.Append(' ').Append(issue.Code);
        if (issue.File is { } file)
            where.Append(' ').Append(file);
        if (issue.Record is { } record)
            where.Append(" record ").Append(record);
        if (issue.Event is { } id)
            where.Append(" event ").Append(id);
        if (issue.Field is { Length: > 0 } field)
            where.Append(' ').Append(field);
        if (issue.Value is { } value)
            where.Append(" = ").Append(value);
        Error.WriteLine($"{where}: {Sentence.OfIssue(issue)}");
    }

    /// <summary>One issue on the error stream in the verb's own format: a JSON line where its output is JSON.</summary>
    public void Tell(Issue issue, string format)
    {
        if (format == "json")
            Error.WriteLine(Encoding.UTF8.GetString(IssueJson.Serialize(issue)));
        else
            Tell(issue);
    }

    public void Dispose() => _raw?.Flush();
}
