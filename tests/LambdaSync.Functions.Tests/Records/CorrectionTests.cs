using LambdaSync.Connections.State;
using LambdaSync.Sync.Corrections;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>An operator's values in place of AWS's (<c>log edit</c>): in the CRM until AWS changes them, never at AWS.</summary>
[Trait("Row", "D4")]
public sealed class CorrectionTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_correction_applies_until_AWS_changes_the_value()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await Correct(id, "opportunity.Customer.Account.Address.City", "\"Seattle\"", "\"Portland\"");
        await _rig.Tick();
        Assert.Equal("\"Portland\"", await City(id));
        Assert.Contains(await _rig.Log(id), d => d.Issues.Any(i => i.Code == IssueCodes.Corrected) && d.Changes.Any(c => c is { Old: "\"Seattle\"", New: "\"Portland\"" }));

        // What AWS changes elsewhere leaves it, and so does an edit of the CRM.
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_postalCode__c":"97201"}""");
        await _rig.Tick();
        await _rig.Deliver();
        Assert.Equal(("\"Portland\"", "\"Sign\""), (await City(id), await _rig.Field(id, "AWS_nextStep__c")));
        var address = _rig.Aws(id)["Customer"]!["Account"]!["Address"]!;
        Assert.Equal(("Seattle", "97201"), ((string?)address["City"], (string?)address["PostalCode"]));

        _rig.AwsEdits(id, """{"Customer":{"Account":{"Address":{"City":"Tacoma"}}}}""");
        await _rig.Deliver();
        await _rig.Tick();
        Assert.Equal("\"Tacoma\"", await City(id));
        Assert.Empty(RecordCorrections.Read((await _rig.Work(id))!.Data));
    }

    // The payload was of an earlier value: AWS has another one by now.
    [Fact]
    public async Task A_correction_of_a_value_that_AWS_has_changed_is_none()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await Correct(id, "opportunity.Customer.Account.Address.City", "\"Spokane\"", "\"Portland\"");
        await _rig.Tick();
        Assert.Equal("\"Seattle\"", await City(id));
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
    }

    Task<string?> City(string id) => _rig.Field(id, "AWS_city__c");

    // As the command stores it.
    async Task Correct(string id, string path, string original, string value)
    {
        var (key, now) = (WorkKey.Opportunity("AWS", id), _rig.Time.GetUtcNow());
        var claim = (await _rig.Store.Claim([key], new ClaimTerms("log edit", now, now.AddMinutes(1), true), None))[0]!;
        var corrections = RecordCorrections.ToJson([new Correction(path, original, value, "anna", now, "rec-1")]);
        Assert.Equal(Settled.Stored, (await _rig.Store.Settle([new Settlement { Claim = claim, Data = corrections, Next = new WorkNext.Again(now, null, Counts: false, [Reason.Refresh]) }], None))[0]);
    }
}
