using System.Diagnostics;
using LambdaSync.Simulator;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A colleague who works in Partner Central with another tool: AWS's own clients, on the rig's simulator.</summary>
/// <param name="Program">Runs the script.</param>
sealed record Colleague(SimulatorHost Host, string Program, string Script) : IAsyncDisposable
{
    static readonly TimeSpan Most = TimeSpan.FromMinutes(1);

    static CancellationToken None => TestContext.Current.CancellationToken;

    /// <summary>The test is skipped where the client can't be had.</summary>
    /// <param name="client">boto3 or JavaScript.</param>
    public static async Task<Colleague> Of(string client, PartnerCentralSimulator simulator)
    {
        var (program, script, lacking) = client == "boto3" ? Boto3() : await JavaScriptTools.Client("colleague.mjs", None);
        Assert.SkipWhen(program is null, lacking ?? "");
        return new Colleague(await SimulatorHost.Start(simulator), program!, script);
    }

    /// <summary>Does something at AWS, which takes it.</summary>
    /// <returns>AWS's answer.</returns>
    public async Task<string> Does(string action, params IReadOnlyList<string> arguments)
    {
        var start = new ProcessStartInfo(Program, [Script, Host.Address.ToString().TrimEnd('/'), action, .. arguments]);
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        using var run = new TimedProcess(start);
        var exit = await run.End(Most, None);
        Assert.True(exit == 0, $"{action} by {Path.GetFileName(Script)} ended with {exit}: {run.Output}{run.Error}");
        return run.Output;
    }

    public ValueTask DisposeAsync() => Host.DisposeAsync();

    static (string? Program, string Script, string? Lacking) Boto3()
    {
        var (python, lacking) = PythonTools.Botocore();
        PythonTools.Require(lacking);
        return (python, RepositoryFolder.File("tests", "referee", "colleague.py"), lacking);
    }
}
