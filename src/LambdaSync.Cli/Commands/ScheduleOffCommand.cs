using System.CommandLine;
using LambdaSync.Functions.Sweeps;
using LambdaSync.Sync.Schedules;

namespace LambdaSync.Cli.Commands;

/// <summary><c>schedule off</c>: a schedule stays, but does not run.</summary>
static class ScheduleOffCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var names = new Argument<string[]>("name") { Description = "The names that 'lambdasync schedule list' shows.", Arity = ArgumentArity.ZeroOrMore };
        var all = new Option<bool>("--all") { Description = "All schedules except backfills." };
        var command = new Command("off", "Turns schedules off. 'lambdasync schedule set NAME' turns a schedule on.") { names, all, catalog };
        command.Validators.Add(result =>
        {
            if ((result.GetValue(names) is { Length: > 0 }) == result.GetValue(all))
                result.AddError("schedule off takes either names or --all");
        });
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var wanted = parsed.GetValue(all) ? [.. await Standing(data, of, cancellation)] : parsed.GetValue(names)!;
            var done = 0;
            foreach (var name in wanted)
                done += await ScheduleItems.Change(data, ScheduleItems.Key(of, name), schedule => schedule with { IsOff = true }, terminal, cancellation) ? 1 : 0;
            return done == wanted.Length ? Exit.Done : done == 0 ? Exit.Failed : Exit.Partly;
        });
        return command;
    }

    static async Task<IReadOnlyList<string>> Standing(DataSource data, string catalog, CancellationToken cancellation)
    {
        var names = SweepList.Standing.Keys.ToList();
        foreach (var name in Schedules.OfExchange)
        {
            if (await data.Store.GetWork(ScheduleItems.Key(catalog, name), cancellation) is not null)
                names.Add(name);
        }

        return names;
    }
}
