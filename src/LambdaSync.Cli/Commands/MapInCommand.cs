using System.CommandLine;
using LambdaSync.Json;

namespace LambdaSync.Cli.Commands;

/// <summary><c>map in</c>: lines of <c>file read</c> become lines with the CRM's fields.</summary>
static class MapInCommand
{
    public static Command Create(Terminal terminal)
    {
        var (mapping, data) = (Options.Mapping(), Options.Data());
        var command = new Command("in", "Maps AWS's records to the CRM: reads the lines of 'file read', writes {id, aws, crm, issues}.") { mapping, data };
        command.SetAction(parsed =>
        {
            if (MappingFile.Load(parsed.GetValue(mapping), parsed.GetValue(data), terminal) is not { } document)
                return Exit.Failed;
            var crm = new Utf8Buffer();
            var run = new MapLines(document, terminal);
            return run.Run((line, json, issues) =>
            {
                var aws = MapLines.Canonical(line, "document");
                crm.Clear();
                run.For(aws).MapInbound(aws, crm, issues);
                LineWriter.Raw(json, "aws", aws);
                LineWriter.Raw(json, "crm", crm.Written);
            });
        });
        return command;
    }
}
