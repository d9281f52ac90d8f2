using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm show</c>: one record of the built-in CRM.</summary>
static class CrmShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json"));
        var crmObject = new Argument<string>("object") { Description = "Account, Contact, Lead, Opportunity, User or AWS_Solution__c." };
        var id = new Argument<string>("id") { Description = "The record's id, or AWS's identifier (O..., L...)." };
        var command = new Command("show", "Shows one record with all its fields.") { crmObject, id, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            if (await data.Crm.Get(parsed.GetValue(crmObject)!, parsed.GetValue(id)!, cancellation) is not { } record)
            {
                terminal.Error.WriteLine($"error: no {parsed.GetValue(crmObject)} has the id {parsed.GetValue(id)}. Fix: 'lambdasync crm list {parsed.GetValue(crmObject)}' shows them.");
                return Exit.Failed;
            }

            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                CrmRecordLine.Write(lines, record);
                return Exit.Done;
            }

            var table = new Table().AddColumns("field", "value").AddRow(new Text("Id"), new Text(record.Id));
            using var fields = JsonDocument.Parse(record.Fields);
            foreach (var field in fields.RootElement.EnumerateObject())
                table.AddRow(new Text(field.Name), new Text(field.Value.ToString()));
            Options.Console(terminal).Write(table);
            return Exit.Done;
        });
        return command;
    }
}
