using System.CommandLine;
using System.Text.Json;
using LambdaSync.Connections.Crm;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm list</c>: records of the built-in CRM.</summary>
static class CrmListCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json"));
        var crmObject = CrmObjectName.Argument();
        var limit = Limits.Option(1000);
        var command = new Command("list", "Lists records: a table of their names, or all their fields as one JSON line each.") { crmObject, limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            if (await CrmObjectName.Of(data.Crm, parsed.GetValue(crmObject)!, terminal, cancellation) is not { } name)
                return Exit.Failed;
            var most = parsed.GetValue(limit);
            var records = Limits.Cut(await data.Crm.List(name, most + 1, null, cancellation), most, "records", terminal);
            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                foreach (var record in records)
                    CrmRecordLine.Write(lines, record);
                return Exit.Done;
            }

            Layout.Write(["id", "AWS id", "name", "stage"], [.. records.Select(Row)], new HashSet<string> { "name" }, terminal);
            return Exit.Done;
        });
        return command;
    }

    static string[] Row(CrmRecord record)
    {
        using var fields = JsonDocument.Parse(record.Fields);
        return [record.Id, Field(fields, "APN_CRM_Unique_Identifier__c"), Field(fields, "Name", "LastName"), Field(fields, "StageName", "Status")];
    }

    static string Field(JsonDocument fields, params string[] names)
    {
        foreach (var name in names)
        {
            if (fields.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String)
                return value.GetString()!;
        }

        return "";
    }
}
