using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A write that reaches the CRM after its worker has lost the record to another one.</summary>
public sealed class LateWriteTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task Both_sides_are_compared_again()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Demo"}}""");
        var key = WorkKey.Opportunity("AWS", id);
        // While the write is on its way, another worker takes the record over and settles it.
        _rig.CrmCalls.Answers = (name, _) =>
        {
            if (name == nameof(ICrm.Write))
            {
                var now = _rig.Time.GetUtcNow() + Lease.Length;
                var claim = Assert.Single(_rig.Store.Claim([key], new ClaimTerms("another", now, now + Lease.Length, EvenIfClean: true), None).Result)!;
                Assert.Equal([Settled.Stored], _rig.Store.Settle([new Settlement { Claim = claim }], None).Result);
                _rig.CrmCalls.Answers = (_, _) => null;
            }

            return null;
        };
        await _rig.Deliver();

        var work = await _rig.Work(id);
        Assert.Contains(Reason.InDoubt, work!.Reasons);
        Assert.NotNull(work.Due);
        await _rig.Tick();
        Assert.Equal("\"Demo\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Null((await _rig.Work(id))!.Due);
    }
}
