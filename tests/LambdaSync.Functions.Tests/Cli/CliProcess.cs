using System.Diagnostics;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Cli;

/// <summary>The tool as a process of its own, where its environment matters.</summary>
static class CliProcess
{
    /// <summary>Runs one command line to its end.</summary>
    /// <returns>The exit code; what it wrote, the error stream after the output.</returns>
    public static async Task<(int Exit, string Output)> Run(IReadOnlyDictionary<string, string> environment, string? input, params string[] arguments)
    {
        using var process = Start(environment, arguments);
        if (input is not null)
            await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, output + await error);
    }

    public static Process Start(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var start = BuiltProgram.CommandLine(arguments);
        start.RedirectStandardInput = start.RedirectStandardOutput = start.RedirectStandardError = true;
        foreach (var (name, value) in environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }
}
