using System.CommandLine;
using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Files;
using LambdaSync.Json;

namespace LambdaSync.Cli.Commands;

/// <summary><c>file write</c>: records become files as AWS's exchange takes them.</summary>
static class FileWriteCommand
{
    static readonly string[] Headings = ["file", "records", "bytes"];

    public static Command Create(Terminal terminal)
    {
        var partner = new Option<string>("--partner-id") { Description = "The partner id that AWS gave you for the exchange (spmsId).", Required = true };
        var version = Options.Number("--payload-version", "Payload version. AWS takes no lower version than one that was sent before.", 1, 2, 2);
        var size = Options.Number("--batch-size", "Records of one file.", 1, OutboundFiles.MaxBatchSize, OutboundFiles.MaxBatchSize);
        var name = new Option<string>("--name") { Description = "First part of the files' names: letters, digits, - and _.", DefaultValueFactory = _ => "lambdasync" };
        name.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !OutboundFileName.IsName(text))
                result.AddError($"--name takes at most {OutboundFileName.MaxName} letters, digits, - and _, not '{text}'");
        });
        var folder = new Option<DirectoryInfo>("--folder") { Description = "Where the files are written. Default: the current folder.", DefaultValueFactory = _ => new DirectoryInfo(".") };
        var output = Options.Output("json", "table");
        var command = new Command("write", "Writes records as files for AWS: reads the lines of 'map out' ({id, aws}; with 'known' only what differs from it) and prints the files. Every file is read back before it is kept. Exit 3 if records were left out.")
        {
            partner, version, size, name, folder, output,
        };
        command.SetAction(parsed =>
        {
            var format = Options.Format(parsed, output, terminal, "table", "json");
            var head = new FileHead(parsed.GetValue(partner)!, parsed.GetValue(version));
            if (head.WhyNot(0) is { } wrong)
            {
                terminal.Tell(wrong, format);
                return Exit.Failed;
            }

            var (records, isPartial) = Records(head.Version, issue => terminal.Tell(issue, format), terminal);
            var written = new List<(FileInfo File, OutboundFile Content)>();
            var target = Directory.CreateDirectory(parsed.GetValue(folder)!.FullName);
            DateTimeOffset? last = null;
            foreach (var group in records.GroupBy(record => record.Object))
            {
                var left = new List<(OutboundRecord Record, Issue? Why)>();
                foreach (var file in OutboundFiles.Of(group.Key, [.. group], head, parsed.GetValue(size), left))
                {
                    if (OutboundFileCheck.Check(file.Content, group.Key, head, file.Records) is { Count: > 0 } wrongs)
                    {
                        foreach (var issue in wrongs)
                            terminal.Tell(issue, format);
                        return Exit.Failed;
                    }

                    written.Add((Store(target, $"{parsed.GetValue(name)}-{(group.Key == AceObject.Lead ? "lead" : "opportunity")}", file.Content, ref last), file));
                }

                foreach (var (_, why) in left.Where(l => l.Why is not null))
                    terminal.Tell(why!, format);
                isPartial |= left.Count > 0;
            }

            Print(written, format, terminal);
            return isPartial ? Exit.Partly : Exit.Done;
        });
        return command;
    }

    // A record that AWS has is an update; a lead always is one.
    static (List<OutboundRecord> Records, bool IsPartial) Records(int version, Action<Issue> tell, Terminal terminal)
    {
        var (records, isPartial) = (new List<OutboundRecord>(), false);
        var input = new JsonLines(terminal.In);
        while (input.TryRead(out var text))
        {
            try
            {
                using var line = JsonDocument.Parse(text);
                if (line.RootElement.ValueKind != JsonValueKind.Object)
                    throw new JsonException("the line is not a JSON object");
                var aws = MapLines.Canonical(line.RootElement, "aws");
                var known = line.RootElement.TryGetProperty("known", out _) ? MapLines.Canonical(line.RootElement, "known") : null;
                var writer = new RecordWriter(aws.AsSpan().IndexOf("\"opportunity\":"u8) >= 0 ? AceObject.Opportunity : AceObject.Lead, version);
                var record = known is not null || HasId(known ?? aws) ? writer.Update(aws, known is null ? null : known.AsMemory()) : writer.Create(aws);
                foreach (var issue in record.Issues)
                    tell(issue with { Record = input.Number - 1 });
                isPartial |= record.Issues.Any(issue => issue.Severity == Severity.Error);
                if (!record.IsEmpty)
                    records.Add(record);
            }
            catch (JsonException broken)
            {
                isPartial = true;
                terminal.Error.WriteLine($"error: line {input.Number}: {Sentence.Of(JsonErrors.DescribeInLine(broken))} Fix: pass the output of 'lambdasync map out'.");
            }
        }

        return (records, isPartial);
    }

    static bool HasId(byte[] document)
    {
        using var json = JsonDocument.Parse(document);
        return json.RootElement.TryGetProperty("opportunity", out var opportunity)
            ? opportunity.TryGetProperty("Id", out var id) && id.ValueKind == JsonValueKind.String
            : json.RootElement.TryGetProperty("file", out var file) && file.TryGetProperty("apnCrmUniqueIdentifier", out _);
    }

    // Never over a file that is there: its name may have been sent.
    static FileInfo Store(DirectoryInfo folder, string name, byte[] content, ref DateTimeOffset? last)
    {
        while (true)
        {
            last = OutboundFileName.Next(last, TimeProvider.System.GetUtcNow());
            var path = Path.Combine(folder.FullName, OutboundFileName.Of(name, last.Value));
            if (File.Exists(path))
                continue;
            using var file = new FileStream(path, FileMode.CreateNew, FileAccess.Write);
            file.Write(content);
            return new FileInfo(path);
        }
    }

    static void Print(List<(FileInfo File, OutboundFile Content)> written, string format, Terminal terminal)
    {
        if (format == "table")
        {
            Layout.Write(Headings, [.. written.Select(w => (string[])[w.File.Name, Words.Of(w.Content.Records.Count), Words.Of(w.Content.Content.Length)])], new HashSet<string>(), terminal);
            return;
        }

        using var lines = new LineWriter(terminal.Out);
        foreach (var (file, content) in written)
        {
            var json = lines.Begin();
            json.WriteString("file", file.FullName);
            json.WriteString("object", content.Object == AceObject.Lead ? "lead" : "opportunity");
            json.WriteNumber("records", content.Records.Count);
            json.WriteNumber("bytes", content.Content.Length);
            lines.End();
        }
    }
}
