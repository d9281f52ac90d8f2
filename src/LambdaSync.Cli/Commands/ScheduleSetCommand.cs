using System.CommandLine;
using LambdaSync.Sync.Schedules;

namespace LambdaSync.Cli.Commands;

/// <summary><c>schedule set</c>: changes how often, turns on what was off, lets go on what has stopped.</summary>
static class ScheduleSetCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var name = new Argument<string>("name") { Description = "The name that 'lambdasync schedule list' shows." };
        var every = new Option<string?>("--every") { Description = "Interval from 5m to 1d, for example 15m, 2h or 1d." };
        every.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } text && Period.Read(text) is null)
                result.AddError("--every takes 5m to 1d");
        });
        var most = Options.NumberOrNone(
            "--max-changes", "Maximum number of existing records that a run may overwrite; above it, the run stops and waits for an operator. For crm-changes: the opportunities that it may create at AWS in a day.", 0, int.MaxValue);
        var command = new Command("set", "Changes a schedule, turns it on and makes it due at the next tick, even if it was off or stopped.") { name, every, most, catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            return data?.CatalogOf(parsed, catalog, terminal) is { } of && await ScheduleItems.Change(
                data, ScheduleItems.Key(of, parsed.GetValue(name)!),
                schedule => schedule with
                {
                    IsOff = false,
                    Every = parsed.GetValue(every) is { } text ? Period.Read(text)!.Value : schedule.Every,
                    MaxChanges = parsed.GetValue(most) ?? schedule.MaxChanges,
                },
                terminal, cancellation) ? Exit.Done : Exit.Failed;
        });
        return command;
    }
}
