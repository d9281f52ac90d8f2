using System.CommandLine;
using System.Text.Json;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary><c>log list</c>: the jobs, newest first.</summary>
static class LogListCommand
{
    public static readonly Listing<Job> Jobs = new(
        [
            new("id", j => j.Id, "job"), new("kind", j => j.Kind, Breaks: true), new("status", j => Words.Of(j.Status)), new("records", j => Words.Of(j.Records)),
            new("succeeded", j => Words.Of(j.Succeeded)), new("failed", j => Words.Of(j.Failed)), new("started", j => Words.Of(j.Started)), new("source", j => j.Source, Breaks: true) { Short = j => SourceOf(j) },
        ],
        WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var status = Status();
        var days = Options.Days("How many days back.");
        var limit = Limits.Option(100);
        var command = new Command("list", "Lists jobs with their status and counts, newest first.") { status, days, limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null)
                return Exit.Failed;
            var now = TimeProvider.System.GetUtcNow();
            var most = parsed.GetValue(limit);
            var jobs = await data.Store.ListJobs(now.AddDays(-parsed.GetValue(days)), now.AddMinutes(1), parsed.GetValue(status), most + 1, cancellation);
            Jobs.Write(Limits.Cut(jobs, most, "jobs", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    /// <summary>What a job worked on, without a file's version.</summary>
    public static string SourceOf(Job job) => job.Source.LastIndexOf('@') is var at and > 0 ? job.Source[..at] : job.Source;

    static Option<JobStatus?> Status()
    {
        var names = Enum.GetNames<JobStatus>();
        var option = new Option<JobStatus?>("--status")
        {
            Description = $"Only jobs with this status: {string.Join(", ", names)}.",
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value.Replace(" ", "", StringComparison.Ordinal);
                if (names.FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name)
                    return Enum.Parse<JobStatus>(name);
                argument.AddError($"--status takes {string.Join(", ", names)}, not '{argument.Tokens[0].Value}'. {Nearest.Hint(text, names)}".TrimEnd());
                return null;
            },
        };
        option.CompletionSources.Add(names);
        return option;
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
