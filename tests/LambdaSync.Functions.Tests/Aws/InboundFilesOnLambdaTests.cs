using System.Text;
using System.Text.Json;
using Amazon.S3.Model;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.Aws;

[Trait("Row", "G1")]
public sealed class InboundFilesOnLambdaTests(Moto moto)
{
    const string Key = "opportunity-outbound/two records (1).json";

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    [Trait("Row", "B2")]
    [Trait("Row", "D1")]
    public async Task A_file_becomes_records_links_a_job_and_details()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        var body = await rig.Stack.Land(Key, InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2"), """{"apnCrmUniqueIdentifier":"O3"}"""));

        var response = await rig.Deliver(null, body);

        Assert.Empty(response.BatchItemFailures);
        var store = Store(rig.Stack);
        var job = Assert.Single(await store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 10, Cancellation));
        Assert.Equal((JobStatus.Partial, 3, 2, 1), (job.Status, job.Records, job.Succeeded, job.Failed));
        Assert.StartsWith($"{rig.Stack.Bucket}/{Key}@", job.Source, StringComparison.Ordinal);
        var details = await store.ListDetails(job.Id, 0, 10, Cancellation);
        Assert.Equal([("O1", Outcome.Created), ("O2", Outcome.Created), ("O3", Outcome.Failed)], details.Select(d => (d.AwsId, d.Outcome)));
        var states = await store.GetRecords([.. details.Select(d => WorkKey.Opportunity("AWS", d.AwsId))], Cancellation);
        Assert.Equal(details.Select(d => d.CrmId).OfType<string>().Order(), states.Select(s => s.CrmId).Order());
        var crm = Crm(rig.Stack);
        Assert.Equal(2, (await crm.List("Opportunity", 10, null, Cancellation)).Count);
        Assert.Contains("\"Deal O1\"", Encoding.UTF8.GetString((await crm.Get("Opportunity", "O1", Cancellation))!.Fields), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_event_twice_changes_nothing()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        var body = await rig.Stack.Land(Key, InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2")));
        await rig.Deliver(null, body);
        var before = await rig.Tables();

        Assert.Empty((await rig.Deliver(null, body)).BatchItemFailures);
        rig.Restart();
        Assert.Empty((await rig.Deliver(null, body, body)).BatchItemFailures);

        Assert.Equal(before, await rig.Tables());
    }

    [Fact]
    [Trait("Row", "B3")]
    [Trait("Row", "B4")]
    [Trait("Row", "B8")]
    public async Task An_update_keeps_what_is_masked_clears_what_is_null_and_leaves_dummies_out()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        await rig.Deliver(null, await rig.Stack.Land("opportunity-outbound/1.json", InboundRig.File(
            InboundRig.Record("O1", ",\"customerEmail\":\"a@example.com\",\"nextStep\":\"Call\""),
            InboundRig.Record("O2", ",\"partnerCrmUniqueIdentifier\":\"X0001\""))));
        var crm = Crm(rig.Stack);
        var before = new FlatRecord((await crm.Get("Opportunity", "O1", Cancellation))!.Fields);
        await rig.Deliver(null, await rig.Stack.Land("opportunity-outbound/2.json", InboundRig.File(
            InboundRig.Record("O1", ",\"customerEmail\":\"Accept To View\",\"nextStep\":null").Replace("2026-02-01", "2026-02-02", StringComparison.Ordinal))));

        var fields = new FlatRecord((await crm.Get("Opportunity", "O1", Cancellation))!.Fields);
        Assert.Equal("\"a@example.com\"", fields["AWS_customerEmail__c"]);
        Assert.Equal("\"Call\"", before["AWS_nextStep__c"]);
        Assert.Null(fields["AWS_nextStep__c"]);
        Assert.Null(await crm.Get("Opportunity", "O2", Cancellation));
        var skipped = Assert.Single(await Store(rig.Stack).ListDetailsOf("O2", 5, Cancellation));
        Assert.Equal(Outcome.Skipped, skipped.Outcome);
    }

    [Fact]
    public async Task Near_its_deadline_it_stops_and_the_message_comes_again()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        var body = await rig.Stack.Land(Key, InboundRig.File(InboundRig.Record("O1")));

        var late = await rig.Deliver(TimeSpan.FromSeconds(5), body);
        Assert.Equal("m0", Assert.Single(late.BatchItemFailures).ItemIdentifier);
        Assert.Null(await Crm(rig.Stack).Get("Opportunity", "O1", Cancellation));

        Assert.Empty((await rig.Deliver(null, body)).BatchItemFailures);
        Assert.NotNull(await Crm(rig.Stack).Get("Opportunity", "O1", Cancellation));
    }

    [Fact]
    public async Task One_bad_message_stops_no_other()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        var body = await rig.Stack.Land(Key, InboundRig.File(InboundRig.Record("O1")));

        var response = await rig.Deliver(null, "not JSON", body);

        Assert.Empty(response.BatchItemFailures);
        Assert.Equal("inbound-files/m0", Assert.Single(await Store(rig.Stack).ListWork("AWS", 10, Cancellation)).Key.Id);
        Assert.NotNull(await Crm(rig.Stack).Get("Opportunity", "O1", Cancellation));
    }

    [Fact]
    [Trait("Row", "C1")]
    public async Task The_mapping_in_the_bucket_is_used_and_with_a_wrong_one_nothing_is_done()
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        await Publish(Encoding.UTF8.GetString(BuiltInMapping.Json()).Replace("\"AWS_nextStep__c\"", "\"NextStep\"", StringComparison.Ordinal));
        await rig.Deliver(null, await rig.Stack.Land(Key, InboundRig.File(InboundRig.Record("O1", ",\"nextStep\":\"Call\""))));
        Assert.Equal("\"Call\"", new FlatRecord((await Crm(rig.Stack).Get("Opportunity", "O1", Cancellation))!.Fields)["NextStep"]);

        await Publish("""{"version":7}""");

        var failed = await rig.Api.InitError.Task.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
        Assert.Contains("mapping config/mapping.json has", failed.Body, StringComparison.Ordinal);

        async Task Publish(string mapping)
        {
            await rig.Stack.S3.PutObjectAsync(new PutObjectRequest { BucketName = rig.Stack.DataBucket, Key = "config/mapping.json", ContentBody = mapping }, Cancellation);
            rig.Restart();
        }
    }

    [Theory]
    [InlineData("s3-inbound-file-sqs.json")]
    [InlineData("s3-test-event-sqs.json")]
    public async Task Every_event_file_of_the_function_is_taken(string name)
    {
        await using var rig = await LambdaRig.Start(moto.Server);
        var answer = await rig.Invoke(await File.ReadAllTextAsync(RepositoryFolder.File("events", name), Cancellation));
        Assert.Equal((false, """{"batchItemFailures":[]}"""), (answer.IsError, answer.Body));
    }

    [Fact]
    public async Task An_event_that_is_none_is_an_error_and_the_next_one_is_taken()
    {
        await using var rig = await LambdaRig.Start(moto.Server);

        var answer = await rig.Invoke("[1]");

        Assert.True(answer.IsError);
        Assert.Equal("RedactedException", answer.ErrorType);
        using var error = JsonDocument.Parse(answer.Body);
        Assert.Equal("RedactedException", error.RootElement.GetProperty("errorType").GetString());
        Assert.NotEqual("", error.RootElement.GetProperty("errorMessage").GetString());
        Assert.Equal(JsonValueKind.Array, error.RootElement.GetProperty("stackTrace").ValueKind);
        Assert.False((await rig.Invoke(LambdaRig.Event())).IsError);
    }

    static DynamoSyncStore Store(Deployment stack) =>
        new(stack.Dynamo, stack.Table, stack.S3, stack.DataBucket, TimeSpan.FromDays(90), TimeProvider.System);

    static DynamoCrm Crm(Deployment stack) => new(stack.Dynamo, stack.CrmTable, stack.S3, stack.DataBucket, TimeProvider.System);
}
