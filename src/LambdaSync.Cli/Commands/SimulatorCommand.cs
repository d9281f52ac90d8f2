using System.CommandLine;
using System.Text.Json.Nodes;
using LambdaSync.Simulator;

namespace LambdaSync.Cli.Commands;

/// <summary><c>simulator</c>: Partner Central on this machine, for trying out.</summary>
static class SimulatorCommand
{
    public static Command Create(Terminal terminal)
    {
        var port = Options.Number("--port", "Loopback port; 0 selects a free port.", 0, 65_535, 4580);
        var seed = Options.Number("--seed", "Number of sample opportunities; three sample solutions are added.", 0, 100_000, 25);
        var command = new Command("simulator", "Simulates the Selling API of AWS Partner Central by its published rules on a loopback port. Ctrl-C stops it; no data is kept.") { port, seed };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var simulator = new PartnerCentralSimulator(TimeProvider.System);
            foreach (var catalog in (string[])["AWS", "Sandbox"])
                simulator.Control.Do("seed", new JsonObject { ["catalog"] = catalog, ["opportunities"] = parsed.GetValue(seed) });
            await using var host = await SimulatorHost.Start(simulator, parsed.GetValue(port));
            terminal.Text.Write($"""
                The Partner Central simulator listens at {host.Address} (catalogs AWS and Sandbox). To connect a tool, run:
                  export AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING={host.Address.ToString().TrimEnd('/')}
                  export AWS_ENDPOINT_URL_MARKETPLACE_CATALOG={host.Address.ToString().TrimEnd('/')} AWS_ENDPOINT_URL_MARKETPLACE_AGREEMENT={host.Address.ToString().TrimEnd('/')}
                  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
                To act as AWS, run: curl -d '{"{}"}' {host.Address}_control/VERB (VERB help lists all verbs)

                """);
            terminal.Text.Flush();
            try
            {
                await Task.Delay(Timeout.Infinite, cancellation);
            }
            catch (OperationCanceledException)
            {
                // Ctrl-C.
            }

            return Exit.Done;
        });
        return command;
    }
}
