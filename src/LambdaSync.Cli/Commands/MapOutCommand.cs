using System.CommandLine;
using LambdaSync.Json;

namespace LambdaSync.Cli.Commands;

/// <summary><c>map out</c>: lines of <c>map in</c> become AWS's documents with the CRM's changes in them.</summary>
static class MapOutCommand
{
    public static Command Create(Terminal terminal)
    {
        var (mapping, data) = (Options.Mapping(), Options.Data());
        var today = Options.Date("--today", "The date for relative fallbacks. Default: today in UTC.");
        var command = new Command("out", "Maps the CRM's fields to AWS's records: reads the lines of 'map in', writes {id, aws, issues}.") { mapping, data, today };
        command.SetAction(parsed =>
        {
            if (MappingFile.Load(parsed.GetValue(mapping), parsed.GetValue(data), terminal) is not { } document)
                return Exit.Failed;
            var day = DateOnly.FromDateTime((parsed.GetValue(today) ?? TimeProvider.System.GetUtcNow()).UtcDateTime);
            var result = new Utf8Buffer();
            var run = new MapLines(document, terminal);
            return run.Run((line, json, issues) =>
            {
                var (aws, crm) = (MapLines.Canonical(line, "aws"), MapLines.Canonical(line, "crm"));
                result.Clear();
                run.For(aws).MapOutbound(crm, aws, day, result, issues);
                LineWriter.Raw(json, "aws", result.Written);
            });
        });
        return command;
    }
}
