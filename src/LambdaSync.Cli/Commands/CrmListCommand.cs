using System.CommandLine;
using System.Text.Json;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm list</c>: records of the built-in CRM.</summary>
static class CrmListCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json"));
        var crmObject = new Argument<string>("object") { Description = "Account, Contact, Lead, Opportunity, User or AWS_Solution__c." };
        var limit = new Option<int>("--limit") { Description = "How many records at most.", DefaultValueFactory = _ => 1000 };
        var command = new Command("list", "Lists records: a table of their names, or all their fields as one JSON line each.") { crmObject, limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            var records = await data.Crm.List(parsed.GetValue(crmObject)!, parsed.GetValue(limit), null, cancellation);
            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                foreach (var record in records)
                    CrmRecordLine.Write(lines, record);
                return Exit.Done;
            }

            var table = new Table().AddColumns("id", "AWS id", "name", "stage");
            foreach (var record in records)
            {
                using var fields = JsonDocument.Parse(record.Fields);
                table.AddRow(
                    new Text(record.Id), Field(fields, "APN_CRM_Unique_Identifier__c"), Field(fields, "Name", "LastName"), Field(fields, "StageName", "Status"));
            }

            Options.Console(terminal).Write(table);
            return Exit.Done;
        });
        return command;
    }

    static Text Field(JsonDocument fields, params string[] names)
    {
        foreach (var name in names)
        {
            if (fields.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                return new Text(value.GetString()!);
        }

        return new Text("");
    }
}
