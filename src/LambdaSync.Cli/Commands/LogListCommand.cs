using System.CommandLine;
using LambdaSync.Sync;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>log list</c>: the jobs, newest first.</summary>
static class LogListCommand
{
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
            Write(jobs, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    public static void Write(IReadOnlyList<Job> jobs, string format, Terminal terminal)
    {
        switch (format)
        {
            case "json":
                using (var lines = new LineWriter(terminal.Out))
                {
                    foreach (var job in jobs)
                        WriteJson(lines, job);
                }

                break;
            case "csv":
                terminal.Text.WriteLine("id,kind,status,records,succeeded,failed,started,source");
                foreach (var job in jobs)
                    terminal.Text.WriteLine(string.Join(',', job.Id, job.Kind, Words.Of(job.Status), job.Records, job.Succeeded, job.Failed, Words.Of(job.Started), Csv.Quote(job.Source)));
                break;
            default:
                var table = new Table().AddColumns("job", "kind", "status", "records", "succeeded", "failed", "started", "source");
                foreach (var job in jobs)
                {
                    table.AddRow(
                        new Text(job.Id), new Text(job.Kind), new Text(Words.Of(job.Status)), new Text(Words.Of(job.Records)), new Text(Words.Of(job.Succeeded)),
                        new Text(Words.Of(job.Failed)), new Text(Words.Of(job.Started)), new Text(job.Source));
                }

                Options.Console(terminal).Write(table);
                break;
        }
    }

    static void WriteJson(LineWriter lines, Job job)
    {
        var json = lines.Begin();
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
        lines.End();
    }
}
