using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>AWS masks a value that the CRM requires: the record waits for the referral to be accepted, which is no failure.</summary>
[Trait("Row", "B8")]
public sealed class MaskedRecordTests : IDisposable
{
    readonly SyncRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_required_value_that_is_masked_is_waited_for()
    {
        var id = _rig.AwsHas(title: "Hidden");
        _rig.Http.Changes = body => body.Replace("\"Hidden\"", "\"Accept to View\"", StringComparison.Ordinal);
        await _rig.Deliver();
        var entry = Assert.Single(await _rig.Log(id));
        Assert.Equal((Outcome.Skipped, IssueCodes.MaskedOnly), (entry.Outcome, entry.Issues[^1].Code));
        Assert.DoesNotContain(entry.Issues, i => i.Code == IssueCodes.CrmRejected);
        var work = (await _rig.Work(id))!;
        Assert.Equal((null, null), (work.Due, work.Intent));
        Assert.DoesNotContain("parked", _rig.Told.ToString(), StringComparison.Ordinal);
        Assert.Equal(0, await _rig.Count());

        _rig.Http.Changes = body => body;
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        Assert.Equal("\"Hidden\"", await _rig.Field(id, "Name"));
        Assert.Null((await _rig.Work(id))!.Cause);
    }
}
