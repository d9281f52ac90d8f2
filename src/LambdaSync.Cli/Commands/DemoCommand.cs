using System.CommandLine;
using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Simulator;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>demo</c>: a referral, a lead, a request from AWS Marketplace and a deal, between a CRM and a simulated Partner Central.</summary>
static class DemoCommand
{
    const string Marketplace = "marketplace", Files = "files";

    // Idle, a step takes a second or two; the limit is for a busy machine.
    static readonly TimeSpan Within = TimeSpan.FromSeconds(60);

    public static Command Create(Terminal terminal)
    {
        var data = Data();
        var wait = new Option<bool>("--wait") { Description = "At the end, keep the simulated AWS and the data until Ctrl-C, for other commands." };
        var crm = new Option<string>("--crm") { Description = "The CRM: built-in, or salesforce for a simulated Salesforce organization on this machine.", DefaultValueFactory = _ => Crms.BuiltIn };
        crm.AcceptOnlyFromAmong(Crms.BuiltIn, SalesforceCrm.Name);
        var deal = new Option<string>("--deal") { Description = "What to show: co-sell, or marketplace: private offers, agreements and resale authorizations in a simulated AWS Marketplace.", DefaultValueFactory = _ => "co-sell" };
        deal.AcceptOnlyFromAmong("co-sell", Marketplace);
        var transport = new Option<string>("--transport") { Description = "api: Partner Central's API. files: the file exchange over S3, with folders as the bucket.", DefaultValueFactory = _ => "api" };
        transport.AcceptOnlyFromAmong("api", Files);
        var command = new Command("demo", "Shows what the sync does, with a simulated Partner Central on this machine: a referral and a lead are accepted, the lead becomes an opportunity, a request arrives from AWS Marketplace, and a deal is shared, associated, submitted, corrected, approved, edited on both sides and launched.")
        {
            data, wait, crm, deal, transport, DemoFilesCommand.Create(terminal),
        };
        command.Validators.Add(given =>
        {
            var (ofMarketplace, inFiles) = (given.GetValue(deal) == Marketplace, given.GetValue(transport) == Files);
            if (ofMarketplace && inFiles)
                given.AddError("--deal marketplace and --transport files exclude each other. Fix: leave one of them out.");
            else if ((ofMarketplace || inFiles) && (given.GetValue(wait) || given.GetValue(crm) == SalesforceCrm.Name))
                given.AddError($"{(inFiles ? "--transport files" : "--deal marketplace")} has neither --wait nor --crm salesforce. Fix: leave them out.");
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
            return parsed.GetValue(deal) == Marketplace
                ? await DemoMarketplace.Run(folder, simulator, Within, terminal, cancellation)
                : await Run(folder, simulator, parsed.GetValue(crm) == SalesforceCrm.Name, parsed.GetValue(wait), Within, terminal, cancellation);
        });
        return command;
    }

    public static Option<DirectoryInfo?> Data() => new("--data") { Description = "Keep the data in this folder. Default: a temporary folder that is removed at the end." };

    /// <param name="within">How long one step may take.</param>
    internal static async Task<int> Run(
        DemoFolder folder, PartnerCentralSimulator simulator, bool withSalesforce, bool wait, TimeSpan within, Terminal terminal, CancellationToken cancellation)
    {
        await using var host = await SimulatorHost.Start(simulator);
        await using var salesforce = withSalesforce ? await SimulatedSalesforce.Start(folder.Data) : null;
        var console = Options.Console(terminal);
        if (await Take(folder, host, salesforce, within, terminal, console, cancellation) is not { } ended)
            return Exit.Failed;
        new DemoEnd(folder, ended, salesforce, terminal.Text).Write(wait ? host.Address : null);
        await terminal.Text.FlushAsync(cancellation);
        if (wait)
            await Task.Delay(Timeout.Infinite, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return Exit.Done;
    }

    // Null after telling what did not happen. The folder is free again at the end.
    static async Task<IReadOnlyList<(DemoPart Part, DemoSides Sides)>?> Take(
        DemoFolder folder, SimulatorHost host, SimulatedSalesforce? salesforce, TimeSpan within, Terminal terminal, IAnsiConsole console, CancellationToken cancellation)
    {
        if (ServeLock.TryTake(folder.Data, terminal) is not { } taken)
            return null;
        using var serveLock = taken;
        await MappingFile.Store(folder.Data, salesforce is null ? DemoRun.Mapping() : DemoRun.Mapping(SimulatedSalesforce.Mapping()), cancellation);
        if (MappingFile.Load(null, folder.Data, terminal) is not { } mapping)
            return null;
        var simulated = host.Simulator.Control;
        simulated.Do("settings", new JsonObject { ["taskSeconds"] = 0 });
        simulated.Do("add-solution", new JsonObject { ["id"] = Deal.Solution, ["name"] = Deal.SolutionName });
        using var run = new DemoRun(folder.Data, mapping, host.Address, simulated, salesforce, terminal);
        console.WriteLine($"{(salesforce is null ? "The built-in CRM" : "A simulated Salesforce organization")} and a simulated AWS Partner Central. Both run on this machine.");
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
        await terminal.Error.WriteLineAsync(DemoWait.Failed(
            step.Name, within, step.Person,
            $"AWS has review status '{sides.Aws("LifeCycle.ReviewStatus")}'; the CRM has '{sides.Crm("AWS_status__c")}', sync status '{sides.Crm("AWS_Sync_Status__c")}', last error '{sides.Crm("AWS_Last_Error__c")}'."));
        foreach (var line in await run.Left(cancellation))
            await terminal.Error.WriteLineAsync(line);
    }
}
