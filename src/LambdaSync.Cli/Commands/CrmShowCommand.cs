using System.CommandLine;
using System.Text.Json;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm show</c>: one record of the built-in CRM.</summary>
static class CrmShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json"));
        var crmObject = CrmObjectName.Argument();
        var id = new Argument<string>("id") { Description = "The record's id, or AWS's identifier (O..., L...), in any case." };
        var command = new Command("show", "Shows one record with all its fields.") { crmObject, id, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            if (await CrmObjectName.Of(data.Crm, parsed.GetValue(crmObject)!, terminal, cancellation) is not { } name)
                return Exit.Failed;
            var wanted = parsed.GetValue(id)!.Trim();
            if ((await data.Crm.Get(name, wanted, cancellation) ?? await data.Crm.Get(name, RecordIds.Normal(wanted), cancellation)) is not { } record)
            {
                terminal.Error.WriteLine($"error: no {name} has the id {wanted}. Fix: run 'lambdasync crm list {name}' to see the ids.");
                return Exit.Failed;
            }

            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                CrmRecordLine.Write(lines, record);
                return Exit.Done;
            }

            using var fields = JsonDocument.Parse(record.Fields);
            Layout.Write(
                ["field", "value"], [["Id", record.Id], .. fields.RootElement.EnumerateObject().Select(field => (string[])[field.Name, field.Value.ToString()])],
                new HashSet<string> { "value" }, terminal);
            return Exit.Done;
        });
        return command;
    }
}
