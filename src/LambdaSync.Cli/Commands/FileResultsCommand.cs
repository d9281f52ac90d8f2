using System.CommandLine;
using LambdaSync.Files;

namespace LambdaSync.Cli.Commands;

/// <summary><c>file results</c>: what AWS answered to files that were sent.</summary>
static class FileResultsCommand
{
    static readonly string[] Headings = ["file", "AWS id", "partner id", "result", "class", "field", "message", "fix"];

    public static Command Create(Terminal terminal)
    {
        var files = new Argument<FileInfo[]>("file") { Description = "Results files of AWS: NAME_result.json or NAME.error.json.", Arity = ArgumentArity.OneOrMore };
        var output = Options.Output("json", "table");
        var command = new Command("results", "Reads AWS's answers to files that were sent: one line per record, with the class of an error and its fix. Exit 3 if AWS refused records, 1 if it refused a file or an answer can't be read.") { files, output };
        command.SetAction(parsed =>
        {
            var format = Options.Format(parsed, output, terminal, "table", "json");
            var (rows, exit) = (new List<Row>(), Exit.Done);
            foreach (var file in parsed.GetValue(files)!)
                exit = Worse(exit, Read(file, rows, issue => terminal.Tell(issue with { File = file.FullName }, format)));
            if (format == "table")
                Layout.Write(Headings, [.. rows.Select(row => row.Cells)], new HashSet<string> { "message", "fix" }, terminal);
            else
                Write(rows, terminal);
            return exit;
        });
        return command;
    }

    static int Worse(int left, int right) => left == Exit.Failed || right == Exit.Failed ? Exit.Failed : Math.Max(left, right);

    static int Read(FileInfo info, List<Row> rows, Action<Issue> tell)
    {
        if (NamedFile.Read(info, ResultsFile.MaxBytes, tell) is not var (bytes, length))
            return Exit.Failed;
        if (length > ResultsFile.MaxBytes)
        {
            tell(AceFile.TooLarge(info.Name, length).Issues[0]);
            return Exit.Failed;
        }

        var results = ResultsFile.Open(NamedFile.Key(info), bytes);
        foreach (var issue in results.Issues)
            tell(issue);
        rows.AddRange(results.Messages.Select(message => new Row(results.Stem, null, null, results.IsWholeFileRejected ? "file rejected" : "file", message)));
        foreach (var record in results.Records)
        {
            var said = record.Errors.Concat(record.Warnings).DefaultIfEmpty();
            rows.AddRange(said.Select(message => new Row(results.Stem, record.AwsId, record.PartnerId, ResultOf(record, message), message)));
        }

        return results.IsRefused || results.IsWholeFileRejected ? Exit.Failed : results.Records.All(record => record.IsTaken || record.IsUnchanged) ? Exit.Done : Exit.Partly;
    }

    static string ResultOf(RecordResult record, ResultMessage? message) =>
        record.IsUnchanged ? "unchanged" : !record.IsTaken ? "error" : message is null ? "success" : "warning";

    static void Write(List<Row> rows, Terminal terminal)
    {
        using var lines = new LineWriter(terminal.Out);
        foreach (var row in rows)
        {
            var json = lines.Begin();
            json.WriteString("file", row.File);
            json.WriteString("apnCrmUniqueIdentifier", row.AwsId);
            json.WriteString("partnerCrmUniqueIdentifier", row.PartnerId);
            json.WriteString("result", row.Result);
            if (row.Message is { } message)
            {
                json.WriteString("class", message.Class.ToString());
                json.WriteString("field", message.Field);
                json.WriteString("message", message.Text);
                json.WriteString("fix", message.Fix);
            }

            lines.End();
        }
    }

    sealed record Row(string File, string? AwsId, string? PartnerId, string Result, ResultMessage? Message)
    {
        public string[] Cells => [File, AwsId ?? "", PartnerId ?? "", Result, Message?.Class.ToString() ?? "", Message?.Field ?? "", Message?.Text ?? "", Message?.Fix ?? ""];
    }
}
