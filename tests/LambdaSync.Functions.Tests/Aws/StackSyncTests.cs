using System.Text.RegularExpressions;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Quotas;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>The verbs that carry something over, on a deployed stack.</summary>
public sealed partial class StackSyncTests(Moto moto)
{
    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Row", "A15")]
    public async Task A_backfill_a_refresh_and_notifications_of_a_stack()
    {
        await using var rig = await StackRig.Start(moto.Server);
        var ids = Seed(rig, 3);

        var (exit, output) = await rig.Run("backfill");
        Assert.True(exit == 0, output);
        Assert.Contains("3 seen, 3 compared, 0 overwritten, 0 failed\n", output, StringComparison.Ordinal);
        Assert.Equal(ids, await InCrm(rig));

        Assert.Equal(0, (await rig.Run("crm", "set", "Opportunity", ids[0], "AWS_city__c=Portland")).Exit);
        var (refreshed, told) = await rig.Run("record", "refresh", ids[0]);
        Assert.True(refreshed == 0, told);
        Assert.StartsWith($"{ids[0]}: updated at AWS\n", told, StringComparison.Ordinal);
        Assert.Contains("\"City\":\"Portland\"", rig.Do("show", "{}").ToJsonString(), StringComparison.Ordinal);
        rig.Do("edit-opportunity", $$"""{"id":"{{ids[1]}}","body":{"Project":{"Title":"Changed"} } }""");
        Assert.Equal((0, $"{ids[1]}: updated in the CRM\n"), await rig.Run("record", "refresh", ids[1]));

        var at = TimeProvider.System.GetUtcNow().AddHours(-1);
        await Store(rig).Settle(
            [new Settlement { Notifications = [new Notification("n", "AWS", at, "Opportunity Updated", ids[0], "Receiver", Found: true), new Notification("other", "Sandbox", at, "Opportunity Updated", "O9", null, false)] }],
            Cancellation);
        var rows = (await rig.Run("notification", "list", "--output", "csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, rows.Length);
        Assert.EndsWith($",Opportunity Updated,{ids[0]},Receiver,found by a sweep", rows[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A15")]
    [Trait("Row", "G4")]
    public async Task A_verb_goes_by_the_settings_of_its_stack()
    {
        await using var rig = await StackRig.Start(moto.Server);
        var ids = Seed(rig, 4);
        await StackRig.Put(rig.Stack, null, ("DummyIdentifiers", $"X*, {ids[1]}"), ("MaxChanges", "1"), ("BatchSize", "2"));

        Assert.Equal(0, (await rig.Run("backfill")).Exit);
        Assert.Equal([ids[0], ids[2], ids[3]], await InCrm(rig));
        foreach (var id in ids)
            rig.Do("edit-opportunity", $$"""{"id":"{{id}}","body":{"Project":{"Title":"Changed"} } }""");
        var stopped = await rig.Run("backfill");
        Assert.Equal(1, stopped.Exit);
        Assert.Contains("the run would overwrite more than 1 existing records", stopped.Output, StringComparison.Ordinal);

        // A stack that an older template made tells none of them: they are what a stack has by default.
        await StackRig.Put(rig.Stack, ["dummyIdentifiers", "maxChanges", "batchSize", "stuckAfterMinutes", "partnerCentralRegion"]);
        var (exit, output) = await rig.Run("backfill");
        Assert.True(exit == 0, output);
        Assert.Equal(ids, await InCrm(rig));
        // None is none, not the default.
        Assert.Empty(SyncSettings.List(""));
    }

    [Fact]
    [Trait("Row", "G4")]
    public async Task A_parameter_with_a_wrong_value_is_told()
    {
        await using var rig = await StackRig.Start(moto.Server, ("MaxChanges", "\"many\""));
        var (exit, output) = await rig.Run("log", "list");
        Assert.Equal(1, exit);
        Assert.Contains($"The parameter /lambdasync/{rig.Name}/stack can't be read", output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "A7")]
    [Trait("Row", "A15")]
    public async Task Verbs_that_only_read_of_AWS_take_their_turn_in_the_stack_s_ledger()
    {
        await using var rig = await StackRig.Start(moto.Server);
        Seed(rig, 3);
        var ledger = new DynamoQuotaStore(rig.Stack.Dynamo, rig.Stack.Table, TimeProvider.System);

        Assert.Equal(0, (await rig.Run("backfill", "--dry-run")).Exit);
        // A slow machine lets send times lapse and takes new ones.
        var dry = await Used();
        Assert.True(dry is { All: >= 1, Person: 0 }, dry.ToString());
        Assert.Equal(0, (await rig.Run("solution", "refresh")).Exit);
        var both = await Used();
        Assert.True(both.All > dry.All && both.Person >= 1, both.ToString());

        // Who is throttled stops the others too, and waits for the end of the pause itself.
        rig.Do("fault", """{"kind":"Throttle","operation":"ListOpportunities"}""");
        Assert.Equal(0, (await rig.Run("backfill", "--dry-run")).Exit);
        Assert.Equal(1, (await ledger.Read("123456789012", QuotaGroup.Read, Cancellation)).State.Pauses);

        async Task<QuotaCount> Used() => (await ledger.Read("123456789012", QuotaGroup.Read, Cancellation)).State.Day.Used(TimeProvider.System.GetUtcNow());
    }

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

    static DynamoSyncStore Store(StackRig rig) =>
        new(rig.Stack.Dynamo, rig.Stack.Table, rig.Stack.S3, rig.Stack.DataBucket, TimeSpan.FromDays(90), TimeProvider.System);

    // Opportunities that were shared before.
    static string[] Seed(StackRig rig, int count)
    {
        rig.Do("seed", $$"""{"opportunities":{{count}}}""");
        return [.. rig.Do("show", "{}")["opportunities"]!.AsArray().Select(o => o!["Id"]!.GetValue<string>()).Order(StringComparer.Ordinal)];
    }

    // AWS's ids of the CRM's opportunities.
    static async Task<string[]> InCrm(StackRig rig)
    {
        var listed = (await rig.Run("crm", "list", "Opportunity", "--output", "json")).Output;
        return [.. Id().Matches(listed).Select(m => m.Value).Distinct().Order(StringComparer.Ordinal)];
    }

    [GeneratedRegex("O[0-9]{6,}")]
    private static partial Regex Id();
}
