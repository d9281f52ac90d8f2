using LambdaSync.Testing;
using Xunit;

[assembly: AssemblyFixture(typeof(LambdaSync.Functions.Tests.Aws.Moto))]

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>One moto for all tests of this project, started by the first that needs it.</summary>
public sealed class Moto : IDisposable
{
    readonly Lazy<(MotoServer? Server, string? Lacking)> _started = new(MotoServer.Start);

    /// <summary>Skips the test, and says why, where there is none.</summary>
    public MotoServer Server
    {
        get
        {
            var (server, lacking) = _started.Value;
            Assert.SkipWhen(server is null, lacking ?? "");
            return server!;
        }
    }

    public void Dispose()
    {
        if (_started.IsValueCreated)
            _started.Value.Server?.Dispose();
    }
}
