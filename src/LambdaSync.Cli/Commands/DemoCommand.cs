using System.CommandLine;
using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Simulator;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>demo</c>: a referral, a lead, a request from AWS Marketplace and a deal, between the built-in CRM and a simulated Partner Central.</summary>
static class DemoCommand
{
    const string Files = "files";

    // Idle, a step takes a second or two; the limit is for a busy machine.
    static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    public static Command Create(Terminal terminal)
    {
        var data = Data();
        var wait = new Option<bool>("--wait") { Description = "At the end, keep the simulated AWS and the data until Ctrl-C, for other commands." };
        var transport = new Option<string>("--transport") { Description = "api: Partner Central's API. files: the file exchange over S3, with folders as the bucket.", DefaultValueFactory = _ => "api" };
        transport.AcceptOnlyFromAmong("api", Files);
        var command = new Command("demo", "Shows what the sync does, with a simulated Partner Central on this machine: a referral and a lead are accepted, the lead becomes an opportunity, a request arrives from AWS Marketplace, and a deal is shared, associated, submitted, corrected, approved, edited on both sides and launched.")
        {
            data, wait, transport, DemoFilesCommand.Create(terminal),
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(wait) && result.GetValue(transport) == Files)
                result.AddError("--wait keeps the simulated Partner Central, which --transport files does not use");
        });
        command.SetAction(async (parsed, cancellation) =>
        {
            if (parsed.GetValue(data) is { Exists: true } used && used.EnumerateFileSystemInfos().Any())
            {
                await terminal.Error.WriteLineAsync($"error: {used.FullName} is not empty, and the demo starts with a new CRM and a new simulated AWS. Fix: name another folder with --data, or delete this one.");
                return Exit.Failed;
            }

            using var folder = new DemoFolder(parsed.GetValue(data));
            if (parsed.GetValue(transport) == Files)
                return await ExchangeDemo.Run(folder, Within, terminal, cancellation);
            using var simulator = new PartnerCentralSimulator(TimeProvider.System);
            return await Run(folder, simulator, parsed.GetValue(wait), Within, terminal, cancellation);
        });
        return command;
    }

    public static Option<DirectoryInfo?> Data() => new("--data") { Description = "Keep the data in this folder. Default: a temporary folder that is removed at the end." };

    /// <param name="within">How long one step may take.</param>
    internal static async Task<int> Run(DemoFolder folder, PartnerCentralSimulator simulator, bool wait, TimeSpan within, Terminal terminal, CancellationToken cancellation)
    {
        await using var host = await SimulatorHost.Start(simulator);
        var console = Options.Console(terminal);
        if (await Take(folder, host, within, terminal, console, cancellation) is not { } ended)
            return Exit.Failed;
        DemoEnd.Write(folder, ended, wait ? host.Address : null, terminal.Text);
        await terminal.Text.FlushAsync(cancellation);
        if (wait)
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Exit.Done;
    }

    // Null after telling what did not happen. The folder is free again at the end.
    static async Task<IReadOnlyList<(DemoPart Part, DemoSides Sides)>?> Take(DemoFolder folder, SimulatorHost host, TimeSpan within, Terminal terminal, IAnsiConsole console, CancellationToken cancellation)
    {
        if (ServeLock.TryTake(folder.Data, terminal) is not { } taken)
            return null;
        using var serveLock = taken;
        await MappingFile.Store(folder.Data, DemoRun.Mapping(), cancellation);
        if (MappingFile.Load(null, folder.Data, terminal) is not { } mapping)
            return null;
        var simulated = host.Simulator.Control;
        simulated.Do("settings", new JsonObject { ["taskSeconds"] = 0 });
        simulated.Do("add-solution", new JsonObject { ["id"] = Deal.Solution, ["name"] = Deal.SolutionName });
        using var run = new DemoRun(folder.Data, mapping, host.Address, simulated, terminal);
        console.WriteLine("The built-in CRM and a simulated AWS Partner Central. Both run on this machine.");
        var (ended, n) = (new List<(DemoPart, DemoSides Sides)>(), 0);
        foreach (var part in DemoPart.All(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime)))
        {
            console.WriteLine();
            console.WriteLine(part.Heading);
            foreach (var step in part.Steps)
            {
                if (await run.Take(step, within, cancellation) is not { } outcome)
                {
                    await Fail(step, within, run, terminal, cancellation);
                    return null;
                }

                DemoLine.Write(++n, step.Name, $"{step.Person} {outcome}", console);
                await terminal.Raw.FlushAsync(cancellation);
            }

            ended.Add((part, await run.Sides(cancellation)));
        }

        console.WriteLine();
        DemoTables.WriteRecords(ended, console);
        DemoTables.WriteDeal(ended[^1].Sides, console);
        return ended;
    }

    static async Task Fail(DemoStep step, TimeSpan within, DemoRun run, Terminal terminal, CancellationToken cancellation)
    {
        var sides = await run.Sides(cancellation);
        await terminal.Error.WriteLineAsync(
            $"error: the step '{step.Name}' did not happen within {within.TotalSeconds:0} seconds. {step.Person} "
            + $"AWS has review status '{sides.Aws("LifeCycle.ReviewStatus")}'; the CRM has '{sides.Crm("AWS_status__c")}', sync status '{sides.Crm("AWS_Sync_Status__c")}', last error '{sides.Crm("AWS_Last_Error__c")}'. "
            + "Fix: run the demo again; if it fails again, report it with these lines.");
        foreach (var line in await run.Left(cancellation))
            await terminal.Error.WriteLineAsync(line);
    }
}
