using System.CommandLine;
using LambdaSync.Mapping;

namespace LambdaSync.Cli.Commands;

/// <summary><c>mapping check</c>: what would go wrong with a mapping, before anything is synced.</summary>
static class MappingCheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var (mapping, data, describe, output) = (Options.Mapping(), Options.Data(), Options.Describe(), Options.Output("table", "json"));
        var command = new Command("check", "Checks a mapping against AWS's fields and the CRM's own metadata. Exit 1 when it has errors.") { mapping, data, describe, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            if (MappingFile.Load(parsed.GetValue(mapping), parsed.GetValue(data), terminal) is not { } document)
                return Exit.Failed;
            var metadata = await Machine.Metadata(parsed.GetValue(data)!, parsed.GetValue(describe), cancellation);
            var issues = MappingCheck.Check(document, metadata);
            IssueReport.Write(issues, Options.Format(parsed, output, terminal, "table", "json"), terminal);
            var errors = issues.Count(issue => issue.Severity == Severity.Error);
            terminal.Error.WriteLine($"{errors} errors, {issues.Count - errors} warnings and notes");
            return errors > 0 ? Exit.Failed : Exit.Done;
        });
        return command;
    }
}
