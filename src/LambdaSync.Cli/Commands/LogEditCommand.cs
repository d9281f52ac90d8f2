using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Functions;
using LambdaSync.Json;
using LambdaSync.Sync;
using LambdaSync.Sync.Corrections;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>log edit</c>: corrects values of a record that AWS sent, until AWS changes them (row D4). The log keeps the original.</summary>
static class LogEditCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var entry = new Argument<string>("entry") { Description = "JOB or JOB/INDEX, as 'lambdasync log show' prints them." };
        var fields = new Argument<string[]>("field=value") { Description = "Places in the entry's payload and their values: Customer.Account.WebsiteUrl=https://example.com; 'field=' clears. 'lambdasync log show ID --output json' prints the payload.", Arity = ArgumentArity.OneOrMore };
        var command = new Command("edit", "Stores corrected values of an opportunity and requests that it is reconciled again. A correction counts inbound until AWS changes that value. It is not sent to AWS.") { entry, fields, catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            if (await Find(data, parsed.GetValue(entry)!.Trim(), cancellation) is not { } detail)
            {
                await terminal.Error.WriteLineAsync($"error: the log has no entry {parsed.GetValue(entry)!.Trim()} with a record. Fix: run 'lambdasync log list' to see the jobs; of a job with several entries name one, JOB/INDEX.");
                return Exit.Failed;
            }

            if (!CommandReader.IsOpportunity(detail.AwsId) || DocumentPath.Tree(detail.Payload) is not { } payload)
            {
                await terminal.Error.WriteLineAsync("error: the entry has no opportunity of AWS's. Fix: correct a CRM record in the CRM; deliver the file of a lead again.");
                return Exit.Failed;
            }

            var corrections = new List<Correction>();
            var roots = payload.Select(member => member.Key).ToList();
            foreach (var assignment in parsed.GetValue(fields)!)
            {
                var equals = assignment.IndexOf('=', StringComparison.Ordinal);
                if (equals <= 0)
                {
                    await terminal.Error.WriteLineAsync($"usage: '{assignment}' is not field=value");
                    return Exit.Usage;
                }

                if (DocumentPath.Parse(assignment[..equals], roots) is not { } path || !IsPlace(path, payload) || path.Read(payload) is var original && !path.Write(payload, Value(original, assignment[(equals + 1)..])))
                {
                    await terminal.Error.WriteLineAsync($"error: the entry's payload has no place {assignment[..equals]}. Fix: 'lambdasync log show {detail.JobId} --output json' prints the payload.");
                    return Exit.Failed;
                }

                corrections.Add(new Correction(path.Text, original, path.Read(payload), Environment.UserName, TimeProvider.System.GetUtcNow(), detail.JobId));
            }

            return await Store(data, of, detail, corrections, terminal, cancellation);
        });
        return command;
    }

    static async Task<int> Store(DataSource data, string catalog, JobDetail detail, List<Correction> corrections, Terminal terminal, CancellationToken cancellation)
    {
        var key = WorkKey.Opportunity(catalog, detail.AwsId);
        var lease = await Lease.Claim(data.Store, [key], Invocation.Of("log edit", cancellation), TimeProvider.System, evenIfClean: true);
        if (lease.Claims[0] is not { } claim)
        {
            await terminal.Error.WriteLineAsync($"error: another worker is processing {detail.AwsId}. Fix: run the command again in a few minutes.");
            return Exit.Failed;
        }

        var now = TimeProvider.System.GetUtcNow();
        var id = "cor-" + Guid.NewGuid().ToString("N")[..16];
        var job = new Job(id, "Correction", "inbound", $"{key} (entry {detail.JobId}/{Words.Of(detail.Index)}) by {Environment.UserName}", now, now, JobStatus.Processed, 1, 1, 0, []);
        var made = new JobDetail(id, 0, detail.AwsId, detail.CrmId, Outcome.Requested, now, detail.Payload, [])
        {
            Reason = Reason.Refresh,
            Changes = [.. corrections.Select(c => new FieldChange(c.Path, c.Original, c.Value))],
        };
        var settled = await data.Store.Settle(
            [
                new Settlement
                {
                    Claim = claim,
                    Entries = [new LogEntry(made, job)],
                    Data = RecordCorrections.ToJson(RecordCorrections.Merge(RecordCorrections.Read(claim.Data), corrections)),
                    // An intent that a stopped worker left is still to be resumed.
                    Intent = claim.Intent,
                    Next = new WorkNext.Again(now, claim.Cause, Counts: false, [.. claim.Reasons.Union([Reason.Refresh]).Union(claim.InDoubt ? [Reason.InDoubt] : [])]),
                },
            ], CancellationToken.None);
        if (settled[0] is not (Settled.Stored or Settled.StoredAndRequeued))
        {
            await terminal.Error.WriteLineAsync($"error: another worker has taken {detail.AwsId}. Fix: run the command again.");
            return Exit.Failed;
        }

        await terminal.Text.WriteLineAsync($"{detail.AwsId}: {Words.Of(corrections.Count)} {(corrections.Count == 1 ? "correction" : "corrections")} stored, reconciling is requested, job {id}");
        return Exit.Done;
    }

    // A place that the payload does not have is one of AWS's fields, or a name that was mistyped.
    static bool IsPlace(DocumentPath path, JsonObject payload) => path.Read(payload) is not null || !path.Text.StartsWith(Opportunity, StringComparison.Ordinal)
        || FieldCatalogue.Opportunity.Fields.Any(field => field.Path.Replace("[]", "", StringComparison.Ordinal) is var known && WithoutIndexes(path.Text[Opportunity.Length..]) is var wanted
            && (known == wanted || known.StartsWith(wanted + ".", StringComparison.Ordinal)));

    const string Opportunity = "opportunity.";

    static string WithoutIndexes(string path) => string.Concat(path.Split('[').Select((part, i) => i == 0 ? part : part[(part.IndexOf(']', StringComparison.Ordinal) + 1)..]));

    static async Task<JobDetail?> Find(DataSource data, string entry, CancellationToken cancellation)
    {
        var slash = entry.LastIndexOf('/');
        var index = 0;
        var hasIndex = slash > 0 && int.TryParse(entry.AsSpan(slash + 1), out index);
        var details = await data.Store.ListDetails(RecordIds.Normal(hasIndex ? entry[..slash] : entry), index, 2, cancellation);
        return hasIndex ? details.FirstOrDefault(d => d.Index == index) : details.Count == 1 ? details[0] : null;
    }

    // The kind of the value that is there says whether the text is a number, a truth value or text.
    static string? Value(string? original, string text)
    {
        if (text.Length == 0)
            return null;
        if (original is "true" or "false" && text is "true" or "false")
            return text;
        var number = new Utf8Buffer(64);
        return original is [('-' or (>= '0' and <= '9')), ..] && DecimalText.TryWrite(Encoding.UTF8.GetBytes(text), -1, number)
            ? Encoding.UTF8.GetString(number.Written)
            : Encoding.UTF8.GetString(JsonText.Quote(text));
    }
}
