using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Two opportunities name one CRM record.</summary>
[Trait("Row", "A2")]
public sealed class LinkTakenTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task The_one_whose_link_is_stored_first_has_it()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal","Sync_with_AWS__c":false}""");
        var second = _rig.AwsHas("Second", crmId);
        var messages = _rig.Drain();
        var first = _rig.AwsHas("First", crmId);
        // The second one's worker has read both sides; while it writes, the first one is linked.
        var writes = 0;
        _rig.CrmCalls.Answers = (method, _) =>
        {
            if (method == "Write" && writes++ == 0)
                _rig.Deliver().GetAwaiter().GetResult();
            return null;
        };
        Assert.Empty((await _rig.Events.Handle(messages, _rig.Context)).BatchItemFailures);
        _rig.CrmCalls.Answers = (_, _) => null;

        // The CRM has the second one's id until the first one is looked at again.
        await _rig.Tick();
        await Holds();
        // Whatever looks at them later changes nothing of that.
        await _rig.Sweep(TimeSpan.Zero);
        await _rig.Tick();
        await Holds();

        async Task Holds()
        {
            Assert.Equal(crmId, (await _rig.State(first)).CrmId);
            Assert.Equal(1, await _rig.Count());
            Assert.Equal(crmId, await _rig.CrmId(first));
            Assert.Null(await _rig.Crm.Get("Opportunity", second, None));
            var work = (await _rig.Work(second))!;
            Assert.True(work.Parked, work.Cause);
            Assert.Contains(IssueCodes.IdentityConflict, work.Cause, StringComparison.Ordinal);
            Assert.Null(work.Intent);
            var told = (await _rig.Log(second))[0];
            Assert.Equal(Outcome.Failed, told.Outcome);
            Assert.Contains(told.Issues, i => i is { Code: IssueCodes.IdentityConflict, Severity: Severity.Error } && i.Rule.Contains($"can't be linked to {second} too", StringComparison.Ordinal));
        }
    }
}
