using System.CommandLine;
using LambdaSync.Connections.Crm;
using LambdaSync.Commands;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary><c>record clone</c>: a new CRM record with the fields of another, to be shared as an opportunity of its own.</summary>
static class RecordCloneCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new DataSource.Options();
        var id = new Argument<string>("id") { Description = "The CRM record's id, or AWS's identifier of it." };
        var command = new Command("clone", "Creates a CRM record with the fields of another, without AWS's identifiers, status fields and the sharing flag. It is shared like any new record, when its flag is set.") { id };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null || await data.Mapping(cancellation) is not { } document)
                return Exit.Failed;
            if (document.Opportunity is not { } mapping || (await data.Crm.Metadata(cancellation)).Object(mapping.CrmObject) is not { } crmObject)
            {
                await terminal.Error.WriteLineAsync("error: the mapping names no object of the CRM for opportunities. Fix: run 'lambdasync mapping check'.");
                return Exit.Failed;
            }

            var wanted = parsed.GetValue(id)!.Trim();
            if ((await data.Crm.Get(mapping.CrmObject, wanted, cancellation) ?? await data.Crm.Get(mapping.CrmObject, RecordIds.Normal(wanted), cancellation)) is not { } record)
            {
                await terminal.Error.WriteLineAsync($"error: the CRM has no {mapping.CrmObject} {wanted}. Fix: run 'lambdasync crm list {mapping.CrmObject}' to see the ids.");
                return Exit.Failed;
            }

            return CrmRecordLine.Tell(await data.Crm.Import(mapping.CrmObject, CloneFields.Of(new FlatRecord(record.Fields), crmObject, mapping).ToJson(), cancellation), terminal);
        });
        return command;
    }
}
