using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A record that is shared late in its life has a stage that AWS takes only where a solution is associated, which a creation can't do.</summary>
[Trait("Row", "A2")]
public sealed class LateCreationTests : IDisposable
{
    readonly DealRig _deal = new();

    public void Dispose() => _deal.Dispose();

    [Fact]
    public async Task The_stage_follows_once_the_solution_is_there()
    {
        await _deal.New("S-1234567", """{"StageName":"Negotiation/Review"}""");
        await _deal.Rounds();

        Assert.Null(_deal.BodyOf("CreateOpportunity")["LifeCycle"]?["Stage"]);
        Assert.Equal(["CreateOpportunity", "AssociateOpportunity", "UpdateOpportunity"], _deal.Writes.Take(3));
        Assert.Equal("Committed", _deal.Rig.Aws("O1000001")["LifeCycle"]!["Stage"]!.GetValue<string>());
        Assert.Equal("\"Negotiation/Review\"", await _deal.Rig.Field("O1000001", "StageName"));
        var created = (await _deal.Rig.Log("O1000001"))[^1];
        Assert.Equal(Outcome.Created, created.Outcome);
        Assert.Equal(Severity.Note, Assert.Single(created.Issues, i => i.Code == IssueCodes.GateStage).Severity);
    }

    [Fact]
    public async Task Without_a_solution_the_opportunity_is_there_and_says_what_its_stage_lacks()
    {
        await _deal.New("", """{"StageName":"Negotiation/Review"}""");
        await _deal.Rounds();

        Assert.Null(_deal.Rig.Aws("O1000001")["LifeCycle"]!["Stage"]);
        Assert.Equal("\"Negotiation/Review\"", await _deal.Rig.Field("O1000001", "StageName"));
        Assert.Contains((await _deal.Rig.Log("O1000001")).SelectMany(d => d.Issues), i => i.Code == IssueCodes.GateSolution);
    }
}
