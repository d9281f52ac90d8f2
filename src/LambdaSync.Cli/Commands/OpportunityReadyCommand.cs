using System.CommandLine;
using System.Globalization;
using LambdaSync.Gates;
using LambdaSync.Mapping;

namespace LambdaSync.Cli.Commands;

/// <summary><c>opportunity ready</c>: what AWS would refuse, then what lowers an opportunity's quality, before anything is sent (row A26).</summary>
static class OpportunityReadyCommand
{
    static readonly Listing<Row> Rows = new(
        [
            new("id", r => r.Record.Id), new("kind", r => r.Kind), new("field", r => r.Issue?.Field ?? "", Breaks: true), new("issue", r => r.Issue?.Rule ?? "", Breaks: true),
            new("fix", r => r.Issue?.Fix ?? "", Breaks: true), new("value", r => r.Issue?.Value ?? "", Breaks: true), new("code", r => r.Issue?.Code ?? ""),
        ],
        (_, _, _) => { });

    public static Command Create(Terminal terminal)
    {
        var (source, output) = (new DataSource.Options(), Options.Output("table", "json", "csv"));
        var ids = new Argument<string[]>("id") { Description = "O-numbers or CRM record ids.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All opportunities that the CRM holds and that are neither launched nor lost." };
        var command = new Command("ready", "Lists what AWS would refuse at a submission, then what lowers an opportunity's quality, the most effective first. Makes no call to AWS. Exit 1 if none is ready, 3 if some are not.") { ids, all, output };
        command.Validators.Add(result =>
        {
            if (result.GetValue(all) == result.GetValue(ids) is { Length: > 0 })
                result.AddError("name the opportunities, or give --all");
        });
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null || await RecordLookup.Open(data, terminal, cancellation) is not { } lookup)
                return Exit.Failed;
            var (records, missing) = parsed.GetValue(all) ? (await Open(lookup, cancellation), 0) : await Named(lookup, parsed.GetValue(ids)!, terminal, cancellation);
            var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
            var judged = records.ConvertAll(record => (Record: record, Issues: Issues(record, lookup.Mapping, today)));
            Write(judged, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            var ready = judged.Count(j => IsReady(j.Issues));
            terminal.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{ready} ready, {judged.Count - ready} not ready"));
            return ready == judged.Count && missing == 0 ? Exit.Done : ready == 0 ? Exit.Failed : Exit.Partly;
        });
        return command;
    }

    static bool IsReady(IReadOnlyList<Issue> issues) => !issues.Any(issue => issue.Severity == Severity.Error);

    // What can't be sent as it is comes first: AWS would not even see it.
    static IReadOnlyList<Issue> Issues(RecordFacts record, CompiledMapping mapping, DateOnly today)
    {
        var wanted = WantedDocument.Of(record, mapping, today);
        return [.. wanted.Issues, .. wanted.Without(Readiness.Of(wanted.Document, mapping, today))];
    }

    static async Task<List<RecordFacts>> Open(RecordLookup lookup, CancellationToken cancellation)
    {
        var today = DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime);
        var open = new List<RecordFacts>();
        await foreach (var record in lookup.All(cancellation))
        {
            if (record.State is not { Closed: true } && OpportunityLine.Of(record, lookup.Mapping, today).Stage is not ("Launched" or "Closed Lost"))
                open.Add(record);
        }

        return open;
    }

    static async Task<(List<RecordFacts> Found, int Missing)> Named(RecordLookup lookup, string[] ids, Terminal terminal, CancellationToken cancellation)
    {
        var found = new List<RecordFacts>();
        var missing = 0;
        foreach (var id in ids.Distinct())
        {
            if (await lookup.Find(id, 0, cancellation) is { } record && (record.State is not null || record.Crm is not null) && !record.Key.IsInvitation)
            {
                found.Add(record);
                continue;
            }

            missing++;
            await terminal.Error.WriteLineAsync($"error: neither the sync store nor the CRM holds an opportunity {id.Trim()}. Fix: run 'lambdasync opportunity list' to see the ids.");
        }

        return (found, missing);
    }

    static void Write(List<(RecordFacts Record, IReadOnlyList<Issue> Issues)> judged, string format, Terminal terminal)
    {
        if (format != "json")
        {
            Rows.Write(judged.SelectMany(j => j.Issues.Count == 0 ? [new Row(j.Record, null)] : j.Issues.Select(issue => new Row(j.Record, issue))), format, terminal);
            return;
        }

        using var lines = new LineWriter(terminal.Out);
        foreach (var (record, issues) in judged)
        {
            var json = lines.Begin();
            json.WriteString("awsId", record.AwsId);
            json.WriteString("crmId", record.CrmId);
            json.WriteBoolean("ready", IsReady(issues));
            json.WriteNumber("count", issues.Count(Readiness.IsOpen));
            lines.Issues(issues);
            lines.End();
        }
    }

    sealed record Row(RecordFacts Record, Issue? Issue)
    {
        public string Kind => Issue?.Severity switch { null => "ready", Severity.Error => "refused", Severity.Warning => "advice", _ => "note" };
    }
}
