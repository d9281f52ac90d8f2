using LambdaSync.Connections.BuiltIn;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>An empty built-in CRM a test.</summary>
public abstract class BuiltInCrmRig : IAsyncLifetime
{
    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected IBuiltInCrm Crm { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Crm = await Open();

    public ValueTask DisposeAsync()
    {
        Close();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }

    protected abstract Task<IBuiltInCrm> Open();

    protected abstract void Close();
}
