using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Several commands for one record: each is carried out or answered, whatever becomes of the others.</summary>
[Trait("Row", "E2")]
[Trait("Row", "A5")]
[Trait("Row", "A6")]
public sealed class SeveralRequestsTests : IDisposable
{
    const string Id = "O1000001";

    static readonly (string Verb, (string, string)[] Arguments)[] Commands =
    [
        // Approved already.
        (RequestVerbs.Submit, []),
        // The last one of a deal that is won.
        (RequestVerbs.Disassociate, [("relatedEntityType", "Solutions"), ("relatedEntityIdentifier", "S-1234567")]),
        (RequestVerbs.Associate, [("relatedEntityType", "AwsProducts"), ("relatedEntityIdentifier", "AWSLambda")]),
        // AWS knows no such person.
        (RequestVerbs.Assign, [("email", "nobody@example.com"), ("firstName", "A"), ("lastName", "B"), ("businessTitle", "PartnerAccountManager")]),
        (RequestVerbs.Associate, [("relatedEntityType", "AwsProducts"), ("relatedEntityIdentifier", "AmazonEC2Linux")]),
        // There already.
        (RequestVerbs.Associate, [("relatedEntityType", "Solutions"), ("relatedEntityIdentifier", "S-1234567")]),
    ];

    readonly DealRig _deal = new();

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    [Theory]
    [InlineData(new[] { 0, 1, 2, 3, 4, 5 })]
    [InlineData(new[] { 5, 4, 3, 2, 1, 0 })]
    [InlineData(new[] { 3, 1, 5, 0, 4, 2 })]
    public async Task Each_is_carried_out_or_answered(int[] order)
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        _deal.Approve(Id);
        Rig.AwsEdits(Id, """{"LifeCycle":{"Stage":"Committed"}}""");
        await _deal.Rounds();
        Rig.Forget();
        foreach (var number in order)
            await _deal.Request(Id, Commands[number].Verb, [.. Commands[number].Arguments, ("job", $"cmd-{number}")]);
        await _deal.Rounds();

        Assert.Equal(["AssignOpportunity", "AssociateOpportunity", "AssociateOpportunity"], _deal.Writes.Order());
        Assert.Equal(["AWSLambda", "AmazonEC2Linux"], Rig.Aws(Id)["RelatedEntityIdentifiers"]!["AwsProducts"]!.AsArray().Select(id => (string)id!).Order(StringComparer.Ordinal));
        Assert.Equal(["S-1234567"], _deal.Solutions(Id));
        var said = (await Rig.Log(Id)).SelectMany(d => d.Issues).ToList();
        Assert.Single(said, i => i.Code == IssueCodes.NotSubmittable);
        Assert.Single(said, i => i.Code == IssueCodes.GateAssociation && i.Severity == Severity.Error);
        Assert.Single(said, i => i.Code == IssueCodes.Requested && i.Rule.Contains("has this association already", StringComparison.Ordinal));
        // The person is not AWS's own value: whoever requested it corrects it.
        var refused = Assert.Single(said, i => i.Code == IssueCodes.AwsRejected);
        Assert.Equal(("Assignee.Email", "Correct the value where it was entered."), (refused.Field, refused.Fix));
        Assert.DoesNotContain((await Rig.Work(Id))!.Reasons, reason => RecordRequest.Read(reason) is not null);
    }
}
