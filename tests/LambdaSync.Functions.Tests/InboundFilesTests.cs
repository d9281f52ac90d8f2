using System.Text;
using System.Text.Json;
using Amazon.Lambda.SQSEvents;
using Amazon.Lambda.TestUtilities;
using LambdaSync.Connections.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests;

[Trait("Row", "B2")]
[Trait("Row", "D1")]
public sealed class InboundFilesTests : IDisposable
{
    readonly InboundRig _rig = new();

    public void Dispose() => _rig.Dispose();

    static readonly WorkKey First = new("AWS", WorkKind.Opportunity, "O1");

    [Fact]
    public async Task A_record_that_another_worker_has_for_a_moment_is_waited_for()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2"), InboundRig.Record("O3")));
        var now = DateTimeOffset.UtcNow;
        Assert.NotNull(Assert.Single(await _rig.Store.Claim([First], new ClaimTerms("another", now, now.AddSeconds(1), EvenIfClean: true), TestContext.Current.CancellationToken)));

        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);

        Assert.True(DateTimeOffset.UtcNow >= now.AddSeconds(1));
        Assert.Equal(3, await _rig.CrmCount());
        Assert.Null((await _rig.Store.GetWork(First, TestContext.Current.CancellationToken))!.Owner);
    }

    [Fact]
    public async Task What_another_file_wrote_but_did_not_settle_is_finished_before_a_newer_file_is_looked_at()
    {
        // Nobody owns the fields, so a value that is not settled would look like a person's edit and stop the newer one.
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1", ",\"expectedMonthlyAwsRevenue\":100")));
        await _rig.Deliver("a.json");
        _rig.Put("b.json", InboundRig.File(InboundRig.Record("O1", ",\"expectedMonthlyAwsRevenue\":200").Replace("02-01T", "02-02T", StringComparison.Ordinal)));
        _rig.Put("c.json", InboundRig.File(InboundRig.Record("O1", ",\"expectedMonthlyAwsRevenue\":300").Replace("02-01T", "02-03T", StringComparison.Ordinal)));
        _rig.Through(FailingStore.Of(_rig.Store, nameof(ISyncStore.Settle), afterEffect: false));
        Assert.Single((await _rig.Deliver("b.json")).BatchItemFailures);

        _rig.Restart();
        Assert.Empty((await _rig.Deliver("c.json")).BatchItemFailures);
        Assert.Empty((await _rig.Deliver("b.json")).BatchItemFailures);
        Assert.Equal("300", (await _rig.CrmFields("O1"))["AWS_expectedMonthlyAwsRevenue__c"]);
        var details = await _rig.Store.ListDetailsOf("O1", 10, CancellationToken.None);
        Assert.Equal([Outcome.Updated, Outcome.Updated, Outcome.Created], details.OrderByDescending(d => d.At).Select(d => d.Outcome));
        var revenue = details.OrderByDescending(d => d.At).Select(d => d.Changes.Single(c => c.Field == "AWS_expectedMonthlyAwsRevenue__c"));
        Assert.Equal([("200", "300"), ("100", "200"), (null, "100")], revenue.Select(c => (c.Old, c.New)));
        Assert.All(details, d => Assert.Equal(Reason.Landed, d.Reason));
    }

    [Fact]
    public async Task Two_records_that_name_one_CRM_record_are_not_both_written_to_it()
    {
        var crm = await _rig.BuiltIn.Import("Opportunity", Encoding.UTF8.GetBytes("""{"Name":"Ours","StageName":"Prospecting","CloseDate":"2097-01-01"}"""), CancellationToken.None);
        _rig.Put("a.json", InboundRig.File(
            InboundRig.Record("O1", $",\"partnerCrmUniqueIdentifier\":\"{crm.Id}\",\"expectedMonthlyAwsRevenue\":100"),
            InboundRig.Record("O2", $",\"partnerCrmUniqueIdentifier\":\"{crm.Id}\",\"expectedMonthlyAwsRevenue\":200")));
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);
        var details = await _rig.Details();
        Assert.Equal(Outcome.Failed, details[1].Outcome);
        Assert.Contains(details[1].Issues, i => i.Code == IssueCodes.IdentityConflict);
        Assert.Equal("100", new FlatRecord((await _rig.BuiltIn.Get("Opportunity", crm.Id!, CancellationToken.None))!.Fields)["AWS_expectedMonthlyAwsRevenue__c"]);
    }

    [Fact]
    public async Task A_file_waits_for_a_mapping_that_can_be_used()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1")));
        var without = new InboundFiles(
            _rig.Bucket, _rig.Store, _rig.Crm, _rig.Mapping with { Opportunity = null }, SyncSettings.Default, TimeProvider.System, NullLogger<InboundFiles>.Instance);
        Assert.Single((await without.Handle(InboundRig.Message("a.json"), InboundRig.Context)).BatchItemFailures);
        Assert.Null((await _rig.OnlyJob()).Ended);
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);
        Assert.Equal(JobStatus.Processed, (await _rig.OnlyJob()).Status);
    }

    [Fact]
    public async Task One_bad_record_stops_no_other()
    {
        _rig.Put("opportunity-outbound/a.json", InboundRig.File(
            InboundRig.Record("O1"), InboundRig.Record("O2", ",\"city\":\"a\",\"city\":\"b\""), InboundRig.Record("O3", ",\"partnerProjectTitle\":null"), InboundRig.Record("O4")));
        Assert.Empty((await _rig.Deliver("opportunity-outbound/a.json")).BatchItemFailures);
        var job = await _rig.OnlyJob();
        Assert.Equal((JobStatus.Partial, 4, 2, 2), (job.Status, job.Records, job.Succeeded, job.Failed));
        Assert.Equal([Outcome.Created, Outcome.Failed, Outcome.Failed, Outcome.Created], (await _rig.Details()).Select(d => d.Outcome));
        Assert.Equal(2, await _rig.CrmCount());
        Assert.Equal("\"Deal O1\"", (await _rig.CrmFields("O1"))["Name"]);
    }

    [Theory]
    [InlineData("all bad.json", "all+bad.json")]
    [InlineData("über (1)+x.json", "%C3%BCber+%281%29%2Bx.json")]
    public async Task Keys_come_encoded_and_a_file_that_is_all_bad_ends_as_an_error(string key, string encoded)
    {
        _rig.Put(key, InboundRig.File("1", InboundRig.Record("O1", ",\"awsProducts\":7")));
        Assert.Empty((await _rig.Deliver(encoded)).BatchItemFailures);
        var job = await _rig.OnlyJob();
        Assert.Equal((JobStatus.Error, 2), (job.Status, job.Failed));
        Assert.Contains(key, job.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redelivery_changes_nothing()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2"), InboundRig.Record("O3")));
        await _rig.Deliver("a.json");
        var (job, details, writes) = (await _rig.OnlyJob(), await _rig.Details(), _rig.Crm.Writes);
        await _rig.Deliver("a.json", "a.json");
        Assert.Equal(job with { Issues = [] }, await _rig.OnlyJob() with { Issues = [] });
        Assert.Equal(details.Select(d => (d.Index, d.Outcome, d.At)), (await _rig.Details()).Select(d => (d.Index, d.Outcome, d.At)));
        Assert.Equal(writes, _rig.Crm.Writes);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(1, true)]
    public async Task A_line_that_breaks_is_resumed_without_a_duplicate(int failAt, bool afterEffect)
    {
        _rig.Put("a.json", InboundRig.File([.. Enumerable.Range(1, 5).Select(i => InboundRig.Record($"O{i}", ",\"customerCompanyName\":\"  Trimmed by the CRM  \""))]));
        (_rig.Crm.FailAt, _rig.Crm.AfterEffect) = (failAt, afterEffect);
        Assert.Equal("a.json", Assert.Single((await _rig.Deliver("a.json")).BatchItemFailures).ItemIdentifier);
        Assert.Equal(JobStatus.ApiSuccess, (await _rig.OnlyJob()).Status);
        _rig.Restart();
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);
        Assert.Equal(5, await _rig.CrmCount());
        Assert.Equal(Enumerable.Repeat(Outcome.Created, 5), (await _rig.Details()).Select(d => d.Outcome));
        Assert.Null((await _rig.Store.GetWork(First, CancellationToken.None))!.Intent);
    }

    [Fact]
    public async Task Without_time_left_nothing_is_lost()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1")));
        var late = new TestLambdaContext { RemainingTime = TimeSpan.FromSeconds(1), AwsRequestId = "late" };
        Assert.Single((await _rig.Handler.Handle(InboundRig.Message("a.json"), late)).BatchItemFailures);
        Assert.Equal(0, await _rig.CrmCount());
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);
        Assert.Equal(1, await _rig.CrmCount());
    }

    [Theory]
    [InlineData("gone.json", IssueCodes.ObjectMissing)]
    [InlineData("a.csv", IssueCodes.WrongExtension)]
    [InlineData("opportunity-inbound-processed-results/a_result.json", IssueCodes.ResultsFile)]
    public async Task What_can_t_be_read_is_logged_and_acknowledged(string key, string code)
    {
        Assert.Empty((await _rig.Deliver(key)).BatchItemFailures);
        var job = await _rig.OnlyJob();
        Assert.Equal((JobStatus.Error, code), (job.Status, Assert.Single(job.Issues).Code));
    }

    [Fact]
    public async Task Of_a_file_that_is_cut_off_the_whole_records_count()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2"))[..^30]);
        await _rig.Deliver("a.json");
        var job = await _rig.OnlyJob();
        Assert.Equal((JobStatus.Partial, IssueCodes.Truncated, 1), (job.Status, Assert.Single(job.Issues).Code, await _rig.CrmCount()));
    }

    [Theory]
    [InlineData("")]
    [InlineData(",\"size\":0")]
    [InlineData(",\"size\":-1")]
    public async Task A_notification_need_not_know_the_size(string size)
    {
        _rig.Put("ok.json", InboundRig.File(InboundRig.Record("O1")));
        var message = InboundRig.Message("ok.json");
        message.Records[0].Body = "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"bucket\":{\"name\":\"landing\"},\"object\":{\"key\":\"ok.json\"" + size + "}}}]}";
        Assert.Empty((await _rig.Handler.Handle(message, InboundRig.Context)).BatchItemFailures);
        Assert.Equal((JobStatus.Processed, 1), ((await _rig.OnlyJob()).Status, await _rig.CrmCount()));
    }

    [Fact]
    public async Task A_file_that_is_empty_says_so_whatever_its_notification_says()
    {
        _rig.Put("empty.json", "");
        Assert.Empty((await _rig.Deliver("empty.json")).BatchItemFailures);
        Assert.Equal(IssueCodes.EmptyFile, Assert.Single((await _rig.OnlyJob()).Issues).Code);
    }

    [Fact]
    public async Task An_unexpected_error_ends_the_job_with_its_cause_and_frees_the_records()
    {
        (_rig.Crm.FailAt, _rig.Crm.Unexpectedly) = (0, true);
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1")));
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);
        var job = await _rig.OnlyJob();
        var issue = Assert.Single(job.Issues);
        Assert.Equal((JobStatus.Error, IssueCodes.Unexpected, "a.json", true), (job.Status, issue.Code, issue.File, job.Ended is not null));
        Assert.Contains("InvalidOperationException", issue.Rule, StringComparison.Ordinal);
        Assert.Null((await _rig.Store.GetWork(WorkKey.Opportunity("AWS", "O1"), CancellationToken.None))?.Owner);

        // What was about to be written is finished by the next file of the record.
        _rig.Put("b.json", InboundRig.File(InboundRig.Record("O1")));
        Assert.Empty((await _rig.Deliver("b.json")).BatchItemFailures);
        Assert.Equal(1, await _rig.CrmCount());
    }

    [Fact]
    public async Task A_record_whose_stored_value_is_lost_is_parked_alone()
    {
        _rig.Through(MissingValueStore.Of(_rig.Store, "O1"));
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2")));
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);
        Assert.Equal((JobStatus.Partial, 1), ((await _rig.OnlyJob()).Status, await _rig.CrmCount()));
        Assert.Equal(IssueCodes.ValueMissing, Assert.Single((await _rig.Details())[0].Issues).Code);
        Assert.Equal((true, "overflow/state/x is missing from the bucket"), ((await _rig.Store.GetWork(WorkKey.Opportunity("AWS", "O1"), CancellationToken.None))!.Parked, (await _rig.Store.GetWork(WorkKey.Opportunity("AWS", "O1"), CancellationToken.None))!.Cause));
    }

    [Fact]
    public async Task An_unexpected_error_at_a_record_is_that_records()
    {
        _rig.WithImpossibleSetting();
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1"), "7", InboundRig.Record("O2")));
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);
        Assert.NotNull((await _rig.OnlyJob()).Ended);
        Assert.Equal(
            [IssueCodes.Unexpected, IssueCodes.NotAnObject, IssueCodes.Unexpected],
            (await _rig.Details()).Select(d => Assert.Single(d.Issues, i => i.Severity == Severity.Error).Code));
    }

    [Fact]
    public async Task A_message_that_is_no_notification_becomes_a_dead_letter_at_once_and_stops_no_other()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1")));
        var batch = InboundRig.Message("a.json");
        string[] bodies = ["{", "[]", """{"Records":[{"eventName":"ObjectCreated:Put"}]}""", """{"Records":[{"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"b"},"object":{"key":null}}}]}"""];
        foreach (var body in bodies)
            batch.Records.Insert(0, new SQSEvent.SQSMessage { MessageId = $"bad {Array.IndexOf(bodies, body)}", Body = body });
        Assert.Empty((await _rig.Handler.Handle(batch, InboundRig.Context)).BatchItemFailures);
        Assert.Equal(1, await _rig.CrmCount());
        var letters = await _rig.Store.ListWork("AWS", 10, CancellationToken.None);
        Assert.Equal(["inbound-files/bad 0", "inbound-files/bad 1", "inbound-files/bad 2", "inbound-files/bad 3"], letters.Select(l => l.Key.Id).Order());
        Assert.Contains("\"body\":\"[]\"", Encoding.UTF8.GetString(letters.Single(l => l.Key.Id == "inbound-files/bad 1").Data!), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "B8")]
    public async Task An_update_writes_what_changed_null_clears_and_a_mask_does_not()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1", ",\"customerFirstName\":\"Known\",\"city\":\"Oslo\",\"nextStep\":\"Call\"")));
        await _rig.Deliver("a.json");
        await _rig.BuiltIn.Set("Opportunity", "O1", "{\"AWS_nextStep__c\":\"A person's edit\"}"u8.ToArray(), CancellationToken.None);
        _rig.Put("b.json", InboundRig.File(InboundRig.Record("O1", ",\"customerFirstName\":\"Accept To View\",\"city\":null,\"nextStep\":\"Call\"").Replace("2026-02-01", "2026-02-02", StringComparison.Ordinal)));
        await _rig.Deliver("b.json");
        var fields = await _rig.CrmFields("O1");
        Assert.Equal(("\"Known\"", true, "\"A person's edit\""), (fields["AWS_customerFirstName__c"], fields.IsEmpty("AWS_city__c"), fields["AWS_nextStep__c"]));
    }

    [Fact]
    [Trait("Row", "B3")]
    public async Task The_identifiers_decide()
    {
        var imported = await _rig.BuiltIn.Import("Opportunity", "{\"Name\":\"Ours\",\"StageName\":\"Prospecting\",\"CloseDate\":\"2097-01-01\"}"u8.ToArray(), CancellationToken.None);
        _rig.Put("a.json", InboundRig.File(
            InboundRig.Record("O1", $",\"partnerCrmUniqueIdentifier\":\"{imported.Id}\",\"city\":\"Oslo\""), InboundRig.Record("O2", ",\"partnerCrmUniqueIdentifier\":\"X0001\"")));
        await _rig.Deliver("a.json");
        Assert.Equal([Outcome.Updated, Outcome.Skipped], (await _rig.Details()).Select(d => d.Outcome));
        Assert.Equal(1, await _rig.CrmCount());
        var fields = await _rig.CrmFields("O1");
        // Nobody owns the name, so both sides keep theirs; the empty field is filled.
        Assert.Equal(("\"Ours\"", "\"Oslo\""), (fields["Name"], fields["AWS_city__c"]));
    }

    [Fact]
    public async Task A_record_deleted_in_the_crm_is_not_made_again()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1")));
        await _rig.Deliver("a.json");
        await _rig.BuiltIn.Delete("Opportunity", "O1", CancellationToken.None);
        foreach (var day in (string[])["2026-02-02", "2026-02-03"])
        {
            _rig.Put("b.json", InboundRig.File(InboundRig.Record("O1").Replace("2026-02-01", day, StringComparison.Ordinal)));
            await _rig.Deliver("b.json");
            var last = (await _rig.Store.ListDetailsOf("O1", 1, CancellationToken.None))[0];
            Assert.Equal((Outcome.Skipped, IssueCodes.CrmRecordDeleted), (last.Outcome, last.Issues[^1].Code));
        }

        Assert.Equal(0, await _rig.CrmCount());
    }

    [Theory]
    [InlineData("s3-inbound-file-sqs.json", 1)]
    [InlineData("s3-test-event-sqs.json", 0)]
    public async Task The_saved_events_are_what_lambda_sends(string file, int jobs)
    {
        var batch = JsonSerializer.Deserialize(await File.ReadAllTextAsync(EventFile(file), TestContext.Current.CancellationToken), EventJson.Default.SQSEvent)!;
        Assert.Single(batch.Records);
        Assert.NotEmpty(batch.Records[0].EventSourceArn);
        Assert.Empty((await _rig.Handler.Handle(batch, InboundRig.Context)).BatchItemFailures);
        Assert.Equal(jobs, (await _rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 10, CancellationToken.None)).Count);
    }

    [Fact]
    public async Task A_bare_notification_works_too()
    {
        _rig.Put("opportunity-outbound/two records (1).json", InboundRig.File(InboundRig.Record("O1")));
        var notification = JsonSerializer.Deserialize(
            (await File.ReadAllTextAsync(EventFile("s3-inbound-file.json"), TestContext.Current.CancellationToken)).Replace("ExampleVersionId0001", "", StringComparison.Ordinal), EventJson.Default.S3Event)!;
        await _rig.Handler.Handle(notification, InboundRig.Context);
        Assert.Equal(1, await _rig.CrmCount());
    }

    static string EventFile(string name)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!Directory.Exists(Path.Combine(folder!.FullName, "events")))
            folder = folder.Parent;
        return Path.Combine(folder.FullName, "events", name);
    }
}
