using System.CommandLine;

namespace LambdaSync.Cli.Commands;

/// <summary><c>schedule set</c>: changes how often, turns on what was off, lets go on what has stopped.</summary>
static class ScheduleSetCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var name = new Argument<string>("name") { Description = "As 'lambdasync schedule list' shows it." };
        var every = new Option<string?>("--every") { Description = "From 5m to 1d: 15m, 2h, 1d." };
        every.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && ScheduleItems.Every(text) is null)
                result.AddError("--every takes 5m to 1d");
        });
        var most = new Option<int?>("--max-changes") { Description = "How many existing CRM records a run may overwrite before it stops and asks." };
        var command = new Command("set", "Changes a schedule; it runs at the next tick, also if it was off or had stopped.") { name, every, most, catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            return data?.CatalogOf(parsed, catalog, terminal) is { } of && await ScheduleItems.Change(
                data, ScheduleItems.Key(of, parsed.GetValue(name)!),
                schedule => schedule with
                {
                    IsOff = false,
                    Every = parsed.GetValue(every) is { } text ? ScheduleItems.Every(text)!.Value : schedule.Every,
                    MaxChanges = parsed.GetValue(most) ?? schedule.MaxChanges,
                },
                terminal, cancellation) ? Exit.Done : Exit.Failed;
        });
        return command;
    }
}
