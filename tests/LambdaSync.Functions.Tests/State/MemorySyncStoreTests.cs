using LambdaSync.Connections.State;
using LambdaSync.Testing.Memory;

namespace LambdaSync.Functions.Tests.State;

/// <summary>The store that the simulation plays on most.</summary>
public sealed class MemorySyncStoreTests : SyncStoreContract
{
    protected override ISyncStore Store { get; } = new MemorySyncStore();
}
