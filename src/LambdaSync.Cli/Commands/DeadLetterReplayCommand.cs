using System.CommandLine;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>deadletter replay</c>: makes messages and files due now, before all others.</summary>
static class DeadLetterReplayCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var ids = new Argument<string[]>("id") { Description = "The ids that 'lambdasync deadletter list' shows.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All listed messages and files." };
        var command = new Command("replay", "Makes waiting or parked messages and files due now. The next tick processes them, within five minutes. Exit 1 if no id is known, 3 if only some ids are known.") { ids, all, catalog };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(ids) is { Length: > 0 }) == result.GetValue(all))
                result.AddError("deadletter replay takes either ids or --all");
        });
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var (found, unknown) = parsed.GetValue(all)
                ? (await DeadLetters.List(data.Store, of, cancellation), [])
                : await Find(data, of, parsed.GetValue(ids)!, cancellation);
            foreach (var id in unknown)
                await terminal.Error.WriteLineAsync($"error: no waiting or parked message or file has the id {id}. Fix: run 'lambdasync deadletter list' to see the ids.");
            await data.Store.Wake([.. found.Select(item => new Wake(item.Key, ReasonOf(item.Key), Lane.Person, TimeProvider.System.GetUtcNow()))], cancellation);
            if (found.Count > 0 || unknown.Count == 0)
                await terminal.Text.WriteLineAsync($"{found.Count} sent again");
            return unknown.Count == 0 ? Exit.Done : found.Count == 0 ? Exit.Failed : Exit.Partly;
        });
        return command;
    }

    static async Task<(IReadOnlyList<WorkItem> Found, IReadOnlyList<string> Unknown)> Find(DataSource data, string catalog, string[] ids, CancellationToken cancellation)
    {
        var (found, unknown) = (new List<WorkItem>(), new List<string>());
        foreach (var id in ids.Distinct())
        {
            if (await DeadLetters.Find(data.Store, catalog, id, cancellation) is { } item)
                found.Add(item);
            else
                unknown.Add(id);
        }

        return (found, unknown);
    }

    static string ReasonOf(WorkKey key) => key.IsFile ? Reason.Landed : Reason.DeadLetter;
}
