using System.CommandLine;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Json;

namespace LambdaSync.Cli.Commands;

/// <summary><c>file read</c>: what a file holds and what is wrong with it.</summary>
static class FileReadCommand
{
    public static Command Create(Terminal terminal)
    {
        var files = new Argument<FileInfo[]>("file") { Description = "ACE files of opportunities or leads.", Arity = ArgumentArity.OneOrMore };
        var output = Options.Output("json", "table");
        var command = new Command("read", "Reads ACE files and prints one JSON line per record (id, document, issues). Exit 3 if records are invalid, 1 if a file is refused or truncated.") { files, output };
        command.SetAction(parsed =>
        {
            var format = Options.Format(parsed, output, terminal, "table", "json");
            var worst = Exit.Done;
            foreach (var file in parsed.GetValue(files)!)
                worst = Worse(worst, Read(file, format, terminal));
            return worst;
        });
        return command;
    }

    // A refused file weighs more than bad records.
    static int Worse(int left, int right) => left == Exit.Failed || right == Exit.Failed ? Exit.Failed : Math.Max(left, right);

    static int Read(FileInfo info, string format, Terminal terminal)
    {
        if (Open(info, issue => terminal.Tell(issue with { File = info.FullName }, format)) is not { } file)
            return Exit.Failed;
        foreach (var issue in file.Issues)
            terminal.Tell(issue, format);
        var bad = 0;
        if (format == "table")
            bad = RecordTable.Write(file, terminal);
        else
        {
            using var lines = new LineWriter(terminal.Out);
            var document = new Utf8Buffer(16 * 1024);
            for (var i = 0; i < file.Count; i++)
            {
                document.Clear();
                var record = file.Read(i, document);
                bad += record.Bad ? 1 : 0;
                WriteLine(lines, info.Name, file, record, document.Written);
            }
        }

        return file.Failed ? Exit.Failed : bad > 0 ? Exit.Partly : Exit.Done;
    }

    static AceFile? Open(FileInfo info, Action<Issue> tell) => NamedFile.Read(info, AceFile.MaxBytes, tell) switch
    {
        null => null,
        (_, > AceFile.MaxBytes) and var (_, length) => AceFile.TooLarge(info.Name, length),
        var (bytes, _) => AceFile.Open(NamedFile.Key(info), bytes),
    };

    static void WriteLine(LineWriter lines, string name, AceFile file, AceRecord record, ReadOnlySpan<byte> document)
    {
        var json = lines.Begin();
        json.WriteString("file", name);
        json.WriteNumber("index", record.Index);
        json.WriteStartObject("id");
        json.WriteString("apnCrmUniqueIdentifier", record.AwsId);
        json.WriteString(file.Object == AceObject.Lead ? "partnerCrmLeadId" : "partnerCrmUniqueIdentifier", record.PartnerId);
        json.WriteEndObject();
        LineWriter.Raw(json, "document", document);
        lines.Issues(record.Issues);
        lines.End();
    }
}
