using LambdaSync.Connections.BuiltIn;
using LambdaSync.Local.Crm;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

public sealed class SqliteCrmTests : BuiltInCrmContract
{
    readonly BuiltInCrm _crm = new(":memory:");

    [Fact]
    public async Task Ids_are_counted_and_a_refused_row_takes_none()
    {
        var refused = await Crm.Import("Account", "{}"u8.ToArray(), Cancellation);
        var first = await Crm.Import("Account", """{"Name":"A"}"""u8.ToArray(), Cancellation);
        var second = await Crm.Import("Account", """{"Name":"B"}"""u8.ToArray(), Cancellation);
        Assert.Equal((null, "001000000000001AAA", "001000000000002AAA"), (refused.Id, first.Id, second.Id));
    }

    protected override Task<IBuiltInCrm> Open() => Task.FromResult<IBuiltInCrm>(_crm);

    protected override void Close() => _crm.Dispose();
}
