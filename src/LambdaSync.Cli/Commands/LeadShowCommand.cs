using System.CommandLine;
using System.Text.Json;
using LambdaSync.Commands;
using LambdaSync.Gates;
using LambdaSync.Sync.Invitations;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>lead show</c>: one lead as AWS last gave it, and how its sync stands.</summary>
static class LeadShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json"));
        var id = new Argument<string>("id") { Description = "An engagement (eng-...) or a CRM record's id." };
        var command = new Command("show", "Shows a lead as AWS last gave it, its interactions and enrichment too, and how its sync stands. Makes no call to AWS.") { id, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null || await RecordLookup.Open(data, terminal, cancellation) is not { } lookup)
                return Exit.Failed;
            if (lookup.Leads is null)
            {
                terminal.Tell(CommandIssues.LeadsNotMapped());
                return Exit.Failed;
            }

            var found = await lookup.Find(parsed.GetValue(id)!, 0, cancellation);
            if (found is not { } record || lookup.MappingOf(record.Key) != lookup.Leads)
            {
                var wanted = RecordIds.Normal(parsed.GetValue(id)!);
                if (found is { Key.IsInvitation: true } && InvitationMemo.Read(found.Work?.Data).IsLead)
                    terminal.Error.WriteLine($"error: {wanted} is a lead that AWS offers; it is an invitation until it is accepted. Fix: run 'lambdasync invitation show {found.Key.Id}'.");
                else if (CommandReader.IsEngagement(wanted) && CommandReader.IsMalformed(wanted))
                    terminal.Tell(CommandIssues.BadForm(wanted));
                else
                    terminal.Error.WriteLine($"error: no lead {wanted} is known. Fix: check the id and --data or --stack; 'lambdasync lead list' shows what is known.");
                return Exit.Failed;
            }

            var explanation = Explanation.Of(record, lookup.MappingOf(record.Key), TimeProvider.System.GetUtcNow());
            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                var json = lines.Begin();
                LineWriter.Raw(json, "document", record.AtAws.Span);
                json.WriteStartObject("sync");
                foreach (var (name, value) in SyncRows(record, explanation))
                    json.WriteString(name, value);
                json.WriteEndObject();
                lines.End();
                return Exit.Done;
            }

            var table = new Table().AddColumns("field", "value");
            using (var document = JsonDocument.Parse(record.AtAws))
            {
                foreach (var root in document.RootElement.EnumerateObject())
                    DocumentRows.Add(table, root.Value, root.Name + ":");
            }

            foreach (var (name, value) in SyncRows(record, explanation))
                table.AddRow(new Text("sync:" + name), new Text(value));
            Options.Console(terminal).Write(table);
            return Exit.Done;
        });
        return command;
    }

    static IEnumerable<(string Name, string Value)> SyncRows(RecordFacts record, Explanation explanation) =>
        [("awsId", record.AwsId ?? ""), ("crmId", record.CrmId ?? ""), ("situation", explanation.Situation.ToString()), ("text", explanation.Text), ("first", explanation.First)];
}
