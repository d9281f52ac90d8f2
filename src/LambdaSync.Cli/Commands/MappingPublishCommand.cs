using System.CommandLine;
using LambdaSync.Connections;
using LambdaSync.Mapping;

namespace LambdaSync.Cli.Commands;

/// <summary><c>mapping publish</c>: puts a checked mapping into use, and asks first if it sends more of the CRM to AWS.</summary>
static class MappingPublishCommand
{
    static readonly MappingDocument Nothing = new(1, null, null);

    public static Command Create(Terminal terminal)
    {
        var file = new Argument<FileInfo>("file") { Description = "The mapping document." };
        var stack = new Option<string?>("--stack") { Description = "A deployed stack: the Name it was deployed with. Its functions use the mapping within a minute. Default: the data folder." };
        var more = new Option<bool>("--allow-new-outbound") { Description = "Confirms that the mapping may send fields or records to AWS that the current mapping does not send." };
        var data = Options.Data();
        var command = new Command("publish", "Checks a mapping and puts it into use. Refuses a mapping that sends more of the CRM to AWS than the current one, unless --allow-new-outbound confirms it.") { file, stack, data, more };
        command.SetAction(async (parsed, cancellation) =>
        {
            var source = parsed.GetValue(file)!;
            if (MappingFile.Load(source, null, terminal) is not { } next || !await IsCorrect(next, parsed.GetValue(data)!, terminal, cancellation))
                return Exit.Failed;
            var json = await File.ReadAllBytesAsync(source.FullName, cancellation);
            if (parsed.GetValue(stack) is not { } name)
            {
                var folder = parsed.GetValue(data)!;
                // What can't be read sends nothing.
                if (!IsConfirmed(MappingFile.Load(null, folder, terminal) ?? Nothing, next, parsed.GetValue(more), terminal))
                    return Exit.Failed;
                await MappingFile.Store(folder, json, cancellation);
                return Published(Path.Combine(folder.FullName, MappingFile.Name), terminal);
            }

            using var deployed = await DeployedStack.Open(name, cancellation);
            if (!IsConfirmed(await Current(deployed, terminal, cancellation), next, parsed.GetValue(more), terminal))
                return Exit.Failed;
            await deployed.PublishMapping(json, cancellation);
            return Published($"stack {name}", terminal);
        });
        return command;
    }

    static async Task<bool> IsCorrect(MappingDocument mapping, DirectoryInfo data, Terminal terminal, CancellationToken cancellation)
    {
        var errors = MappingCheck.Check(mapping, await Machine.Metadata(data, null, cancellation)).Where(issue => issue.Severity == Severity.Error).ToList();
        foreach (var issue in errors)
            terminal.Tell(issue);
        return errors.Count == 0;
    }

    // A broken mapping sends nothing, and it can be replaced by this command.
    static async Task<MappingDocument> Current(DeployedStack stack, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            return await stack.Mapping(cancellation);
        }
        catch (ConnectionException broken) when (!broken.Transient)
        {
            terminal.Error.WriteLine("warning: the current mapping can't be used: " + broken.Message);
            return Nothing;
        }
    }

    static bool IsConfirmed(MappingDocument current, MappingDocument next, bool confirmed, Terminal terminal)
    {
        var added = MappingExposure.Added(current, next);
        foreach (var line in added)
            terminal.Error.WriteLine("new outbound: " + line);
        if (added.Count == 0 || confirmed)
            return true;
        terminal.Error.WriteLine("error: this mapping sends more of the CRM to AWS than the current one. Fix: check the lines above, then run the command again with --allow-new-outbound.");
        return false;
    }

    static int Published(string where, Terminal terminal)
    {
        terminal.Error.WriteLine($"published to {where}");
        return Exit.Done;
    }
}
