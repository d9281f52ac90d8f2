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
        var (node, npm) = (PythonTools.OnPath("node"), PythonTools.OnPath("npm"));
        Skip(node is null || npm is null, "this test needs node and npm, and they are not on the PATH");
        var source = RepositoryFolder.File("tests", "referee", "js");
        var folder = PythonTools.Cache("javascript", Path.Combine(source, "package-lock.json"));
        Skip(!await Install(npm!, source, folder), "this test needs AWS's JavaScript client, and 'npm ci' in tests/referee/js fails on this machine");
        using var simulator = new PartnerCentralSimulator(TimeProvider.System);
        await using var host = await SimulatorHost.Start(simulator);

        var report = await Referee.Run(folder, node!, ["drive.mjs", host.Address.ToString().TrimEnd('/')]);

        Assert.Matches(@"javascript: \d+ operations, \d+ requests, 0 mismatches", report);
    }

    static void Skip(bool when, string why)
    {
        if (when)
            PythonTools.Require(why);
        Assert.SkipWhen(when, why);
    }

    // Outside the repository, once a lock file; the script is copied every time.
    static async Task<bool> Install(string npm, string source, string folder)
    {
        Directory.CreateDirectory(folder);
        foreach (var file in (string[])["package.json", "package-lock.json", "drive.mjs"])
            File.Copy(Path.Combine(source, file), Path.Combine(folder, file), overwrite: true);
        if (File.Exists(Path.Combine(folder, "ready")))
            return true;
        using var install = new TimedProcess(new System.Diagnostics.ProcessStartInfo(npm, ["ci", "--no-audit", "--no-fund", "--ignore-scripts"]) { WorkingDirectory = folder });
        var done = await install.End(Referee.MaxTime, TestContext.Current.CancellationToken) == 0;
        if (done)
            await File.WriteAllTextAsync(Path.Combine(folder, "ready"), "", TestContext.Current.CancellationToken);
        return done;
    }

    // "(type 879, required 188, ...)"
    [GeneratedRegex(@"(\w+) (\d+)(?=[,)])(?<=\(.*)")]
    private static partial Regex Rule();
}
