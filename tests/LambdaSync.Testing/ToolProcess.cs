using System.Diagnostics;

namespace LambdaSync.Testing;

/// <summary>The command line as a process of its own: the native program that LAMBDASYNC_CLI names, else the assembly beside the tests.</summary>
public static class ToolProcess
{
    public static ProcessStartInfo Of(params IEnumerable<string> arguments)
    {
        var native = Environment.GetEnvironmentVariable("LAMBDASYNC_CLI");
        return string.IsNullOrEmpty(native)
            ? new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "LambdaSync.Cli.dll"), .. arguments])
            : new ProcessStartInfo(native, arguments);
    }
}
