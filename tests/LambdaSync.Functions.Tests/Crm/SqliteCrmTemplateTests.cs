using LambdaSync.Connections.BuiltIn;
using LambdaSync.Local.Crm;

namespace LambdaSync.Functions.Tests.Crm;

public sealed class SqliteCrmTemplateTests : BuiltInCrmTemplateContract
{
    readonly BuiltInCrm _crm = new(":memory:");

    protected override Task<IBuiltInCrm> Open() => Task.FromResult<IBuiltInCrm>(_crm);

    protected override void Close() => _crm.Dispose();
}
