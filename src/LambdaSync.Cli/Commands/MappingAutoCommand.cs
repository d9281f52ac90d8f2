using System.CommandLine;
using LambdaSync.Mapping;

namespace LambdaSync.Cli.Commands;

/// <summary><c>mapping auto</c>: drafts a mapping for the whole ACE object from the CRM's metadata.</summary>
static class MappingAutoCommand
{
    public static Command Create(Terminal terminal)
    {
        var (data, describe, existing) = (Options.Data(), Options.Describe(), new Option<FileInfo?>("--mapping") { Description = "An existing mapping. Its lines are kept, and missing lines are added." });
        var to = new Option<FileInfo?>("--out") { Description = "File to write. Default: standard output." };
        var command = new Command("auto", "Drafts a mapping of every AWS field that has a matching CRM field, with value maps and limits.") { existing, data, describe, to };
        command.SetAction(async (parsed, cancellation) =>
        {
            MappingDocument? kept = null;
            if (parsed.GetValue(existing) is { } file && (kept = MappingFile.Load(file, null, terminal)) is null)
                return Exit.Failed;
            var text = MappingWriter.Write(MappingAuto.Build(await Machine.Metadata(parsed.GetValue(data)!, parsed.GetValue(describe), cancellation), kept));
            if (parsed.GetValue(to) is { } target)
                await File.WriteAllTextAsync(target.FullName, text, cancellation);
            else
                await terminal.Text.WriteAsync(text);
            return Exit.Done;
        });
        return command;
    }
}
