using System.Runtime.CompilerServices;

namespace LambdaSync.Functions.Tests;

/// <summary>
/// The command lines that tests start end after a second or two, before a method that is compiled once more, better, has paid for it: there
/// only what is called a thousand times is.
/// </summary>
static class ShortLives
{
    [ModuleInitializer]
    internal static void Set()
    {
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCountThreshold", "1000");
        Environment.SetEnvironmentVariable("DOTNET_TC_CallCountingDelayMs", "1000");
    }
}
