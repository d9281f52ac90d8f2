using System.CommandLine;
using LambdaSync.Sync;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>log show</c>: a job's records, or one record across all jobs.</summary>
static class LogShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var what = new Argument<string>("id") { Description = "A job's id (in-...), or AWS's identifier of a record (O..., L...)." };
        var command = new Command("show", "Shows every record of a job with its issues, or one record's way through all jobs.") { what, output };
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
                terminal.Error.WriteLine($"error: neither a job nor a record has the id {id}. Fix: 'lambdasync log list' shows the jobs.");
                return Exit.Failed;
            }

            var format = Options.Format(parsed, output, terminal, "table", "csv");
            if (format == "table" && job is not null)
                LogListCommand.Write([job], format, terminal);
            foreach (var issue in job?.Issues ?? [])
                terminal.Tell(issue, format);
            Write(details, format, terminal);
            return Exit.Done;
        });
        return command;
    }

    static void Write(IReadOnlyList<JobDetail> details, string format, Terminal terminal)
    {
        switch (format)
        {
            case "json":
                using (var lines = new LineWriter(terminal.Out))
                {
                    foreach (var detail in details)
                        WriteJson(lines, detail);
                }

                break;
            case "csv":
                terminal.Text.WriteLine("job,record,awsId,crmId,outcome,at,issue");
                foreach (var d in details)
                    terminal.Text.WriteLine(string.Join(',', d.JobId, d.Index, d.AwsId, d.CrmId, Words.Of(d.Outcome), Words.Of(d.At), Csv.Quote(Words.First(d.Issues))));
                break;
            default:
                var table = new Table().AddColumns("job", "record", "AWS id", "CRM id", "outcome", "at", "issues");
                foreach (var d in details)
                {
                    table.AddRow(
                        new Text(d.JobId), new Text(Words.Of(d.Index)), new Text(d.AwsId), new Text(d.CrmId ?? ""), new Text(Words.Of(d.Outcome)), new Text(Words.Of(d.At)),
                        new Text(string.Join('\n', d.Issues.Select(i => $"{i.Code} {i.Field}: {i.Rule}. {i.Fix}"))));
                }

                Options.Console(terminal).Write(table);
                break;
        }
    }

    static void WriteJson(LineWriter lines, JobDetail detail)
    {
        var json = lines.Begin();
        json.WriteString("job", detail.JobId);
        json.WriteNumber("record", detail.Index);
        json.WriteString("awsId", detail.AwsId);
        json.WriteString("crmId", detail.CrmId);
        json.WriteString("outcome", Words.Of(detail.Outcome));
        json.WriteString("at", detail.At);
        LineWriter.Raw(json, "payload", detail.Payload);
        lines.Issues(detail.Issues);
        lines.End();
    }
}
