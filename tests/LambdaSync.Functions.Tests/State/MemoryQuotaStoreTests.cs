using LambdaSync.Connections.State;
using LambdaSync.Testing.Memory;

namespace LambdaSync.Functions.Tests.State;

public sealed class MemoryQuotaStoreTests : QuotaStoreContract
{
    protected override IQuotaStore Store { get; } = new MemoryQuotaStore();
}
