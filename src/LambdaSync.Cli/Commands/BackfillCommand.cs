using System.Buffers;
using System.CommandLine;
using System.Globalization;
using System.Text;
using System.Text.Json;
using LambdaSync.Fields;
using LambdaSync.Functions;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>backfill</c>: brings what AWS has into the CRM, or only counts it (row A15).</summary>
static class BackfillCommand
{
    const int Most = 10_000;

    // A backfill's name says when it began, before it was resumed.
    const string Beginning = "yyyyMMdd-HHmmss";

    // How long it waits for AWS's quota before it says when that opens.
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json"));
        var dryRun = new Option<bool>("--dry-run") { Description = "Counts the opportunities and writes nothing." };
        var unlinked = new Option<bool>("--only-unlinked") { Description = "Only opportunities that no CRM record is linked to." };
        var most = Options.NumberOrNone("--max-changes", "Maximum number of existing CRM records to overwrite. Above it, the backfill stops and waits for an operator. Default: the stack's MaxChanges, or 200 in a folder.", 0, int.MaxValue);
        var resume = new Option<string?>("--resume") { Description = "Name of the stopped backfill to continue, as 'lambdasync schedule list' shows it." };
        var stages = new Option<string[]>("--stage") { Description = "Only opportunities in this stage; may be given several times." };
        var reviews = new Option<string[]>("--review-status") { Description = "Only opportunities in this review status; may be given several times." };
        var since = Options.Date("--modified-since", "Only opportunities that AWS changed at or after this time.");
        var command = new Command("backfill", "Compares all opportunities of Partner Central, or a selection, with the CRM and transfers the differences. Exit 1 if the backfill stopped, 3 if records failed.")
        {
            dryRun, stages, reviews, since, unlinked, most, resume, catalog, output,
        };
        source.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetValue(resume) is not { } name)
                return;
            if (!name.StartsWith(Schedules.BackfillPrefix, StringComparison.Ordinal))
                result.AddError($"--resume takes a backfill's name, {Schedules.BackfillPrefix}...");
            if (new Option[] { dryRun, stages, reviews, since, unlinked }.Any(option => result.GetResult(option) is { Implicit: false }))
                result.AddError("--resume continues a backfill with its original options and cannot change them, except --max-changes");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation, make: true);
            if (data!.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var filter = Filter(of, parsed.GetValue(stages) ?? [], parsed.GetValue(reviews) ?? [], parsed.GetValue(since));
            if (!parsed.GetValue(dryRun))
            {
                var schedule = new Schedule(
                    TimeSpan.Zero, MaxChanges: parsed.GetValue(most), Filter: Encoding.UTF8.GetString(filter.Span), OnlyUnlinked: parsed.GetValue(unlinked));
                return await Run(data, of, parsed.GetValue(resume), schedule, terminal, cancellation);
            }

            using var aws = data.PartnerCentral();
            var count = new OpportunityCount(aws.Lanes[Lane.Sweep], data.Store, parsed.GetValue(unlinked));
            await count.Run(of, filter, terminal.IsTerminal ? Progress(terminal) : null, cancellation);
            Write(count, Options.Format(parsed, output, terminal, "table", "json"), terminal);
            return Exit.Done;
        });
        return command;
    }

    internal static async Task<int> Run(DataSource data, string catalog, string? resume, Schedule schedule, Terminal terminal, CancellationToken cancellation)
    {
        if (data.Transports.InFiles(AceObject.Opportunity))
        {
            await terminal.Error.WriteLineAsync("error: opportunities travel in files, so the API compares none. Fix: run 'lambdasync file pull --archive opportunity' to import AWS's files once more, or 'lambdasync migrate check' to change to the API.");
            return Exit.Failed;
        }

        using var sync = await data.Sync(catalog, terminal, cancellation);
        if (sync is null)
            return Exit.Failed;
        var started = TimeProvider.System.GetUtcNow();
        var name = resume ?? string.Create(CultureInfo.InvariantCulture, $"{Schedules.BackfillPrefix}{started.ToString(Beginning, CultureInfo.InvariantCulture)}-{Random.Shared.Next(1000):D3}");
        var key = ScheduleItems.Key(catalog, name);
        if (resume is null)
        {
            await data.Store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, started, schedule.ToJson())], cancellation);
        }
        else
        {
            if (await ScheduleItems.Find(data, key, cancellation) is ({ Due: null, Cause: null }, { Ended: not null }))
            {
                await terminal.Text.WriteLineAsync($"{name} is complete; there is nothing to resume");
                return Exit.Done;
            }

            if (!await ScheduleItems.Change(data, key, stored => stored with { IsOff = false, MaxChanges = schedule.MaxChanges ?? stored.MaxChanges }, terminal, cancellation))
                return Exit.Failed;
        }

        // After Ctrl-C, the next tick or --resume continues the backfill.
        await sync.Reconcile.Run(key, Invocation.Of("backfill", cancellation), Show, Patience);
        if (terminal.IsTerminal)
            await terminal.Error.WriteLineAsync();
        return await Tell(data, key, terminal);

        void Show(Schedule now) =>
            terminal.Error.Write(string.Create(CultureInfo.InvariantCulture, $"{(terminal.IsTerminal ? "\r" : "")}{now.Seen} seen, {now.Worked} compared{(terminal.IsTerminal ? " " : "\n")}"));
    }

    static async Task<int> Tell(DataSource data, WorkKey key, Terminal terminal)
    {
        var item = (await data.Store.GetWork(key, CancellationToken.None))!;
        var end = Schedule.Read(item.Data);
        // Files, events and edits that came meanwhile have jobs too.
        var records = WorkKey.Opportunity(key.Catalog, "").ToString();
        var now = TimeProvider.System.GetUtcNow();
        var jobs = await data.Store.ListJobs(Began(key.Id) ?? now, now.AddMinutes(1), JobStatus.Error, Most, CancellationToken.None);
        var failed = jobs.Where(job => job.Kind == OwnJob.Command && job.Source.StartsWith(records, StringComparison.Ordinal)).Select(job => job.Source).Distinct().Count();
        await terminal.Text.WriteLineAsync($"{key.Id}: {Words.Of(end.Seen)} seen, {Words.Of(end.Worked)} compared, {Words.Of(end.Changed)} overwritten, {Words.Of(failed)} failed");
        if (end.Ended is null)
        {
            var resume = $"'lambdasync backfill --resume {key.Id}{(item.Parked ? " --max-changes N" : "")}'";
            var goesOn = item.Cause?.EndsWith(Reconcile.BeginAnew, StringComparison.Ordinal) == true ? "" : $" To continue it here, run {resume}.";
            await terminal.Error.WriteLineAsync(item.Owner is null
                ? $"the backfill stopped: {Sentence.Of(item.Cause ?? "its time limit was reached")}{goesOn}"
                : "another worker continues the backfill: 'lambdasync schedule list' shows its progress.");
            return Exit.Failed;
        }

        if (failed == 0)
            return Exit.Done;
        await terminal.Error.WriteLineAsync("'lambdasync log list --status Error' lists the failed records");
        return Exit.Partly;
    }

    static DateTimeOffset? Began(string name) =>
        name.Length > Schedules.BackfillPrefix.Length + Beginning.Length
        && DateTimeOffset.TryParseExact(name.AsSpan(Schedules.BackfillPrefix.Length, Beginning.Length), Beginning, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var began)
            ? began : null;

    static Action<OpportunityCount> Progress(Terminal terminal) =>
        count => terminal.Error.Write($"\r{count.Pages} pages, {count.Opportunities} opportunities ");

    /// <summary>The ListOpportunities request of a selection.</summary>
    internal static ReadOnlyMemory<byte> Filter(string catalog, string[] stages, string[] reviews, DateTimeOffset? since)
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
            json.WriteNumber("unlinked", count.Unlinked);
            json.WriteNumber("unreadable", count.Unreadable);
            json.WriteNumber("closed", count.Closed);
            json.WriteNumber("compared", count.Compared);
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
        Row("not linked", count.Unlinked);
        if (count.Unreadable > 0)
            Row("entries of AWS's list without an id", count.Unreadable);
        Row("deleted in the CRM", count.Closed);
        Row("would be compared", count.Compared);
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
