using System.CommandLine;
using System.Text;
using LambdaSync.Sync.Schedules;

namespace LambdaSync.Cli.Commands;

/// <summary><c>migrate backfill</c>: links what the file exchange left without a link, through the API (row B10).</summary>
static class MigrateBackfillCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var most = Options.NumberOrNone("--max-changes", "Maximum number of existing CRM records to overwrite. Above it, the backfill stops and waits for an operator.", 0, int.MaxValue);
        var command = new Command("backfill", "Links CRM records to AWS's opportunities by AWS's identifier, through the API, and gives AWS the CRM record's id where its review allows it. Refuses while opportunities travel in files. Exit 1 if it stopped, 3 if records failed.") { most, catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of || await data.Mapping(cancellation) is not { Opportunity: { } mapping })
                return Exit.Failed;
            var stops = (await MigrateCheckCommand.Check(data, of, mapping, cancellation)).Where(f => f.State == MigrateCheckCommand.Finding.Stops).ToList();
            foreach (var stop in stops)
                await terminal.Error.WriteLineAsync($"error: {stop.Check}: {Words.Of(stop.Count)}. Fix: {stop.Fix}.");
            if (stops.Count > 0)
                return Exit.Failed;
            var schedule = new Schedule(TimeSpan.Zero, MaxChanges: parsed.GetValue(most), Filter: Encoding.UTF8.GetString(BackfillCommand.Filter(of, [], [], null).Span), OnlyUnlinked: true);
            return await BackfillCommand.Run(data, of, null, schedule, terminal, cancellation);
        });
        return command;
    }
}
