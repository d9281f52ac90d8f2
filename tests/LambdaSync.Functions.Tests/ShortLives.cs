using System.Runtime.CompilerServices;

namespace LambdaSync.Functions.Tests;

/// <summary>
/// The command lines that tests start end within seconds: their runtime optimizes a method after 1,000 calls instead of 30. The test's own
/// runtime has read its settings before.
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
