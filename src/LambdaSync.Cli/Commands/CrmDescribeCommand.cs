using System.CommandLine;
using LambdaSync.Connections.Crm;
using LambdaSync.Mapping;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm describe</c>: what the CRM says about its objects, for <c>mapping check</c> and <c>mapping auto</c> where it can't be asked.</summary>
static class CrmDescribeCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new DataSource.Options();
        var objects = new Argument<string[]>("object") { Description = "Objects to describe, with those that they relate to. Default: those that mappings usually read.", Arity = ArgumentArity.ZeroOrMore };
        var to = new Option<FileInfo?>("--out") { Description = "File to write. Default: standard output." };
        var command = new Command("describe", "Writes the CRM's objects, fields, picklists and record types as JSON: 'mapping check --describe FILE' reads it. It holds no record.") { objects, to };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation, make: true);
            var metadata = await data!.SyncCrm.Metadata(cancellation, parsed.GetValue(objects) ?? []);
            if ((parsed.GetValue(objects) ?? []).Except(metadata.Objects.Select(o => o.Name), StringComparer.OrdinalIgnoreCase).ToList() is { Count: > 0 } missing)
            {
                await terminal.Error.WriteLineAsync($"error: the CRM shows no object {string.Join(", ", missing)}. Fix: write its API name, such as Opportunity or ACE_Opportunity__c, or give the integration user read access to it.");
                return Exit.Failed;
            }

            var json = MetadataDocument.Write(metadata);
            if (parsed.GetValue(to) is { } target)
                await File.WriteAllBytesAsync(target.FullName, json, cancellation);
            else
                await terminal.Out.WriteAsync(json, cancellation);
            return Exit.Done;
        });
        return command;
    }
}
