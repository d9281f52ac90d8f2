using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Amazon.DynamoDBv2;
using Amazon.DynamoDBv2.Model;
using Amazon.Runtime;
using Amazon.S3.Model;
using Amazon.S3;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Functions.Tests.Aws;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using LambdaSync.Testing;
using Xunit;

namespace LambdaSync.Functions.Tests.State;

public sealed class DynamoSyncStoreTests(Moto moto) : SyncStoreContract, IAsyncLifetime
{
    // The contract's own time: what it stores has not expired.
    readonly SetTime _time = new(Start.AddDays(1));
    Deployment _deployment = null!;
    DynamoSyncStore _store = null!;

    protected override ISyncStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        _deployment = await Deployment.Create(moto.Server);
        _store = Open(_deployment.Table);
    }

    public ValueTask DisposeAsync()
    {
        _deployment?.Dispose();
        Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Long_values_go_to_the_bucket_and_come_back()
    {
        var key = WorkKey.Opportunity("AWS", "O77");
        var document = Encoding.UTF8.GetBytes($$"""{"long":"{{new string('x', 900_000)}}"}""");
        var state = new RecordState(key, "Opportunity", "006L", document, [1, 2], null, 2, false, 0);
        FieldChange[] changes = [new("Description__c", null, Encoding.UTF8.GetString(document))];
        var detail = new JobDetail("j", 0, "O77", "006L", Outcome.Created, Start, document, []) { Reason = Reason.Landed, Changes = changes };
        var claim = await Claim(key, evenIfClean: true);
        await _store.StoreIntents([(claim!, document)], Cancellation);

        Assert.Equal(document, (await _store.GetWork(key, Cancellation))!.Intent);
        Assert.Equal([Settled.Stored], await _store.Settle([new Settlement(detail, state) { Claim = claim, Intent = document, Data = document }], Cancellation));
        var again = await Claim(key, evenIfClean: true);
        Assert.Equal(document, again!.Intent);
        Assert.Equal(document, again.Data);
        Assert.Equal(document, again.State!.AwsBaseline);

        Assert.Equal(document, Assert.Single(await _store.GetRecords([key], Cancellation)).AwsBaseline);
        var listed = Assert.Single(await _store.ListDetails("j", 0, 5, Cancellation));
        Assert.Equal(document, listed.Payload);
        Assert.Equal(changes, listed.Changes);
    }

    [Fact]
    [Trait("Row", "D13")]
    public async Task An_entry_of_the_release_before_has_no_reason_and_no_changes()
    {
        var detail = new JobDetail("j", 0, "O1", null, Outcome.Updated, Start, [1], []) { Reason = Reason.Event, Changes = [new FieldChange("City__c", null, "1")] };
        await _store.Settle([new Settlement(detail)], Cancellation);
        await _deployment.Dynamo.UpdateItemAsync(
            new UpdateItemRequest
            {
                TableName = _deployment.Table,
                Key = new Dictionary<string, AttributeValue> { ["pk"] = new("job#j"), ["sk"] = new("detail#0000000") },
                UpdateExpression = "REMOVE reason, changes",
            },
            Cancellation);

        Assert.Equivalent(detail with { Reason = null, Changes = [] }, Assert.Single(await _store.ListDetails("j", 0, 5, Cancellation)), strict: true);
    }

    [Fact]
    public async Task A_long_value_that_was_replaced_is_erased_and_no_other_record_s()
    {
        var (one, two) = (Long("O1", "006A", 0), Long("O2", "006B", 0));
        Assert.Equal([Settled.Stored, Settled.Stored], await _store.Settle([await Shared("j1", 0, one), await Shared("j1", 1, two)], Cancellation));
        Assert.Equal(2, (await _deployment.Keys("overflow/state/")).Count);

        // The same bytes again: the new version has an object of its own, so that of the old one can go.
        Assert.Equal([Settled.Stored], await _store.Settle([await Shared("j2", 0, one with { Version = 1 })], Cancellation));
        Assert.Equal(2, (await _deployment.Keys("overflow/state/")).Count);
        Assert.Equal(one.AwsBaseline, Assert.Single(await _store.GetRecords([one.Key], Cancellation)).AwsBaseline);
        // Whoever lost erases nothing.
        Assert.Equal([Settled.Lost], await _store.Settle([await Shared("j3", 0, one with { Version = 1, AwsBaseline = [1] })], Cancellation));
        Assert.Equal(one.AwsBaseline, Assert.Single(await _store.GetRecords([one.Key], Cancellation)).AwsBaseline);

        Assert.Equal([Settled.Stored], await _store.Settle([await Shared("j4", 0, one with { Version = 2, AwsBaseline = [1] })], Cancellation));
        Assert.Single(await _deployment.Keys("overflow/state/"));
        Assert.Equal([1], Assert.Single(await _store.GetRecords([one.Key], Cancellation)).AwsBaseline);
        Assert.Equal(two.AwsBaseline, Assert.Single(await _store.GetRecords([two.Key], Cancellation)).AwsBaseline);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_long_value_that_is_lost_or_changed_is_its_own_records_alone(bool changed)
    {
        var (one, two) = (Long("O1", "006A", 0), Long("O2", "006B", 0));
        await _store.Settle([await Shared("j1", 0, one)], Cancellation);
        var key = Assert.Single(await _deployment.Keys("overflow/state/"));
        await _store.Settle([await Shared("j1", 1, two)], Cancellation);
        if (changed)
            await _deployment.S3.PutObjectAsync(new PutObjectRequest { BucketName = _deployment.DataBucket, Key = key, ContentBody = "other bytes" }, Cancellation);
        else
            await _deployment.S3.DeleteObjectAsync(_deployment.DataBucket, key, Cancellation);

        Assert.Equal([two.Key], (await _store.GetRecords([one.Key, two.Key], Cancellation)).Select(r => r.Key));
        var claims = await _store.Claim([one.Key, two.Key], new ClaimTerms("w", Start, Start.AddMinutes(5), EvenIfClean: true), Cancellation);
        Assert.Equal((key, true), (claims[0]!.Missing, claims[0]!.State is null));
        Assert.Null(claims[1]!.Missing);
        Assert.Equal(two.AwsBaseline, claims[1]!.State!.AwsBaseline);

        // Parked, and still there for when the object is.
        Assert.Equal([Settled.Stored], await _store.Settle([new Settlement { Claim = claims[0], Next = new WorkNext.Parked("lost") }], Cancellation));
        Assert.True((await _store.GetWork(one.Key, Cancellation))!.Parked);
        await _deployment.S3.PutObjectAsync(new PutObjectRequest { BucketName = _deployment.DataBucket, Key = key, InputStream = new MemoryStream(LongBytes) }, Cancellation);
        Assert.Equal(2, (await _store.GetRecords([one.Key, two.Key], Cancellation)).Count);
    }

    [Fact]
    public async Task Long_intents_and_work_expire_with_the_log_and_a_lost_one_is_its_own_works_alone()
    {
        var (lost, kept) = (WorkKey.Opportunity("AWS", "O1"), WorkKey.Invitation("AWS", "engi-1"));
        byte[] data = [.. LongBytes, 1];
        await _store.Wake([new Wake(lost, Reason.Event, Lane.Event, Start), new Wake(kept, Reason.Event, Lane.Event, Start, data)], Cancellation);
        var terms = new ClaimTerms("w", Start, Start.AddMinutes(5));
        var first = await _store.Claim([lost], terms, Cancellation);
        Assert.Equal([true], await _store.StoreIntents([(first[0]!, LongBytes)], Cancellation));
        Assert.Empty(await _deployment.Keys("overflow/state/"));
        var keys = await _deployment.Keys("overflow/log/");
        Assert.Equal(2, keys.Count);

        var intent = keys.Single(k => k.EndsWith(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(LongBytes)), StringComparison.Ordinal));
        await _deployment.S3.DeleteObjectAsync(_deployment.DataBucket, intent, Cancellation);
        var claims = await _store.Claim([lost, kept], terms, Cancellation);
        Assert.Equal((intent, true), (claims[0]!.Missing, claims[0]!.Intent is null));
        Assert.Null(claims[1]!.Missing);
        Assert.Equal(data, claims[1]!.Data);
        Assert.Equal(2, (await _store.ListWork("AWS", 10, Cancellation)).Count);
    }

    [Fact]
    public async Task A_value_that_S3_does_not_let_go_fails_no_settlement_and_is_counted()
    {
        var state = Long("O1", "006A", 0);
        await _store.Settle([await Shared("j1", 0, state)], Cancellation);
        using var s3 = OwnS3();
        s3.BeforeRequestEvent += (_, call) =>
        {
            if (call is WebServiceRequestEventArgs { Request: DeleteObjectRequest })
                throw new HttpRequestException("no line to S3");
        };
        var left = 0L;
        using var numbers = new MeterListener { InstrumentPublished = (instrument, listener) => { if (instrument.Name == "OldValuesLeft") listener.EnableMeasurementEvents(instrument); } };
        numbers.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref left, count));
        numbers.Start();

        Assert.Equal([Settled.Stored], await With(s3).Settle([await Shared("j2", 0, state with { Version = 1, AwsBaseline = [1] })], Cancellation));

        Assert.Equal(1, Interlocked.Read(ref left));
        Assert.Equal([1], Assert.Single(await _store.GetRecords([state.Key], Cancellation)).AwsBaseline);
    }

    [Fact]
    public async Task A_reader_that_meets_a_replaced_value_reads_the_record_again()
    {
        var state = Long("O1", "006A", 0);
        await _store.Settle([await Shared("j1", 0, state)], Cancellation);
        using var s3 = OwnS3();
        // The reader has the item and is about to fetch its value.
        var settled = 0;
        s3.BeforeRequestEvent += (_, _) =>
        {
            if (settled++ == 0)
                Assert.Equal([Settled.Stored], Task.Run(async () => await _store.Settle([await Shared("j2", 0, state with { Version = 1, CrmBaseline = [7] })], Cancellation)).GetAwaiter().GetResult());
        };

        var found = Assert.Single(await With(s3).GetRecords([state.Key], Cancellation));

        Assert.Equal(2, found.Version);
        Assert.Equal([7], found.CrmBaseline);
        Assert.Equal(state.AwsBaseline, found.AwsBaseline);
    }

    [Fact]
    [Trait("Row", "D5")]
    public async Task A_long_value_that_expired_before_its_entry_takes_a_detail_along_but_no_job()
    {
        Issue[] many = [.. Enumerable.Range(0, 50).Select(i => Issue.Note("code", $"field{i}", "value", new string('r', 3_000), "a fix"))];
        await _store.StartJob(new Job("j", "Event", "inbound", "s", Start, null, JobStatus.ApiSuccess, 3, 0, 0, []), Cancellation);
        await _store.Settle(
            [
                new Settlement(new JobDetail("j", 0, "O1", null, Outcome.Failed, Start, LongBytes, [])),
                new Settlement(new JobDetail("j", 1, "O1", null, Outcome.Failed, Start, [1], many)),
                new Settlement(new JobDetail("j", 2, "O1", null, Outcome.Failed, Start, [1], [])),
            ],
            Cancellation);
        await _store.EndJob("j", many, Start, Cancellation);
        Assert.Equal(3, (await _store.ListDetails("j", 0, 5, Cancellation)).Count);

        await _deployment.Erase("overflow/log/");

        Assert.Equal(2, Assert.Single(await _store.ListDetails("j", 0, 5, Cancellation)).Index);
        Assert.Equal(2, Assert.Single(await _store.ListDetailsOf("O1", 5, Cancellation)).Index);
        var job = Assert.Single(await _store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 5, Cancellation));
        Assert.Equal((3, true, 0), (job.Failed, job.Ended is not null, job.Issues.Count));
        // Its file is still known to be done.
        Assert.NotNull((await _store.StartJob(job with { Ended = null }, Cancellation)).Ended);
    }

    [Fact]
    [Trait("Row", "D5")]
    public async Task What_is_expired_is_not_read_though_the_table_still_has_it()
    {
        var job = new Job("old", "Event", "inbound", "s", Start, null, JobStatus.ApiSuccess, 1, 0, 0, []);
        await _store.StartJob(job, Cancellation);
        await _store.Settle([new Settlement(new JobDetail("old", 0, "O5", null, Outcome.Failed, Start, [1], []))], Cancellation);

        _time.Now = Start.AddDays(31);

        Assert.Null(await _store.GetJob("old", Cancellation));
        Assert.Empty(await _store.ListDetails("old", 0, 5, Cancellation));
        Assert.Empty(await _store.ListDetailsOf("O5", 5, Cancellation));
        Assert.Empty(await _store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 5, Cancellation));
        Assert.NotEmpty(await _deployment.Items(_deployment.Table));
        // The same source again is a new job.
        Assert.Equal(_time.Now, (await _store.StartJob(job with { Started = _time.Now }, Cancellation)).Started);
        Assert.Empty(await _store.SettledIndexes("old", 0, 1000, Cancellation));
        Assert.Equal([Settled.Stored], await _store.Settle([new Settlement(new JobDetail("old", 0, "O5", null, Outcome.Failed, _time.Now, [2], []))], Cancellation));
        Assert.Equal([2], Assert.Single(await _store.ListDetails("old", 0, 5, Cancellation)).Payload);
        Assert.Equal(1, (await _store.EndJob("old", [], _time.Now, Cancellation)).Failed);
    }

    [Fact]
    [Trait("Row", "A8")]
    [Trait("Row", "D5")]
    public async Task A_notification_expires_after_the_retention_and_is_then_not_listed()
    {
        await _store.Settle([new Settlement { Notifications = [new Notification("n", "AWS", Start, "Opportunity Updated", "O1", null, false)] }], Cancellation);

        var item = Assert.Single(await _deployment.Items(_deployment.Table), i => i["pk"].S.StartsWith("notification#", StringComparison.Ordinal));
        Assert.Equal(Start.AddDays(30).ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture), item["expires"].N);
        // On its last day, so that the day is still looked at.
        _time.Now = Start.AddDays(30).AddSeconds(-1);
        Assert.Single(await _store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 9, Cancellation));
        _time.Now = Start.AddDays(30);
        Assert.Empty(await _store.ListNotifications("AWS", DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 9, Cancellation));
        Assert.NotEmpty(await _deployment.Items(_deployment.Table));
    }

    [Fact]
    public async Task More_records_than_one_call_takes()
    {
        var keys = Enumerable.Range(0, 230).Select(i => WorkKey.Opportunity("AWS", $"O{i}")).ToList();
        var settled = await _store.Settle(
            [.. keys.Select((k, i) => new Settlement(
                new JobDetail("j", i, k.Id, $"006{i}", Outcome.Created, Start, [2], []), new RecordState(k, "Opportunity", $"006{i}", [3], [4], null, 2, false, 0)))],
            Cancellation);

        Assert.All(settled, s => Assert.Equal(Settled.Stored, s));
        Assert.Equal(230, (await _store.GetRecords(keys, Cancellation)).Count);
        Assert.Equal(230, (await _store.ListDetails("j", 0, 1000, Cancellation)).Count);
    }

    [Fact]
    public async Task The_work_of_a_record_with_a_state_never_expires()
    {
        var key = WorkKey.Invitation("AWS", "engi-1");
        await _store.Settle([new Settlement(State: new RecordState(key, "Opportunity", "006A", [1], [2], null, 0, false, 0)) { Claim = await Claim(key, evenIfClean: true) }], Cancellation);
        await _store.Settle([new Settlement { Claim = await Claim(key, evenIfClean: true) }], Cancellation);

        Assert.DoesNotContain(await _deployment.Items(_deployment.Table), i => i["pk"].S.Contains("engi-1", StringComparison.Ordinal) && i.ContainsKey("expires"));
    }

    [Theory]
    [InlineData(Schedules.FormerSend, true)]
    [InlineData(Schedules.PullArchivePrefix + "lead-20261130-120000", true)]
    [InlineData(Schedules.SendLeads, false)]
    [InlineData(Schedules.Opportunities, false)]
    public async Task Of_schedules_only_one_that_runs_once_expires(string name, bool expires)
    {
        var key = WorkKey.Schedule("AWS", name);
        await _store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, Start, new Schedule(TimeSpan.FromHours(1)).ToJson())], Cancellation);
        await _store.Settle([new Settlement { Claim = await Claim(key) }], Cancellation);
        Assert.Equal(expires, (await _deployment.Items(_deployment.Table)).Single(i => i["pk"].S.EndsWith(name, StringComparison.Ordinal)).ContainsKey("expires"));
        // Until then, whoever turns it on finds it as it was.
        await _store.Wake([new Wake(key, Reason.Timer, Lane.Sweep, Start)], Cancellation);
        Assert.NotNull((await Claim(key))?.Data);
        Assert.DoesNotContain(await _deployment.Items(_deployment.Table), i => i["pk"].S.EndsWith(name, StringComparison.Ordinal) && i.ContainsKey("expires"));
    }

    [Fact]
    public async Task Any_text_may_be_an_identifier()
    {
        var key = WorkKey.Of("AWS", AceObject.Lead, new string('ü', 3000));
        var detail = new JobDetail("j", 0, key.Id, "003", Outcome.Created, Start, [1], []);
        Assert.Equal([Settled.Stored], await _store.Settle([new Settlement(detail, new RecordState(key, "Lead", "003", [1], [1], null, 1, false, 0))], Cancellation));
        Assert.Equal(key, Assert.Single(await _store.GetRecords([key], Cancellation)).Key);
        Assert.Single(await _store.ListDetailsOf(key.Id, 5, Cancellation));
        Assert.Empty(await _store.GetRecords([key with { Id = "" }], Cancellation));

        var (file, odd) = (new WorkKey("AWS", WorkKind.File, new string('ü', 3000)), new WorkKey("AWS", WorkKind.File, "a b#c/\u0001é@"));
        await _store.Wake([new Wake(file, Reason.Landed, Lane.Event, Start), new Wake(odd, Reason.Landed, Lane.Person, Start)], Cancellation);
        Assert.Equal([odd, file], await _store.Due("AWS", WorkGroup.Arrivals, Start, 10, Cancellation));
        await _store.Settle([new Settlement { Claim = await Claim(file), Next = new WorkNext.Parked("wrong") }], Cancellation);
        Assert.Equal([odd, file], (await _store.ListWork("AWS", 10, Cancellation)).Select(i => i.Key));
    }

    [Fact]
    public async Task An_update_of_a_linked_record_takes_three_requests()
    {
        var (key, other) = (WorkKey.Opportunity("AWS", "O1"), new WorkKey("AWS", WorkKind.Engagement, "eng-1"));
        var state = new RecordState(key, "Opportunity", "006A", [1], [2], null, 2, false, 0);
        await _store.Settle([new Settlement(State: state)], Cancellation);
        await using var recorder = await RecordingProxy.Start(moto.Server);
        using var dynamo = new AmazonDynamoDBClient(
            new BasicAWSCredentials("test", "test"), new AmazonDynamoDBConfig { ServiceURL = recorder.Address.ToString(), AuthenticationRegion = "us-east-1" });
        var store = new DynamoSyncStore(dynamo, _deployment.Table, _deployment.S3, _deployment.DataBucket, TimeSpan.FromDays(30), _time);

        await store.Wake([new Wake(key, Reason.Event, Lane.Event, Start)], Cancellation);
        Assert.Equal(["dynamodb:TransactWriteItems"], Asked());

        var claim = Assert.Single(await store.Claim([key], new ClaimTerms("a", Start, Start.AddMinutes(5)), Cancellation));
        Assert.Equal([1], claim!.State!.AwsBaseline);
        Assert.Equal(["dynamodb:UpdateItem"], Asked());

        var settled = await store.Settle(
            [
                new Settlement(claim.State with { AwsBaseline = [3] })
                {
                    Claim = claim,
                    Entries =
                    [
                        new LogEntry(
                            new JobDetail("j", 0, "O1", "006A", Outcome.Updated, Start, [1], []) { Reason = Reason.Event, Changes = [new FieldChange("City__c", null, "1")] },
                            new Job("j", "Event", "inbound", "s", Start, Start, JobStatus.Processed, 1, 1, 0, [])),
                    ],
                    Wakes = [new Wake(other, Reason.Event, Lane.Event, Start)],
                    Notifications = [new Notification("n", "AWS", Start, "Opportunity Updated", "O1", null, false)],
                },
            ],
            Cancellation);
        Assert.Equal([Settled.Stored], settled);
        Assert.Equal(["dynamodb:TransactWriteItems"], Asked());
        Assert.Equal([3], Assert.Single(await store.GetRecords([key], Cancellation)).AwsBaseline);

        // Every record of a file that was claimed though nothing was due to it: no list is touched.
        recorder.Requests.Clear();
        claim = Assert.Single(await store.Claim([key], new ClaimTerms("a", Start, Start.AddMinutes(5), EvenIfClean: true), Cancellation));
        await store.StoreIntents([(claim!, [1])], Cancellation);
        await store.Settle([new Settlement(new JobDetail("k", 0, "O1", "006A", Outcome.Unchanged, Start, [1], [])) { Claim = claim }], Cancellation);
        Assert.Equal(["dynamodb:UpdateItem", "dynamodb:UpdateItem", "dynamodb:TransactWriteItems"], Asked());

        List<string> Asked()
        {
            List<string> asked = [.. recorder.Requests.Select(r => r.Operation)];
            recorder.Requests.Clear();
            return asked;
        }
    }

    [Fact]
    [Trait("Row", "D5")]
    public async Task Work_that_is_done_goes_after_the_retention_and_comes_anew()
    {
        var (woken, claimed, kept) = (new WorkKey("AWS", WorkKind.File, "b/k@1"), new WorkKey("AWS", WorkKind.Message, "m"), new WorkKey("AWS", WorkKind.Schedule, "sweep"));
        foreach (var key in new[] { woken, claimed, kept })
        {
            await _store.Wake([new Wake(key, Reason.Landed, Lane.Event, Start, [1])], Cancellation);
            await _store.Settle([new Settlement { Claim = await Claim(key), Intent = [2] }], Cancellation);
            Assert.NotNull(await _store.GetWork(key, Cancellation));
        }

        _time.Now = _time.Now.AddDays(31);

        Assert.Null(await _store.GetWork(woken, Cancellation));
        Assert.Null(await _store.GetWork(claimed, Cancellation));
        Assert.Null(await Claim(woken));
        Assert.Equal([1], (await _store.GetWork(kept, Cancellation))!.Data!);
        await _store.Wake([new Wake(woken, Reason.Landed, Lane.Edit, Start)], Cancellation);
        var anew = await Claim(woken);
        Assert.Equal((null, null, Lane.Edit), (anew!.Intent, anew.Data, anew.Lane));
        Assert.Equal([Reason.Landed], anew.Reasons);
        anew = await Claim(claimed, evenIfClean: true);
        Assert.Equal((null, null, 0), (anew!.Intent, anew.Data, anew.Reasons.Count));
    }

    [Fact]
    [Trait("Row", "D5")]
    public async Task Work_that_is_not_done_stays()
    {
        string[] ids = ["woken", "claimed", "again", "parked"];
        var keys = ids.Select(id => new WorkKey("AWS", WorkKind.Invitation, id)).ToList();
        foreach (var key in keys)
        {
            await _store.Wake([new Wake(key, Reason.Event, Lane.Event, Start)], Cancellation);
            await _store.Settle([new Settlement { Claim = await Claim(key, evenIfClean: true) }], Cancellation);
        }

        _time.Now = _time.Now.AddDays(29);
        await _store.Wake([.. keys.Where(k => k.Id != "claimed").Select(k => new Wake(k, Reason.Event, Lane.Event, Start, [1]))], Cancellation);
        Assert.NotNull(await Claim(keys[1], evenIfClean: true));
        await _store.Settle(
            [
                new Settlement { Claim = await Claim(keys[2]), Next = new WorkNext.Again(Start, "busy", true) },
                new Settlement { Claim = await Claim(keys[3]), Next = new WorkNext.Parked("wrong") },
            ],
            Cancellation);
        _time.Now = _time.Now.AddDays(90);

        foreach (var key in keys)
            Assert.NotNull(await _store.GetWork(key, Cancellation));
        Assert.Equal(["again", "woken", "parked"], (await _store.ListWork("AWS", 10, Cancellation)).Select(i => i.Key.Id));
    }

    [Fact]
    public async Task A_place_in_a_list_that_leads_nowhere_is_deleted()
    {
        var (gone, there) = (new WorkKey("AWS", WorkKind.Opportunity, "O1"), new WorkKey("AWS", WorkKind.Opportunity, "O2"));
        await _store.Wake([new Wake(gone, Reason.Event, Lane.Event, Start), new Wake(there, Reason.Event, Lane.Event, Start)], Cancellation);
        var record = (await _deployment.Items(_deployment.Table)).Single(i => i["pk"].S == "record#AWS#Opportunity#O1");
        await _deployment.Dynamo.DeleteItemAsync(_deployment.Table, new() { ["pk"] = record["pk"], ["sk"] = record["sk"] }, Cancellation);
        Assert.Equal(2, await Places());

        Assert.Equal([there], await _store.Due("AWS", WorkGroup.Records, Start, 10, Cancellation));

        Assert.Equal(1, await Places());

        async Task<int> Places() => (await _deployment.Items(_deployment.Table)).Count(i => i["pk"].S.StartsWith("due#", StringComparison.Ordinal));
    }

    // developerguide/transaction-apis.html: between the two writes of a transaction a list may have the place, and a read not yet the thing.
    [Fact]
    public async Task A_place_whose_thing_is_just_being_written_stays()
    {
        var key = new WorkKey("AWS", WorkKind.Opportunity, "O1");
        await _store.Wake([new Wake(key, Reason.Event, Lane.Event, Start)], Cancellation);
        var (client, calls) = Records.Counted.Of<IAmazonDynamoDB>(_deployment.Dynamo);
        calls.Answers = (method, _) => method == "BatchGetItemAsync"
            ? Task.FromResult(new BatchGetItemResponse { Responses = new() { [_deployment.Table] = [] } })
            : null;
        var store = new DynamoSyncStore(client, _deployment.Table, _deployment.S3, _deployment.DataBucket, TimeSpan.FromDays(30), _time);
        Assert.Equal([key], await store.Due("AWS", WorkGroup.Records, Start, 10, Cancellation));
        Assert.Equal([key], await _store.Due("AWS", WorkGroup.Records, Start, 10, Cancellation));
    }

    [Fact]
    public async Task A_missing_table_is_told_as_such()
    {
        var failed = await Assert.ThrowsAsync<ConnectionException>(() => Open("no-such-table").Open(Cancellation));
        Assert.False(failed.Transient);
        Assert.Contains("table", failed.Message, StringComparison.Ordinal);
        await _store.Open(Cancellation);
    }

    static readonly byte[] LongBytes = Encoding.UTF8.GetBytes($$"""{"long":"{{new string('x', 150_000)}}"}""");

    // The same bytes for every record: no two may share an object.
    static RecordState Long(string awsId, string crmId, long version) =>
        new(WorkKey.Opportunity("AWS", awsId), "Opportunity", crmId, LongBytes, [2], null, 2, false, version);

    async Task<Settlement> Shared(string job, int index, RecordState state) =>
        new(new JobDetail(job, index, state.Key.Id, state.CrmId, Outcome.Updated, Start, [1], []), state) { Claim = await Claim(state.Key, evenIfClean: true) };

    AmazonS3Client OwnS3() =>
        new("test", "test", new AmazonS3Config { ServiceURL = _deployment.S3.Config.ServiceURL, AuthenticationRegion = "us-east-1", ForcePathStyle = true });

    DynamoSyncStore With(IAmazonS3 s3) => new(_deployment.Dynamo, _deployment.Table, s3, _deployment.DataBucket, TimeSpan.FromDays(30), _time);

    DynamoSyncStore Open(string table) =>
        new(_deployment.Dynamo, table, _deployment.S3, _deployment.DataBucket, TimeSpan.FromDays(30), _time);

    sealed class SetTime(DateTimeOffset now) : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = now;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
