using System.CommandLine;
using LambdaSync.Connections.Crm;
using LambdaSync.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm set</c>: changes fields of a record, as a person would in a CRM's page.</summary>
static class CrmSetCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new DataSource.Options();
        var crmObject = CrmObjectName.Argument();
        var id = new Argument<string>("id") { Description = "The record's id, or AWS's identifier." };
        var fields = new Argument<string[]>("field=value") { Description = "Fields and their new values; 'field=' clears. Or one JSON object, flat or with nested related records.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("set", "Changes fields of one record. The built-in CRM trims, rounds and refuses values like a real CRM.") { crmObject, id, fields };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            using (data)
            {
                if (await CrmObjectName.Of(data.Crm, parsed.GetValue(crmObject)!, terminal, cancellation) is not { } objectName)
                    return Exit.Failed;
                var wanted = parsed.GetValue(id)!.Trim();
                var record = await data.Crm.Get(objectName, wanted, cancellation) is null ? RecordIds.Normal(wanted) : wanted;
                if (parsed.GetValue(fields) is [['{', ..] json])
                    return CrmRecordLine.Tell(await data.Crm.Set(objectName, record, System.Text.Encoding.UTF8.GetBytes(json), cancellation), terminal);
                var values = new FlatRecord();
                var metadata = await data.Crm.Metadata(cancellation);
                foreach (var assignment in parsed.GetValue(fields)!)
                {
                    var equals = assignment.IndexOf('=', StringComparison.Ordinal);
                    if (equals <= 0)
                    {
                        terminal.Error.WriteLine($"usage: '{assignment}' is not field=value");
                        return Exit.Usage;
                    }

                    var name = assignment[..equals];
                    values[name] = Value(metadata.Resolve(objectName, name), assignment[(equals + 1)..]);
                }

                return CrmRecordLine.Tell(await data.Crm.Set(objectName, record, values.ToJson(), cancellation), terminal);
            }
        });
        return command;
    }

    // The field's type says whether the text on the command line is a number, a truth value or text.
    static string Value(CrmField? field, string text)
    {
        if (text.Length == 0)
            return "null";
        var number = new Utf8Buffer(64);
        if (field?.Type == CrmFieldType.Number && DecimalText.TryWrite(System.Text.Encoding.UTF8.GetBytes(text), -1, number))
            return System.Text.Encoding.UTF8.GetString(number.Written);
        return field?.Type == CrmFieldType.Boolean && text is "true" or "false" ? text : System.Text.Encoding.UTF8.GetString(JsonText.Quote(text));
    }
}
