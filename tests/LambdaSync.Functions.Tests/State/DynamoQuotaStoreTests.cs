using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Sync.Quotas;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

public sealed class DynamoQuotaStoreTests(Moto moto) : QuotaStoreContract, IAsyncLifetime
{
    Deployment _deployment = null!;
    DynamoQuotaStore _store = null!;

    protected override IQuotaStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        _deployment = await Deployment.Create(moto.Server);
        _store = new DynamoQuotaStore(_deployment.Dynamo, _deployment.Table, TimeProvider.System);
    }

    public ValueTask DisposeAsync()
    {
        _deployment?.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task A_missing_table_is_a_permanent_error()
    {
        var store = new DynamoQuotaStore(_deployment.Dynamo, "no-such-table", TimeProvider.System);
        Assert.False((await Assert.ThrowsAsync<ConnectionException>(() => store.Read("1", QuotaGroup.Read, Cancellation))).Transient);
        Assert.False((await Assert.ThrowsAsync<ConnectionException>(() => store.Replace("1", QuotaGroup.Read, 0, QuotaState.Empty, Cancellation))).Transient);
    }
}
