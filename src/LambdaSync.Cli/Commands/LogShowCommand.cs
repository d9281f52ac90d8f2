using System.CommandLine;
using System.Text.Json;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary><c>log show</c>: a job's records, or one record across all jobs.</summary>
static class LogShowCommand
{
    static readonly Listing<JobDetail> Details = new(
        [
            new("job", d => d.JobId), new("record", d => Words.Of(d.Index)), new("awsId", d => d.AwsId, "AWS id"), new("crmId", d => d.CrmId ?? "", "CRM id"),
            new("outcome", d => Words.Of(d.Outcome)), new("at", d => Words.Of(d.At)),
            new("issue", d => Words.First(d.Issues), "issues", d => string.Join('\n', d.Issues.Select(i => $"{i.Code} {i.Field}: {i.Rule}. {i.Fix}"))),
        ],
        WriteJson);

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
                LogListCommand.Jobs.Write([job], format, terminal);
            foreach (var issue in job?.Issues ?? [])
                terminal.Tell(issue, format);
            Details.Write(details, format, terminal);
            return Exit.Done;
        });
        return command;
    }

    static void WriteJson(LineWriter lines, Utf8JsonWriter json, JobDetail detail)
    {
        json.WriteString("job", detail.JobId);
        json.WriteNumber("record", detail.Index);
        json.WriteString("awsId", detail.AwsId);
        json.WriteString("crmId", detail.CrmId);
        json.WriteString("outcome", Words.Of(detail.Outcome));
        json.WriteString("at", detail.At);
        LineWriter.Raw(json, "payload", detail.Payload);
        lines.Issues(detail.Issues);
    }
}
