using System.CommandLine;
using System.Text.Json;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary><c>log list</c>: the jobs, newest first.</summary>
static class LogListCommand
{
    public static readonly Listing<Job> Jobs = new(
        [
            new("id", j => j.Id, "job"), new("kind", j => j.Kind), new("status", j => Words.Of(j.Status)), new("records", j => Words.Of(j.Records)),
            new("succeeded", j => Words.Of(j.Succeeded)), new("failed", j => Words.Of(j.Failed)), new("started", j => Words.Of(j.Started)), new("source", j => j.Source),
        ],
        WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var status = new Option<JobStatus?>("--status") { Description = "Only jobs with this status: ApiSuccess, Processed, Partial, Error." };
        var days = new Option<int>("--days") { Description = "How many days back.", DefaultValueFactory = _ => 30 };
        var limit = new Option<int>("--limit") { Description = "How many jobs at most.", DefaultValueFactory = _ => 100 };
        var command = new Command("list", "Lists jobs with their status and counts, newest first.") { status, days, limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            var now = TimeProvider.System.GetUtcNow();
            var jobs = await data.Store.ListJobs(now.AddDays(-parsed.GetValue(days)), now.AddMinutes(1), parsed.GetValue(status), parsed.GetValue(limit), cancellation);
            Jobs.Write(jobs, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static void WriteJson(LineWriter lines, Utf8JsonWriter json, Job job)
    {
        json.WriteString("id", job.Id);
        json.WriteString("kind", job.Kind);
        json.WriteString("direction", job.Direction);
        json.WriteString("source", job.Source);
        json.WriteString("status", Words.Of(job.Status));
        json.WriteNumber("records", job.Records);
        json.WriteNumber("succeeded", job.Succeeded);
        json.WriteNumber("failed", job.Failed);
        json.WriteString("started", job.Started);
        if (job.Ended is { } ended)
            json.WriteString("ended", ended);
        lines.Issues(job.Issues);
    }
}
