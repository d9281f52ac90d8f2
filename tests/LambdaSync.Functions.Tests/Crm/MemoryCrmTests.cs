using LambdaSync.Connections.BuiltIn;
using LambdaSync.Testing.Memory;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>The CRM that the simulation plays on most.</summary>
public sealed class MemoryCrmTests : BuiltInCrmContract
{
    protected override Task<IBuiltInCrm> Open() => Task.FromResult<IBuiltInCrm>(new MemoryCrm(TimeProvider.System));

    protected override void Close()
    {
    }
}
