using System.CommandLine;
using LambdaSync.Mapping;

namespace LambdaSync.Cli.Commands;

/// <summary><c>mapping schema</c>: the JSON schema of mapping documents, for editors.</summary>
static class MappingSchemaCommand
{
    public static Command Create(Terminal terminal)
    {
        var command = new Command("schema", "Prints the JSON schema of mapping documents, so that an editor can complete and check them.");
        command.SetAction(_ => terminal.Text.Write(MappingSchema.Text));
        return command;
    }
}
