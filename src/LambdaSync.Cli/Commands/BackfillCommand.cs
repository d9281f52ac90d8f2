using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using LambdaSync.Functions;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>backfill</c>: what AWS has, so far only counted.</summary>
static class BackfillCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json"));
        var dryRun = new Option<bool>("--dry-run") { Description = "Lists and counts, writes nothing. This version has no other way." };
        var stages = new Option<string[]>("--stage") { Description = "Only opportunities in this stage; may be given several times." };
        var reviews = new Option<string[]>("--review-status") { Description = "Only opportunities in this review status; may be given several times." };
        var since = new Option<DateTimeOffset?>("--modified-since") { Description = "Only opportunities that AWS changed at or after this time (2026-01-31 or 2026-01-31T12:00Z)." };
        var command = new Command("backfill", "Reads Partner Central's list of opportunities, all pages, and counts what a backfill would look at.") { dryRun, stages, reviews, since, catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (!parsed.GetValue(dryRun))
            {
                terminal.Error.WriteLine("usage: this version only counts: backfill --dry-run");
                return Exit.Usage;
            }

            using var data = await source.Open(parsed, terminal, cancellation, make: true);
            using var aws = PartnerCentralLink.Open();
            var count = new OpportunityCount(aws, data!.Store);
            var filter = Filter(parsed.GetValue(catalog)!, parsed.GetValue(stages) ?? [], parsed.GetValue(reviews) ?? [], parsed.GetValue(since));
            await count.Run(parsed.GetValue(catalog)!, filter, terminal.IsTerminal ? Progress(terminal) : null, cancellation);
            Write(count, Options.Format(parsed, output, terminal, "table", "json"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static Action<OpportunityCount> Progress(Terminal terminal) =>
        count => terminal.Error.Write($"\r{count.Pages} pages, {count.Opportunities} opportunities ");

    static ReadOnlyMemory<byte> Filter(string catalog, string[] stages, string[] reviews, DateTimeOffset? since)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("Catalog", catalog);
            List("LifeCycleReviewStatus", reviews);
            List("LifeCycleStage", stages);
            if (since is { } from)
            {
                json.WriteStartObject("LastModifiedDate");
                json.WriteString("AfterLastModifiedDate", from.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
                json.WriteEndObject();
            }

            json.WriteEndObject();

            void List(string name, string[] values)
            {
                if (values.Length == 0)
                    return;
                json.WriteStartArray(name);
                foreach (var value in values)
                    json.WriteStringValue(value);
                json.WriteEndArray();
            }
        }

        return buffer.WrittenMemory;
    }

    static void Write(OpportunityCount count, string format, Terminal terminal)
    {
        if (format == "json")
        {
            using var lines = new LineWriter(terminal.Out);
            var json = lines.Begin();
            json.WriteNumber("pages", count.Pages);
            json.WriteNumber("opportunities", count.Opportunities);
            json.WriteNumber("linked", count.Linked);
            json.WriteNumber("unlinked", count.Opportunities - count.Linked);
            json.WriteString("oldestModified", count.OldestModified);
            json.WriteString("newestModified", count.NewestModified);
            Counts(json, "stages", count.Stages);
            Counts(json, "reviewStatuses", count.ReviewStatuses);
            lines.End();
            return;
        }

        if (terminal.IsTerminal)
            terminal.Error.WriteLine();
        var table = new Table().AddColumns("what", "how many");
        Row("opportunities", count.Opportunities);
        Row("pages read", count.Pages);
        Row("linked to a CRM record", count.Linked);
        Row("not linked", count.Opportunities - count.Linked);
        foreach (var (stage, number) in count.Stages)
            Row("stage " + stage, number);
        foreach (var (status, number) in count.ReviewStatuses)
            Row("review status " + status, number);
        Options.Console(terminal).Write(table);
        terminal.Text.WriteLine($"changed at AWS between {count.OldestModified ?? "-"} and {count.NewestModified ?? "-"}; nothing was written");

        void Row(string what, int number) => table.AddRow(new Text(what), new Text(Words.Of(number)));
    }

    static void Counts(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, int> counts)
    {
        json.WriteStartObject(name);
        foreach (var (value, number) in counts)
            json.WriteNumber(value, number);
        json.WriteEndObject();
    }
}
