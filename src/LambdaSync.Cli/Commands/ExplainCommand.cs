using System.CommandLine;
using System.Text.Json;
using LambdaSync.Commands;
using LambdaSync.Gates;
using LambdaSync.Sync;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>explain</c>: why a record is where it is, every gate on its way to AWS, and what to do first (row A31).</summary>
static class ExplainCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json"));
        var entries = Options.Number("--entries", "How many of its last log entries.", 0, 1000, 5);
        var id = new Argument<string>("id") { Description = "AWS's id of an opportunity or lead (O..., L...), of an invitation or engagement (engi-..., eng-...), or a CRM record's." };
        var command = new Command("explain", "Explains why a record is where it is: how it stands, each gate on its way to AWS, its last log entries, and what to do first. Makes no call to AWS.") { id, entries, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null || await RecordLookup.Open(data, terminal, cancellation) is not { } lookup)
                return Exit.Failed;
            if (await lookup.Find(parsed.GetValue(id)!, parsed.GetValue(entries), cancellation) is not { } record)
            {
                var wanted = RecordIds.Normal(parsed.GetValue(id)!);
                if (CommandReader.IsMalformed(wanted))
                    terminal.Tell(CommandIssues.BadForm(wanted));
                else
                    terminal.Error.WriteLine($"error: neither the sync store nor the CRM knows {wanted}. Fix: check the id and --data or --stack; {ListOf(wanted)} shows what is known.");
                return Exit.Failed;
            }

            var explanation = Explanation.Of(record, lookup.MappingOf(record.Key), TimeProvider.System.GetUtcNow());
            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
                WriteJson(record, explanation, terminal);
            else
                WriteText(record, explanation, Options.Console(terminal));
            return Exit.Done;
        });
        return command;
    }

    static string ListOf(string id) =>
        CommandReader.IsInvitation(id) ? "'lambdasync invitation list'" : CommandReader.IsEngagement(id) ? "'lambdasync lead list'" : "'lambdasync opportunity list'";

    static void WriteText(RecordFacts record, Explanation explanation, IAnsiConsole console)
    {
        console.Write(new Text(string.Join(", ", new[] { record.AwsId, record.CrmId is { } crm ? $"CRM record {crm}" : null }.OfType<string>()) + "\n"));
        console.Write(new Text(explanation.Text + "\n"));
        foreach (var gate in explanation.Gates)
        {
            console.Write(new Text($"\n{(gate.IsOpen ? "open  " : "closed")}  {gate.Name}: {gate.Text}\n"));
            foreach (var issue in gate.Issues)
                console.Write(new Padder(new Text($"{Kind(issue)}  {issue.Rule} Fix: {Sentence.Of(issue.Fix)}"), new Padding(8, 0, 0, 0)));
        }

        if (record.Entries.Count > 0)
            console.Write(new Text("\nlast entries\n"));
        foreach (var entry in record.Entries)
            console.Write(new Text($"  {Words.Of(entry.At)}  {Words.Of(entry.Outcome)}{(entry.Reason is { } reason ? $"  {reason}" : "")}{(Words.First(entry.Issues) is { Length: > 0 } first ? $"  {first}" : "")}\n"));
        console.Write(new Text($"\nfirst: {explanation.First}\n"));
    }

    static string Kind(Issue issue) => issue.Severity switch { Severity.Error => "error", Severity.Warning => "advice", _ => "note" };

    static void WriteJson(RecordFacts record, Explanation explanation, Terminal terminal)
    {
        using var lines = new LineWriter(terminal.Out);
        var json = lines.Begin();
        json.WriteString("awsId", record.AwsId);
        json.WriteString("crmId", record.CrmId);
        json.WriteString("situation", explanation.Situation.ToString());
        json.WriteString("text", explanation.Text);
        json.WriteStartArray("gates");
        foreach (var gate in explanation.Gates)
        {
            json.WriteStartObject();
            json.WriteString("gate", gate.Name);
            json.WriteBoolean("open", gate.IsOpen);
            json.WriteString("text", gate.Text);
            lines.Issues(gate.Issues);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        Work(json, record);
        json.WriteStartArray("entries");
        foreach (var entry in record.Entries)
            Entry(lines, json, entry);
        json.WriteEndArray();
        json.WriteString("first", explanation.First);
        lines.End();
    }

    static void Work(Utf8JsonWriter json, RecordFacts record)
    {
        if (record.Work is not { } work)
            return;
        json.WriteStartArray("reasons");
        foreach (var reason in work.Reasons.Order(StringComparer.Ordinal))
            json.WriteStringValue(reason);
        json.WriteEndArray();
        json.WriteNumber("attempts", work.Attempts);
        if (work.Due is { } due)
            json.WriteString("due", due);
        if (work.Cause is { } cause)
            json.WriteString("cause", cause);
    }

    static void Entry(LineWriter lines, Utf8JsonWriter json, JobDetail entry)
    {
        json.WriteStartObject();
        json.WriteString("job", entry.JobId);
        json.WriteString("at", entry.At);
        json.WriteString("outcome", Words.Of(entry.Outcome));
        json.WriteString("reason", entry.Reason);
        lines.Issues(entry.Issues);
        json.WriteEndObject();
    }
}
