using System.Diagnostics;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary><c>simulator</c> as a process of its own, until this is disposed of.</summary>
sealed class CliSimulator : IDisposable
{
    readonly Process _process;

    CliSimulator(Process process, Uri address)
    {
        (_process, Address) = (process, address);
        Environment = new Dictionary<string, string>
        {
            ["AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING"] = address.ToString().TrimEnd('/'),
            ["AWS_ACCESS_KEY_ID"] = "test",
            ["AWS_SECRET_ACCESS_KEY"] = "test",
            ["AWS_REGION"] = "us-east-1",
        };
    }

    public Uri Address { get; }

    /// <summary>What a process needs to reach it.</summary>
    public Dictionary<string, string> Environment { get; }

    /// <param name="opportunities">How many it has at first.</param>
    public static async Task<CliSimulator> Start(string opportunities)
    {
        var process = CliProcess.Start(new Dictionary<string, string>(), "simulator", "--port", "0", "--seed", opportunities);
        var line = await process.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken);
        return new CliSimulator(process, new Uri(line!.Split(' ').First(word => word.StartsWith("http://127.0.0.1:", StringComparison.Ordinal))));
    }

    public void Dispose()
    {
        _process.Kill();
        _process.Dispose();
    }
}
