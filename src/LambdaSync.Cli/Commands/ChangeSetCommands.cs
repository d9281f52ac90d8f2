using System.CommandLine;
using LambdaSync.Commands;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>change-set list</c>, <c>change-set cancel</c>: what LambdaSync has sent to AWS Marketplace, which itself keeps it for 90 days only.</summary>
static class ChangeSetCommands
{
    const int MaxJobs = 100_000;

    static readonly Listing<(WorkKey Key, ChangeSetMemo Memo, DateTimeOffset Last, string? Cause)> Lines = new(
        [
            new("request", s => s.Key.Id), new("purpose", s => s.Memo.Purpose), new("account", s => s.Memo.Account ?? ""), new("status", s => s.Memo.Status ?? (s.Memo.SetId is null ? "WAITING" : ChangeSetState.Preparing)), new("changeSet", s => s.Memo.SetId ?? ""),
            new("entities", s => s.Memo.EntityId is null ? "" : string.Join(' ', s.Memo.EntityIds.DefaultIfEmpty(s.Memo.EntityId)), Breaks: true), new("last", s => Words.Of(s.Last)),
            new("cause", s => s.Cause ?? "", Breaks: true),
        ],
        (_, json, set) =>
        {
            json.WriteString("request", set.Key.Id);
            json.WriteString("purpose", set.Memo.Purpose);
            json.WriteString("account", set.Memo.Account);
            json.WriteString("status", set.Memo.Status);
            json.WriteString("changeSetId", set.Memo.SetId);
            json.WriteStartArray("entityIds");
            foreach (var entity in set.Memo.EntityIds)
                json.WriteStringValue(entity);
            json.WriteEndArray();
            json.WriteString("last", set.Last);
            json.WriteString("cause", set.Cause);
        });

    public static Command List(Terminal terminal)
    {
        var (source, catalog, output, limit, days) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json", "csv"), Limits.Option(100), Options.Days("How many days back."));
        var account = new Option<string?>("--account") { Description = "Only those of this seller account." };
        var command = new Command("list", "Lists the change sets that LambdaSync has sent or will send, newest first, also those that AWS no longer has.") { days, limit, account, output, catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var (now, most, prefix) = (TimeProvider.System.GetUtcNow(), parsed.GetValue(limit), WorkKey.ChangeSet(of, "").ToString());
            // What waits has no entry in the log yet.
            var waiting = (await data.Store.ListWork(of, MaxJobs, cancellation)).Where(work => work.Key.ToString().StartsWith(prefix, StringComparison.Ordinal)).Select(work => (work.Key.Id, At: work.Since));
            var logged = (await data.Store.ListJobs(now.AddDays(-parsed.GetValue(days)), now.AddMinutes(1), null, MaxJobs, cancellation)).Where(job => job.Source.StartsWith(prefix, StringComparison.Ordinal)).Select(job => (Id: job.Source[prefix.Length..], At: job.Started));
            var found = new List<(WorkKey, ChangeSetMemo, DateTimeOffset, string?)>();
            foreach (var (id, at) in waiting.Concat(logged).GroupBy(set => set.Id, StringComparer.Ordinal).Select(sets => (sets.Key, At: sets.Max(set => set.At))).OrderByDescending(set => set.At))
            {
                if (await data.Store.GetWork(WorkKey.ChangeSet(of, id), cancellation) is { } work && ChangeSetMemo.Read(work.Data) is { } memo && (parsed.GetValue(account) is not { } wanted || memo.Account == data.Sellers.Normal(wanted)))
                    found.Add((work.Key, memo, at, work.Cause));
                if (found.Count > most)
                    break;
            }

            Lines.Write(Limits.Cut(found, most, "change sets", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    public static Command Cancel(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), new Argument<string>("id") { Description = "The request as 'change-set list' shows it, or AWS's id of the change set." });
        var command = new Command("cancel", "Cancels a change set that AWS does not apply yet, or that was not sent yet.") { id };
        run.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var named = parsed.GetValue(id)!;
            if (ChangeSetIdentity.IsKey(named))
                return await run.Run(parsed, CommandVerbs.ChangeSetCancel, named, new Dictionary<string, string?>(StringComparer.Ordinal), cancellation);
            using var catalog = MarketplaceLink.Catalog(run.AccountOf(parsed));
            var set = ChangeSetState.Read(await catalog.DescribeChangeSet(named, cancellation));
            if (ChangeSetIdentity.KeyIn(set.Name ?? "") is { } request)
                return await run.Run(parsed, CommandVerbs.ChangeSetCancel, request, new Dictionary<string, string?>(StringComparer.Ordinal), cancellation);
            terminal.Tell(CommandIssues.UnknownChangeSet(named), run.Format(parsed));
            return Exit.Failed;
        });
        return command;
    }
}
