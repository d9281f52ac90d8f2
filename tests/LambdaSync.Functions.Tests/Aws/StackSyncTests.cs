using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>The verbs that carry something over, on a deployed stack.</summary>
public sealed class StackSyncTests(Moto moto)
{
    [Fact]
    [Trait("Row", "A13")]
    public async Task Solutions_of_a_stack_are_those_of_its_catalog()
    {
        await using var rig = await StackRig.Start(moto.Server, ("Catalog", "Sandbox"));
        rig.Do("seed", """{"catalog":"AWS"}""");
        rig.Do("seed", """{"catalog":"Sandbox"}""");

        var refused = await rig.Run("solution", "refresh", "--catalog", "AWS");
        Assert.Equal(1, refused.Exit);
        Assert.Contains("this stack works in the catalog Sandbox, not in AWS", refused.Output, StringComparison.Ordinal);
        Assert.Equal("", (await rig.Run("crm", "list", "AWS_Solution__c", "--output", "json")).Output);

        var (exit, output) = await rig.Run("solution", "refresh");
        Assert.True(exit == 0, output);
        var rows = (await rig.Run("crm", "list", "AWS_Solution__c", "--output", "json")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.NotEmpty(rows);
        Assert.All(rows, row => Assert.Contains("\"Catalog__c\":\"Sandbox\"", row, StringComparison.Ordinal));
    }
}
