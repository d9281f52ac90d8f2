using System.Text.Json;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

/// <summary>What a run asks of AWS, and what the template's role allows it to.</summary>
[Trait("Row", "G2")]
public sealed class RequestsTests(Moto moto)
{
    const int Records = 300;

    [Fact]
    public async Task A_run_of_300_records_scans_nothing_asks_for_nothing_without_end_and_for_just_what_its_role_allows()
    {
        await using var recorder = await RecordingProxy.Start(moto.Server);
        await using var rig = await LambdaRig.Start(moto.Server, recorder.Address);
        await Run(rig);

        var requests = recorder.Requests.ToList();
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", requests.GroupBy(r => r.Operation).Select(g => $"{g.Key} {g.Count()}")));
        Assert.DoesNotContain(requests, r => r.Operation == "dynamodb:Scan");
        var queries = requests.Where(r => r.Operation == "dynamodb:Query").ToList();
        Assert.NotEmpty(queries);
        Assert.All(queries, q =>
        {
            var query = JsonDocument.Parse(q.Body).RootElement;
            Assert.True(query.TryGetProperty("Limit", out _) || query.GetProperty("KeyConditionExpression").GetString()!.Contains("BETWEEN", StringComparison.Ordinal), "a query without limit or range");
        });
        // A record has its claim, its intent and its share of a batch: another call for each record would show here. One more begins the job, and one
        // binds the new store to the CRM's organization.
        var updates = requests.Count(r => r.Operation == "dynamodb:UpdateItem");
        Assert.Equal((2 * Records) + 2, updates);
        Assert.InRange(requests.Count - updates, 1, Records / 2);

        await Rest(rig);
        // A bucket that was deleted can come back as another account's.
        Assert.All(recorder.Requests.Where(r => r.Operation.StartsWith("s3:", StringComparison.Ordinal)), r => Assert.Equal("123456789012", r.ExpectedOwner));
        var asked = Rights.Needed(recorder.Requests);
        var allowed = Rights.Allowed("InboundFiles").Where(a => !a.StartsWith("logs:", StringComparison.Ordinal) && !a.StartsWith("sqs:", StringComparison.Ordinal) && !a.StartsWith("xray:", StringComparison.Ordinal)).ToHashSet();
        Assert.DoesNotContain(allowed, a => a.Contains('*', StringComparison.Ordinal));
        Assert.Empty(asked.Except(allowed));
        // These are no calls: with them S3 says of a missing object, or version, that it is missing, not that it is forbidden.
        Assert.Equal(["s3:ListBucket", "s3:ListBucketVersions"], allowed.Except(asked).Order(StringComparer.Ordinal));
    }

    // What else the function ever does: a long value, one in place of it, and an identifier that moves from one CRM record to another.
    static async Task Rest(LambdaRig rig)
    {
        await Deliver(rig, "long.json", Newer(InboundRig.Record("O1", $",\"aNewField\":\"{new string('x', 150_000)}\""), 2));
        await Deliver(rig, "longer.json", Newer(InboundRig.Record("O1", $",\"aNewField\":\"{new string('y', 160_000)}\""), 3));
        var crm = new DynamoCrm(rig.Stack.Dynamo, rig.Stack.CrmTable, rig.Stack.S3, rig.Stack.DataBucket, TimeProvider.System);
        Assert.True((await crm.Set("Opportunity", "O2", """{"APN_CRM_Unique_Identifier__c":"O2-moved"}"""u8.ToArray(), TestContext.Current.CancellationToken)).Written);
        await Deliver(rig, "moved.json", Newer(InboundRig.Record("O2", ",\"nextStep\":\"Call\""), 3));
    }

    static string Newer(string record, int day) => record.Replace("2026-02-01", $"2026-02-0{day}", StringComparison.Ordinal);

    static Task Run(LambdaRig rig) => Deliver(rig, "300.json", [.. Enumerable.Range(0, Records).Select(i => InboundRig.Record($"O{i}"))]);

    static async Task Deliver(LambdaRig rig, string name, params string[] records) =>
        Assert.Empty((await rig.Deliver(null, await rig.Stack.Land("opportunity-outbound/" + name, InboundRig.File(records)))).BatchItemFailures);
}
