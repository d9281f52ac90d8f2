using System.CommandLine;
using System.Text;
using System.Text.Json;
using LambdaSync.Sync;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>log show</c>: the entries of a job, or of one record across all jobs.</summary>
static class LogShowCommand
{
    // Read at once, so that a record's many jobs do not take one round trip each.
    const int JobsAtOnce = 25;

    static readonly Listing<Shown> Entries = new(
        [
            new("job", e => e.Detail.JobId), new("record", e => Words.Of(e.Detail.Index)), new("awsId", e => e.Detail.AwsId), new("crmId", e => e.Detail.CrmId ?? ""),
            new("outcome", e => Words.Of(e.Detail.Outcome)), new("at", e => Words.Of(e.Detail.At)), new("issue", e => Words.First(e.Detail.Issues)),
            new("direction", e => e.Direction), new("reason", e => e.Detail.Reason ?? ""),
            new("changes", e => Encoding.UTF8.GetString(FieldChangeJson.Serialize(e.Detail.Changes))),
        ],
        WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, output, limit) = (new DataSource.Options(), Options.Output("table", "json", "csv"), Limits.Option(1000));
        var what = new Argument<string>("id") { Description = "The id of a job (in-..., rec-..., cmd-...), of a record at AWS (O..., L..., engi-..., eng-...) or of a CRM record. Case and blanks around it do not matter." };
        var command = new Command("show", "Shows each entry of a job, or of one record across all jobs: the fields that changed with old and new value, direction, reason, issues.") { what, limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            var found = await LogEntries.Find(data, parsed.GetValue(what)!, parsed.GetValue(limit), cancellation);
            if (found is { Job: null, Details.Count: 0 })
            {
                if (await LogEntries.WithoutEntries(data, parsed.GetValue(what)!, cancellation) is { } known)
                {
                    terminal.Text.WriteLine(known);
                    return Exit.Done;
                }

                terminal.Error.WriteLine($"error: the log has no entry of a job or a record with the id {parsed.GetValue(what)!.Trim()}. Fix: run 'lambdasync log list' to see the jobs.");
                return Exit.Failed;
            }

            var format = Options.Format(parsed, output, terminal, "table", "csv");
            if (format == "table" && found.Job is not null)
                LogListCommand.Jobs.Write([found.Job], format, terminal);
            foreach (var issue in found.Job?.Issues ?? [])
                terminal.Tell(issue, format);
            var directions = found.Job is { } job ? new Dictionary<string, string> { [job.Id] = job.Direction } : await Directions(data, found.Details, cancellation);
            var entries = found.Details.Select(detail => new Shown(detail, directions.GetValueOrDefault(detail.JobId, "")));
            if (format == "table")
                WriteBlocks(entries, Options.Console(terminal));
            else
                Entries.Write(entries, format, terminal);
            if (found.IsCut)
                terminal.Error.WriteLine($"the list is cut off after {found.Details.Count} entries; to see more, use a larger --limit");
            return Exit.Done;
        });
        return command;
    }

    static async Task<Dictionary<string, string>> Directions(DataSource data, IReadOnlyList<JobDetail> details, CancellationToken cancellation)
    {
        var directions = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var ids in details.Select(d => d.JobId).Distinct().Chunk(JobsAtOnce))
        {
            foreach (var job in await Task.WhenAll(ids.Select(id => data.Store.GetJob(id, cancellation))))
            {
                if (job is not null)
                    directions[job.Id] = job.Direction;
            }
        }

        return directions;
    }

    // One block an entry: a table of everything would not fit on a screen.
    static void WriteBlocks(IEnumerable<Shown> entries, IAnsiConsole console)
    {
        foreach (var entry in entries)
        {
            var (detail, direction) = entry;
            console.WriteLine(string.Join("  ", new[] { Words.Of(detail.At), detail.AwsId, Words.Of(detail.Outcome), direction, detail.Reason }.Where(word => !string.IsNullOrEmpty(word))));
            console.WriteLine($"  job {detail.JobId}, record {Words.Of(detail.Index)}{(detail.CrmId is { } crmId ? ", CRM id " + crmId : "")}");
            if (detail.Changes.Count > 0)
                console.Write(new Padder(Changes(entry, console), new Padding(2, 0, 0, 0)));
            foreach (var issue in detail.Issues)
                console.Write(new Padder(new Text($"{issue.Code}{(issue.Field is null ? "" : " " + issue.Field)}: {Sentence.OfIssue(issue)}"), new Padding(2, 0, 0, 0)));
        }
    }

    static Spectre.Console.Rendering.IRenderable Changes(Shown entry, IAnsiConsole console)
    {
        var (detail, direction) = entry;
        if (Layout.IsNarrow(console))
            return new Text(string.Join('\n', detail.Changes.Select(c => $"{c.Field}\n  old: {c.Old ?? "(none)"}\n  new: {c.New ?? "(none)"}\n  {direction}, {detail.Reason}")));
        var table = new Table().Border(TableBorder.Simple).AddColumns("field", "old", "new", "direction", "reason");
        foreach (var change in detail.Changes)
            table.AddRow(new Text(change.Field), new Text(change.Old ?? ""), new Text(change.New ?? ""), new Text(direction), new Text(detail.Reason ?? ""));
        return table;
    }

    static void WriteJson(LineWriter lines, Utf8JsonWriter json, Shown entry)
    {
        var detail = entry.Detail;
        json.WriteString("job", detail.JobId);
        json.WriteNumber("record", detail.Index);
        json.WriteString("awsId", detail.AwsId);
        json.WriteString("crmId", detail.CrmId);
        json.WriteString("outcome", Words.Of(detail.Outcome));
        json.WriteString("at", detail.At);
        json.WriteString("direction", entry.Direction);
        json.WriteString("reason", detail.Reason);
        json.WritePropertyName("changes");
        FieldChangeJson.Write(json, detail.Changes);
        LineWriter.Raw(json, "payload", detail.Payload);
        lines.Issues(detail.Issues);
    }

    /// <param name="Direction">The job's; empty when its job has expired.</param>
    sealed record Shown(JobDetail Detail, string Direction);
}
