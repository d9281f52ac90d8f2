using System.CommandLine;
using System.Text.Json.Nodes;
using LambdaSync.Simulator;

namespace LambdaSync.Cli.Commands;

/// <summary><c>simulator</c>: Partner Central on this machine, for trying out.</summary>
static class SimulatorCommand
{
    public static Command Create(Terminal terminal)
    {
        var port = new Option<int>("--port") { Description = "Loopback port; 0 takes a free one.", DefaultValueFactory = _ => 4580 };
        var seed = new Option<int>("--seed") { Description = "Opportunities to begin with; three solutions come with them.", DefaultValueFactory = _ => 25 };
        var command = new Command("simulator", "Plays AWS Partner Central's Selling API by its published rules on a loopback port. Ctrl-C ends it; nothing is kept.") { port, seed };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var simulator = new PartnerCentralSimulator(TimeProvider.System);
            foreach (var catalog in (string[])["AWS", "Sandbox"])
                simulator.Control.Do("seed", new JsonObject { ["catalog"] = catalog, ["opportunities"] = parsed.GetValue(seed) });
            await using var host = await SimulatorHost.Start(simulator, parsed.GetValue(port));
            terminal.Text.WriteLine($"""
                Partner Central is played at {host.Address} (AWS and Sandbox). Let a tool call it with:
                  export AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING={host.Address.ToString().TrimEnd('/')}
                  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1
                and act as AWS with: curl -d '{"{}"}' {host.Address}_control/VERB (help lists the verbs)
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
