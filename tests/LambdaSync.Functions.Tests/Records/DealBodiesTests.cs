using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>The requests of a deal's whole way, byte for byte but for what differs from run to run.</summary>
/// <remarks>tests/LambdaSync.Referee.Tests has these files judged by AWS's own model.</remarks>
[Trait("Row", "A1")]
[Trait("Row", "A2")]
[Trait("Row", "A5")]
[Trait("Row", "A6")]
public sealed class DealBodiesTests : IDisposable
{
    const string Id = "O1000001", Start = "StartEngagementFromOpportunityTask";

    readonly DealRig _deal = new();

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    [Fact]
    public async Task Each_step_sends_what_its_file_says()
    {
        Rig.Simulator.Control.Do("add-user", new JsonObject { ["email"] = "ana@example.com", ["firstName"] = "Ana", ["lastName"] = "Lima" });
        await _deal.New("S-1234567;S-7654321", """{"AWS_customerFirstName__c":"Bo","AWS_customerLastName__c":"Buyer","AWS_customerEmail__c":"buyer@example.com","AWS_customerPhone__c":"+12065550100"}""");
        await _deal.Rounds();
        _deal.Approve(Id);
        await Rig.Deliver();
        await Rig.Edit(Id, """{"AWS_nextStep__c":"Sign","CloseDate":"2097-04-30","AWS_solutionOffered__c":"S-7654321","AWS_primaryContactEmail__c":"Ana@Example.com"}""");
        await _deal.Rounds();

        Assert.Equal(["CreateOpportunity", "AssociateOpportunity", "AssociateOpportunity", Start, "AssignOpportunity", "UpdateOpportunity", "DisassociateOpportunity"], _deal.Writes);
        var associations = _deal.Bodies("AssociateOpportunity");
        Assert.Multiple([.. _deal.Writes.Distinct().Select(operation => (Action)(() => GoldenBody.Check(operation, _deal.Bodies(operation)[0])))]);
        // The second association differs from the first in its solution alone.
        Assert.Equal("S-7654321", (string?)associations[1]["RelatedEntityIdentifier"]);
        associations[1]["RelatedEntityIdentifier"] = "S-1234567";
        Assert.Equal(associations[0].ToJsonString(), associations[1].ToJsonString());
    }

    [Fact]
    public async Task Members_that_AWS_has_since_and_that_are_not_known_here_survive_an_update()
    {
        foreach (var shape in new[] { "Project", "LifeCycle", "Account", "GetOpportunityResponse", "UpdateOpportunityRequest" })
            Rig.Simulator.Control.Do("add-member", new JsonObject { ["shape"] = shape, ["member"] = "SinceNextYear" });
        await _deal.New("S-1234567");
        await _deal.Rounds();
        _deal.Approve(Id);
        Rig.AwsEdits(Id, """{"SinceNextYear":"whole","Project":{"SinceNextYear":"project"},"LifeCycle":{"SinceNextYear":"cycle"},"Customer":{"Account":{"SinceNextYear":"account"} } }""");
        await _deal.Rounds();
        Rig.Forget();
        await Rig.Edit(Id, """{"AWS_nextStep__c":"Sign"}""");
        await _deal.Rounds();

        Assert.Equal(["UpdateOpportunity"], _deal.Writes);
        Assert.Equal(("whole", "project", "cycle", "account"), Unknown(_deal.BodyOf("UpdateOpportunity")));
        Assert.Equal(("whole", "project", "cycle", "account"), Unknown(Rig.Aws(Id)));
        Assert.Equal("Sign", Rig.Aws(Id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());

        static (string?, string?, string?, string?) Unknown(JsonObject opportunity) => (
            (string?)opportunity["SinceNextYear"], (string?)opportunity["Project"]!["SinceNextYear"], (string?)opportunity["LifeCycle"]!["SinceNextYear"],
            (string?)opportunity["Customer"]!["Account"]!["SinceNextYear"]);
    }
}
