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
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var what = new Argument<string>("id") { Description = "A job's id (in-..., rec-...), or AWS's identifier of a record (O..., L...)." };
        var command = new Command("show", "Shows each entry of a job, or of one record across all jobs: the fields that changed with old and new value, direction, reason, issues.") { what, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            var id = parsed.GetValue(what)!;
            var job = await data.Store.GetJob(id, cancellation);
            var details = job is null
                ? await data.Store.ListDetailsOf(id, 1000, cancellation)
                : await data.Store.ListDetails(id, 0, 100_000, cancellation);
            if (job is null && details.Count == 0)
            {
                terminal.Error.WriteLine($"error: no job and no record has the id {id}. Fix: run 'lambdasync log list' to see the jobs.");
                return Exit.Failed;
            }

            var format = Options.Format(parsed, output, terminal, "table", "csv");
            if (format == "table" && job is not null)
                LogListCommand.Jobs.Write([job], format, terminal);
            foreach (var issue in job?.Issues ?? [])
                terminal.Tell(issue, format);
            var directions = job is null ? await Directions(data, details, cancellation) : new Dictionary<string, string> { [job.Id] = job.Direction };
            var entries = details.Select(detail => new Shown(detail, directions.GetValueOrDefault(detail.JobId, "")));
            if (format == "table")
                WriteBlocks(entries, Options.Console(terminal));
            else
                Entries.Write(entries, format, terminal);
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

    // One block an entry: a table of everything would not fit on 80 columns.
    static void WriteBlocks(IEnumerable<Shown> entries, IAnsiConsole console)
    {
        foreach (var (detail, direction) in entries)
        {
            console.WriteLine(string.Join("  ", new[] { Words.Of(detail.At), detail.AwsId, Words.Of(detail.Outcome), direction, detail.Reason }.Where(word => !string.IsNullOrEmpty(word))));
            console.WriteLine($"  job {detail.JobId}, record {Words.Of(detail.Index)}{(detail.CrmId is { } crmId ? ", CRM id " + crmId : "")}");
            if (detail.Changes.Count > 0)
                console.Write(new Padder(TableOf(detail.Changes), new Padding(2, 0, 0, 0)));
            foreach (var issue in detail.Issues)
                console.Write(new Padder(new Text($"{issue.Code}{(issue.Field is null ? "" : " " + issue.Field)}: {Sentence.Of(issue.Rule)} {Sentence.Of(issue.Fix)}"), new Padding(2, 0, 0, 0)));
        }
    }

    static Table TableOf(IReadOnlyList<FieldChange> changes)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("field", "old", "new");
        foreach (var change in changes)
            table.AddRow(new Text(change.Field), new Text(change.Old ?? ""), new Text(change.New ?? ""));
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
