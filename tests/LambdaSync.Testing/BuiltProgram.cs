using System.Diagnostics;

namespace LambdaSync.Testing;

/// <summary>A program of this repository, to be started as a process of its own: the published one that a variable names, else the assembly beside the tests.</summary>
public static class BuiltProgram
{
    /// <summary>The command line; LAMBDASYNC_CLI names a published one.</summary>
    public static ProcessStartInfo CommandLine(params IEnumerable<string> arguments) => Of("LAMBDASYNC_CLI", "LambdaSync.Cli.dll", arguments);

    /// <summary>The functions as Lambda starts them; LAMBDASYNC_BOOTSTRAP names a published one.</summary>
    public static ProcessStartInfo Functions() => Of("LAMBDASYNC_BOOTSTRAP", "bootstrap.dll", []);

    static ProcessStartInfo Of(string variable, string assembly, IEnumerable<string> arguments)
    {
        var published = Environment.GetEnvironmentVariable(variable);
        return string.IsNullOrEmpty(published)
            ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
            : new ProcessStartInfo(published, arguments);
    }
}
