using System.Globalization;
using System.Text.RegularExpressions;
using LambdaSync.Simulator;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Referee.Tests;

/// <summary>Clients that are not ours drive the simulator.</summary>
public sealed partial class SimulatorIsJudgedTests
{
    [Fact]
    public async Task Botocore_drives_every_operation_and_finds_nothing()
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        await using var host = await SimulatorHost.Start(simulator);

        var report = await Referee.Python("drive", host.Address.ToString());

        // 45 is what the model has, botocore's and tests/referee/models; an operation that was not driven, or an error that was not answered, is a mismatch of the report itself.
        Assert.Matches(@"drive: 45 operations, \d+ requests, \d+ refusals, \d+ rules walked \(.*\), 0 mismatches", report);
        foreach (Match rule in Rule().Matches(report))
            Assert.True(int.Parse(rule.Groups[2].Value, CultureInfo.InvariantCulture) > 0, $"the rule '{rule.Groups[1].Value}' was never looked at");
    }

    [Fact]
    public async Task AWSs_JavaScript_client_drives_what_is_newer_and_finds_nothing()
    {
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        await using var host = await SimulatorHost.Start(simulator);

        var report = await NodeTools.Run("js", "drive.mjs", host.Address.ToString().TrimEnd('/'));

        Assert.Matches(@"javascript: \d+ operations, \d+ requests, 0 mismatches", report);
    }

    // "(type 879, required 188, ...)"
    [GeneratedRegex(@"(\w+) (\d+)(?=[,)])(?<=\(.*)")]
    private static partial Regex Rule();
}
