using System.CommandLine;
using LambdaSync.Commands;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary><c>log replay</c>: reconciles the records of log entries again, from the present state of both sides (row D4).</summary>
static class LogReplayCommand
{
    const int MaxJobs = 100_000, MaxDetails = 100_000;

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("text", "json"));
        var confirmation = new Confirmation(terminal);
        var ids = new Argument<string[]>("id") { Description = "Ids of jobs (their failed records), JOB/INDEX of one entry, O-numbers or CRM record ids.", Arity = ArgumentArity.ZeroOrMore };
        var failed = new Option<bool>("--all-failed") { Description = "The failed records of all jobs of the last days." };
        var days = Options.Days("Of --all-failed: how many days back.");
        var command = new Command("replay", "Requests that records are reconciled again. What is done depends on the present state of both sides, not on the log entry. A record that waits for a replay already gets no second one. Exit 1 if nothing was requested, 3 if some ids are not known.")
        {
            ids, failed, days, catalog, output,
        };
        confirmation.AddTo(command);
        source.AddTo(command);
        command.Validators.Add(result =>
        {
            if ((result.GetValue(ids) is { Length: > 0 }) == result.GetValue(failed))
                result.AddError("log replay takes either ids or --all-failed");
            if (result.GetValue(ids)?.FirstOrDefault(id => id.StartsWith('-')) is { } option)
                result.AddError($"log replay has no option {option}");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var format = Options.Format(parsed, output, terminal, "text", "text");
            var (records, hasUnknown) = (new List<string>(), false);
            if (parsed.GetValue(failed))
            {
                records.AddRange(await Failed(data, TimeProvider.System.GetUtcNow().AddDays(-parsed.GetValue(days)), cancellation));
            }
            else
            {
                foreach (var id in parsed.GetValue(ids)!)
                {
                    var found = await Records(data, id.Trim(), cancellation);
                    records.AddRange(found);
                    hasUnknown |= found.Count == 0;
                    if (found.Count == 0)
                        await terminal.Error.WriteLineAsync($"error: no record of {id.Trim()} can be replayed. Fix: run 'lambdasync log list' to see the jobs; a lead of a file is replayed by delivering the file again.");
                }
            }

            if (records.Count == 0)
                return hasUnknown ? Exit.Failed : await Nothing(terminal);
            using var bulk = new BulkRequest(data, of, format, terminal);
            var exit = await bulk.Run(
                new CommandDocument(CommandVerbs.Refresh, [.. records.Distinct()], new Dictionary<string, string>()), parsed.GetValue(failed) ? "that failed" : "",
                (what, ct) => confirmation.Ask(parsed, what.Replace(CommandVerbs.Refresh, "replay", StringComparison.Ordinal), ct), confirmation.Reason(parsed), cancellation);
            return exit == Exit.Done && hasUnknown ? Exit.Partly : exit;
        });
        return command;
    }

    static async Task<int> Nothing(Terminal terminal)
    {
        await terminal.Text.WriteLineAsync("no record failed");
        return Exit.Done;
    }

    static async Task<IReadOnlyList<string>> Failed(DataSource data, DateTimeOffset from, CancellationToken cancellation)
    {
        var found = new List<string>();
        foreach (var status in (JobStatus[])[JobStatus.Error, JobStatus.Partial])
        {
            foreach (var job in await data.Store.ListJobs(from, TimeProvider.System.GetUtcNow().AddMinutes(1), status, MaxJobs, cancellation))
                found.AddRange(Replayable((await data.Store.ListDetails(job.Id, 0, MaxDetails, cancellation)).Where(d => d.Outcome == Outcome.Failed)));
        }

        return found;
    }

    static async Task<IReadOnlyList<string>> Records(DataSource data, string id, CancellationToken cancellation)
    {
        var slash = id.LastIndexOf('/');
        if (slash > 0 && int.TryParse(id.AsSpan(slash + 1), out var index))
            return Replayable((await data.Store.ListDetails(RecordIds.Normal(id[..slash]), index, 1, cancellation)).Where(d => d.Index == index));
        var wanted = RecordIds.Normal(id);
        if (await data.Store.GetJob(wanted, cancellation) is not { } job)
            return wanted.StartsWith("rec-", StringComparison.Ordinal) || wanted.StartsWith("in-", StringComparison.Ordinal) || wanted.StartsWith(CommandCaller.JobPrefix, StringComparison.Ordinal) ? [] : [wanted];
        var details = await data.Store.ListDetails(job.Id, 0, MaxDetails, cancellation);
        // A job of one record is that record, whatever its outcome was.
        return Replayable(details.Count == 1 ? details : details.Where(d => d.Outcome == Outcome.Failed));
    }

    static List<string> Replayable(IEnumerable<JobDetail> details) =>
        [.. details.Select(d => CommandReader.IsOpportunity(d.AwsId) ? d.AwsId : d.AwsId.Length == 0 ? d.CrmId : null).OfType<string>()];
}
