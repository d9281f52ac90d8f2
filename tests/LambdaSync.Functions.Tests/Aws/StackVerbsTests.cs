using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Cli;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>The operator's tool on a deployed stack: <c>--stack NAME</c>.</summary>
public sealed class StackVerbsTests(Moto moto)
{
    [Fact]
    [Trait("Row", "D1")]
    [Trait("Row", "D8")]
    [Trait("Row", "H4")]
    public async Task Log_and_CRM_of_a_stack_are_shown_and_changed()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        await rig.Deliver(null, await rig.Stack.Land("opportunity-outbound/a.json", InboundRig.File(InboundRig.Record("O1"), """{"apnCrmUniqueIdentifier":"O2"}""")));
        var name = await StackRig.Put(rig.Stack);

        var list = await Run(rig.Stack, null, "log", "list", "--stack", name, "--output", "csv");
        Assert.Contains(",Partial,2,1,1,", list.Output, StringComparison.Ordinal);
        var job = list.Output.Split('\n')[1].Split(',')[0];
        Assert.Contains("O2", (await Run(rig.Stack, null, "log", "show", job, "--stack", name, "--output", "csv")).Output, StringComparison.Ordinal);
        Assert.Contains(job, (await Run(rig.Stack, null, "log", "show", "O1", "--stack", name, "--output", "csv")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(rig.Stack, null, "crm", "set", "Opportunity", "O1", "NextStep=Call", "--stack", name)).Exit);
        Assert.Contains("\"NextStep\":\"Call\"", (await Run(rig.Stack, null, "crm", "show", "Opportunity", "O1", "--stack", name, "--output", "json")).Output, StringComparison.Ordinal);
        var imported = await Run(rig.Stack, """{"Name":"Imported"}""", "crm", "import", "Account", "--stack", name);
        Assert.Contains("1 imported, 0 refused", imported.Output, StringComparison.Ordinal);
        Assert.Contains("sweep-summaries,1d", (await Run(rig.Stack, null, "schedule", "list", "--stack", name, "--output", "csv")).Output, StringComparison.Ordinal);
        Assert.Equal(0, (await Run(rig.Stack, null, "schedule", "off", "--all", "--stack", name)).Exit);
        Assert.Contains("sweep-summaries,1d,off", (await Run(rig.Stack, null, "schedule", "list", "--stack", name, "--output", "csv")).Output, StringComparison.Ordinal);
        // A stack works in one catalog, and no verb puts another's work into it.
        foreach (var arguments in new string[][] { ["schedule", "off", "--all"], ["record", "refresh", "O1"], ["backfill"], ["backfill", "--dry-run"], ["solution", "refresh"] })
        {
            var refused = await Run(rig.Stack, null, [.. arguments, "--catalog", "Sandbox", "--stack", name]);
            Assert.Equal(1, refused.Exit);
            Assert.Contains("this stack works in the catalog AWS, not in Sandbox", refused.Output, StringComparison.Ordinal);
        }

        Assert.Contains("Imported", (await Run(rig.Stack, null, "crm", "list", "Account", "--stack", name, "--output", "json")).Output, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "G5")]
    public async Task Dead_letters_of_a_stack_are_listed_and_sent_again()
    {
        using var stack = await Deployment.Create(moto.Server);
        var (name, store) = (await StackRig.Put(stack), new DynamoSyncStore(stack.Dynamo, stack.Table, stack.S3, stack.DataBucket, TimeSpan.FromDays(90), TimeProvider.System));
        var key = new WorkKey("AWS", WorkKind.Message, "inbound-files/1");
        var now = TimeProvider.System.GetUtcNow();
        await store.Wake([new Wake(key, Reason.DeadLetter, Lane.Sweep, now), new Wake(key with { Catalog = "Sandbox" }, Reason.DeadLetter, Lane.Sweep, now)], TestContext.Current.CancellationToken);
        var claim = Assert.Single(await store.Claim([key], new ClaimTerms("a", now, now.AddMinutes(5)), TestContext.Current.CancellationToken));
        await store.Settle([new Settlement { Claim = claim, Next = new WorkNext.Parked("it failed") }], TestContext.Current.CancellationToken);

        var list = (await Run(stack, null, "deadletter", "list", "--stack", name, "--output", "csv")).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(2, list.Length);
        Assert.StartsWith("inbound-files/1,inbound-files,", list[1], StringComparison.Ordinal);
        Assert.EndsWith(",0,parked,it failed", list[1], StringComparison.Ordinal);
        Assert.Equal((0, "1 sent again\n"), await Run(stack, null, "deadletter", "replay", "--all", "--stack", name));
        Assert.Equal([key], await store.Due("AWS", WorkGroup.Arrivals, TimeProvider.System.GetUtcNow(), 10, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stack_that_is_not_there_is_told()
    {
        using var stack = await Deployment.Create(moto.Server);
        var missing = await Run(stack, null, "log", "list", "--stack", "nowhere");
        Assert.Equal(1, missing.Exit);
        Assert.Contains("/lambdasync/nowhere/stack", missing.Output, StringComparison.Ordinal);
    }

    static Task<(int Exit, string Output)> Run(Deployment stack, string? input, params string[] arguments) => CliProcess.Run(stack.Environment(), input, arguments);
}
