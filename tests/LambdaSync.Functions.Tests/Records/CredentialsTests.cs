using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Credentials that AWS refuses are no record's failure: it waits for as long as that lasts.</summary>
[Trait("Row", "B7")]
public sealed class CredentialsTests : IDisposable
{
    readonly SyncRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Theory]
    [InlineData("GetOpportunity")]
    [InlineData("UpdateOpportunity")]
    public async Task An_edit_waits_and_uses_up_no_retries(string operation)
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        _rig.Http.Refuses = called => called == operation ? "UnrecognizedClientException" : null;
        for (var day = 0; day < 5; day++)
        {
            await _rig.Tick();
            _rig.Time.Ahead += TimeSpan.FromDays(1);
        }

        var work = (await _rig.Work(id))!;
        Assert.Equal((0, false), (work.Attempts, work.Parked));
        Assert.Contains("UnrecognizedClientException", work.Cause, StringComparison.Ordinal);
        Assert.DoesNotContain(await _rig.Log(id), detail => detail.Outcome == Outcome.Failed);
        Assert.Equal("\"Draft\"", await _rig.Field(id, "AWS_Sync_Status__c"));

        _rig.Http.Refuses = _ => null;
        await _rig.Tick();
        Assert.Equal("Portland", _rig.Aws(id)["Customer"]!["Account"]!["Address"]!["City"]!.GetValue<string>());
    }
}
