using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Simulator;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>demo --deal marketplace</c>: offers, agreements and resale authorizations between the built-in CRM and a simulated AWS Marketplace.</summary>
static class DemoMarketplace
{
    static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    static readonly (string Object, string Id)[] Shown =
    [
        (MarketplaceDeal.Products, "AWS_Product_Id__c"), (MarketplaceDeal.Offers, "AWS_Offer_Id__c"), (MarketplaceDeal.Agreements, "AWS_Agreement_Id__c"), (MarketplaceDeal.Authorizations, "AWS_Resale_Authorization_Id__c"),
    ];

    /// <param name="within">How long one step may take.</param>
    public static async Task<int> Run(DemoFolder folder, PartnerCentralSimulator simulator, TimeSpan within, Terminal terminal, CancellationToken cancellation)
    {
        await using var host = await SimulatorHost.Start(simulator);
        if (ServeLock.TryTake(folder.Data, terminal) is not { } taken)
            return Exit.Failed;
        using var serveLock = taken;
        await MappingFile.Store(folder.Data, DemoRun.MappingWithMarketplace(), cancellation);
        if (MappingFile.Load(null, folder.Data, terminal) is not { } mapping)
            return Exit.Failed;
        var (simulated, console) = (host.Simulator.Control, Options.Console(terminal));
        simulated.Do("settings", new JsonObject { ["taskSeconds"] = 0 });
        MarketplaceDeal.Prepare(simulated);
        using var run = new DemoRun(folder.Data, mapping, host.Address, simulated, salesforce: null, terminal);
        console.WriteLine("The built-in CRM and a simulated AWS Marketplace. Both run on this machine.");
        var (deal, n) = (new MarketplaceDeal(run, simulated, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), cancellation), 0);
        foreach (var step in deal.Steps)
        {
            await step.Act();
            if (await DemoWait.For(() => run.Work(cancellation), step.Outcome, within, Pause, cancellation) is not { } outcome)
            {
                await terminal.Error.WriteLineAsync(DemoWait.Failed(step.Name, within, step.Person));
                foreach (var line in await run.Left(cancellation))
                    await terminal.Error.WriteLineAsync(line);
                return Exit.Failed;
            }

            DemoLine.Write(++n, step.Name, $"{step.Person} {outcome}", console);
            await terminal.Raw.FlushAsync(cancellation);
        }

        await Write(run, console, cancellation);
        if (folder.IsKept)
        {
            terminal.Text.WriteLine("The offers in the CRM, and all jobs:");
            terminal.Text.WriteLine($"  {ToolName.Typed} crm list {MarketplaceDeal.Offers} --data {ToolName.Argument(folder.Data.ToString())}");
            terminal.Text.WriteLine($"  {ToolName.Typed} log list --data {ToolName.Argument(folder.Data.ToString())}");
        }

        return Exit.Done;
    }

    static async Task Write(DemoRun run, IAnsiConsole console, CancellationToken cancellation)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("CRM object", "AWS id", "name", "status");
        foreach (var (crmObject, id) in Shown)
        {
            foreach (var record in await run.Records(crmObject, cancellation))
                table.AddRow(new Text(crmObject), new Text(MarketplaceDeal.Text(record, id)), new Text(MarketplaceDeal.Text(record, "Name")), new Text(MarketplaceDeal.Text(record, "AWS_Status__c")));
        }

        console.WriteLine();
        console.Write(table);
    }
}
