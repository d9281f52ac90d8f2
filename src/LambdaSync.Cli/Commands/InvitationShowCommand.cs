using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Gates;
using LambdaSync.Sync.Invitations;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>invitation show</c>: one invitation as AWS gave it last, and how it stands (row A3).</summary>
static class InvitationShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json"));
        var id = new Argument<string>("id") { Description = "engi-..., or the id of its CRM record." };
        var command = new Command("show", "Shows an invitation as AWS gave it last, how it stands and what to do first. Makes no call to AWS.") { id, catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of || await RecordLookup.Open(data, terminal, cancellation) is not { } lookup)
                return Exit.Failed;
            var wanted = RecordIds.Normal(parsed.GetValue(id)!);
            if (await lookup.Find(wanted, 10, cancellation) is not { Key.IsInvitation: true } record || InvitationMemo.Read(record.Work?.Data) is not { IsEmpty: false } memo)
            {
                if (CommandReader.IsInvitation(wanted) && CommandReader.IsMalformed(wanted))
                    terminal.Tell(CommandIssues.BadForm(wanted));
                else
                    terminal.Error.WriteLine($"error: {wanted} is no invitation that this {(data.CommandsQueue is null ? "folder" : "stack")} knows. Fix: run 'lambdasync invitation list' to see the invitations.");
                return Exit.Failed;
            }

            var explanation = Explanation.Of(record, lookup.Mapping, TimeProvider.System.GetUtcNow());
            var line = InvitationLine.Of(record.Work!, record.State, lookup.Mapping.Source, lookup.Leads?.Source);
            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                var json = lines.Begin();
                LineWriter.Raw(json, "invitation", Encoding.UTF8.GetBytes(memo.Answer.ToJsonString()));
                InvitationLine.WriteJson(lines, json, line);
                json.WriteString("text", explanation.Text);
                json.WriteString("first", explanation.First);
                lines.End();
                return Exit.Done;
            }

            var table = new Table().AddColumns("field", "value");
            Rows(table, memo.Answer, "");
            foreach (var (name, value) in new[] { ("kind", line.Kind), ("until", line.Until is { } until ? Words.Of(until) : ""), ("crmId", line.CrmId), ("status", line.Standing), ("text", explanation.Text), ("first", explanation.First) })
                table.AddRow(new Text("sync:" + name), new Text(value));
            Options.Console(terminal).Write(table);
            return Exit.Done;
        });
        return command;
    }

    static void Rows(Table table, JsonNode? value, string path)
    {
        switch (value)
        {
            case JsonObject members:
                foreach (var (name, member) in members)
                    Rows(table, member, path.Length == 0 ? name : $"{path}.{name}");
                break;
            case JsonArray items:
                foreach (var (i, item) in items.Index())
                    Rows(table, item, $"{path}[{i}]");
                break;
            default:
                table.AddRow(new Text(path), new Text(value?.ToString() ?? ""));
                break;
        }
    }
}
