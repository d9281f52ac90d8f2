using System.Globalization;
using System.Text;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Local.State;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests;

[Trait("Row", "G5")]
public sealed class ReplayTests : IDisposable
{
    readonly ReplayRig _rig = new();

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_dead_letter_is_handled_as_its_message_was()
    {
        var id = await _rig.DeadLetter("two (1)+ü.json", InboundRig.Record("O1"));

        await _rig.Pass();

        Assert.Equal((1, 0, 1), (await _rig.Files.CrmCount(), await _rig.InInbox(), _rig.Handled));
        Assert.Empty(await _rig.Waiting());
        var done = (await _rig.Message(id))!;
        Assert.Equal((null, false, null), (done.Due, done.Parked, done.Owner));
        Assert.Equal(id, "files/" + _rig.Last!.MessageId);
        Assert.Equal(_rig.Time.Now.ToUnixTimeMilliseconds().ToString(CultureInfo.InvariantCulture), _rig.Last.Attributes["SentTimestamp"]);
        await _rig.Pass();
        Assert.Equal(1, _rig.Handled);
    }

    [Theory]
    [InlineData(nameof(ISyncStore.GetWork), false)]
    [InlineData(nameof(ISyncStore.Wake), false)]
    [InlineData(nameof(ISyncStore.Wake), true)]
    [InlineData(nameof(ISyncStore.ListJobs), false)]
    [InlineData(nameof(ISyncStore.Due), false)]
    [InlineData(nameof(ISyncStore.Claim), false)]
    [InlineData(nameof(ISyncStore.Claim), true)]
    [InlineData(nameof(ISyncStore.StoreIntents), true)]
    [InlineData(nameof(ISyncStore.Settle), false)]
    [InlineData(nameof(ISyncStore.Settle), true)]
    public async Task A_store_that_breaks_in_between_loses_nothing_and_doubles_nothing(string method, bool afterEffect)
    {
        var id = await _rig.DeadLetter("a.json", InboundRig.Record("O1"));

        await Assert.ThrowsAsync<ConnectionException>(() => _rig.Pass(FailingStore.Of(_rig.Store, method, afterEffect)));

        Assert.True(await _rig.InInbox() == 1 || await _rig.Message(id) is not null);
        _rig.Time.Now += TimeSpan.FromHours(1);
        await _rig.Passes(2, TimeSpan.FromMinutes(5));
        Assert.Equal(0, await _rig.InInbox());
        Assert.Empty(await _rig.Waiting());
        Assert.Null((await _rig.Message(id))!.Intent);
        Assert.Equal((JobStatus.Processed, 1), ((await _rig.Files.OnlyJob()).Status, await _rig.Files.CrmCount()));
        Assert.Equal(Outcome.Created, Assert.Single(await _rig.Files.Details()).Outcome);
    }

    [Fact]
    public async Task One_that_is_received_again_after_it_was_done_changes_nothing()
    {
        await _rig.DeadLetter("a.json", InboundRig.Record("O1"));
        _rig.Letters.Deletes = false;
        await Assert.ThrowsAsync<ConnectionException>(() => _rig.Pass());
        // What was stored is worked on all the same.
        Assert.Equal((1, 1, 1), (await _rig.InInbox(), _rig.Handled, await _rig.Files.CrmCount()));
        var writes = _rig.Files.Crm.Writes;

        _rig.Letters.Deletes = true;
        await _rig.Pass();

        Assert.Equal((0, writes), (await _rig.InInbox(), _rig.Files.Crm.Writes));
        Assert.Empty(await _rig.Waiting());
        Assert.Single(await _rig.Files.Details());
    }

    [Fact]
    public async Task One_that_is_received_again_after_it_was_parked_stays_parked()
    {
        var id = await _rig.DeadLetter("not json.json");
        _rig.Letters.Deletes = false;
        await Assert.ThrowsAsync<ConnectionException>(() => _rig.Pass());
        var parked = (await _rig.Message(id))!;
        Assert.True(parked.Parked);

        _rig.Letters.Deletes = true;
        _rig.Time.Now += TimeSpan.FromHours(1);
        await _rig.Pass();

        Assert.Equal(0, await _rig.InInbox());
        Assert.Equivalent(parked, await _rig.Message(id), strict: true);
    }

    [Fact]
    public async Task What_fails_waits_and_is_good_after_a_retry()
    {
        var id = await _rig.DeadLetter("a.json", InboundRig.Record("O1"));
        _rig.Files.Crm.FailAt = 0;

        await _rig.Pass();

        var waiting = (await _rig.Message(id))!;
        Assert.Equal((1, _rig.Time.Now.AddSeconds(30), "the handler of files failed; see the function's log"), (waiting.Attempts, waiting.Due, waiting.Cause));
        Assert.Equal((null, null), (waiting.Owner, waiting.Intent));
        Assert.Contains("a.json", Encoding.UTF8.GetString(waiting.Data!), StringComparison.Ordinal);
        _rig.Time.Now += TimeSpan.FromSeconds(29);
        await _rig.Pass();
        Assert.Equal(1, _rig.Handled);
        _rig.Time.Now += TimeSpan.FromSeconds(1);
        await _rig.Pass();
        Assert.Equal((2, 1), (_rig.Handled, await _rig.Files.CrmCount()));
        Assert.Empty(await _rig.Waiting());
    }

    [Fact]
    public async Task After_all_retries_it_is_parked_and_a_person_sends_it_again()
    {
        var id = await _rig.DeadLetter("a.json", InboundRig.Record("O1"));
        _rig.Files.WithoutMapping();
        _rig.Jitter = 0;

        await _rig.Passes(20, TimeSpan.FromMinutes(5));

        var parked = (await _rig.Message(id))!;
        Assert.True(parked.Parked);
        Assert.EndsWith("(parked after 11 attempts)", parked.Cause, StringComparison.Ordinal);
        Assert.Equal(11, _rig.Handled);

        _rig.Files.Restart();
        await _rig.Store.Wake([new Wake(parked.Key, Reason.DeadLetter, Lane.Person, _rig.Time.Now)], Cancellation);
        await _rig.Pass();
        Assert.Equal((12, 1), (_rig.Handled, await _rig.Files.CrmCount()));
        Assert.Null((await _rig.Message(id))!.Cause);
    }

    [Fact]
    public async Task After_the_cut_off_it_is_parked_however_few_the_tries()
    {
        var id = await _rig.DeadLetter("a.json", InboundRig.Record("O1"));
        _rig.Files.WithoutMapping();

        await _rig.Passes(4, TimeSpan.FromDays(1.5));

        Assert.EndsWith("(parked after 3 days)", (await _rig.Message(id))!.Cause, StringComparison.Ordinal);
        Assert.Equal(4, _rig.Handled);
    }

    [Fact]
    public async Task Poison_is_parked_at_once_and_its_neighbours_go_on()
    {
        await _rig.DeadLetter("not json.json");
        await Woken(WorkKind.Message, "files/none", null);
        await Woken(WorkKind.Message, "files/odd", "{\"queue\":\"files\",\"body\":null}");
        await Woken(WorkKind.Message, "nobody/1", """{"queue":"nobody","body":"{}","messageId":"1","sent":"2026-01-01T00:00:00Z"}""");
        await Woken(WorkKind.File, "no file", null);
        await Woken(WorkKind.Message, "files/1", """{"queue":"files","body":"[]","messageId":"1","sent":"2026-01-01T00:00:00Z"}""");
        await _rig.DeadLetter("z.json", InboundRig.Record("O1"));

        await _rig.Pass();

        Assert.Equal((2, 1), (_rig.Handled, await _rig.Files.CrmCount()));
        var parked = await _rig.Waiting();
        Assert.All(parked, item => Assert.True(item.Parked));
        Assert.Equal(
            ["the id is not a file of the form bucket/key@version", "the message body is not JSON", "the message is not what its handler reads; see the function's log", "the work item contains no message", "the work item contains no message", "there is no handler for messages of nobody"],
            parked.Select(item => item.Cause).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_handler_that_breaks_is_parked_at_once_with_its_type_and_no_value()
    {
        await Woken(WorkKind.Message, "broken/1", """{"queue":"broken","body":"{}","messageId":"1","sent":"2026-01-01T00:00:00Z"}""");

        await _rig.Pass();

        var item = Assert.Single(await _rig.Waiting());
        Assert.Equal(("InvalidOperationException; see the function's log", true), (item.Cause, item.Parked));
    }

    [Fact]
    public async Task What_stops_its_worker_every_time_is_given_up_too()
    {
        _rig.Settings = SyncSettings.Default with { Retry = RetryPolicy.Default with { RetryCount = 1 } };
        var key = await Woken(WorkKind.Message, "files/1", """{"queue":"files","body":"{}","messageId":"1","sent":"2026-01-01T00:00:00Z"}""");
        for (var i = 0; i < 2; i++)
        {
            var claim = Assert.Single(await _rig.Store.Claim([key], new ClaimTerms($"killed {i}", _rig.Time.Now, _rig.Time.Now.AddMinutes(6)), Cancellation));
            await _rig.Store.StoreIntents([(claim!, [1])], Cancellation);
            await _rig.Pass();
            Assert.NotNull((await _rig.Message(key.Id))!.Owner);
            _rig.Time.Now += TimeSpan.FromMinutes(6);
            await _rig.Pass();
            _rig.Time.Now += TimeSpan.FromMinutes(1);
        }

        var parked = (await _rig.Message(key.Id))!;
        Assert.Equal((true, "the function stopped while processing it (parked after 2 attempts)", 0), (parked.Parked, parked.Cause, _rig.Handled));
    }

    [Fact]
    public async Task Near_the_end_of_its_time_nothing_is_begun()
    {
        await _rig.DeadLetter("a.json", InboundRig.Record("O1"));
        _rig.Context.RemainingTime = TimeSpan.FromSeconds(20);
        await _rig.Pass();
        Assert.Equal((1, 0, 0), (await _rig.InInbox(), _rig.Handled, (await _rig.Waiting()).Count));
    }

    [Fact]
    public async Task A_queue_that_is_away_stops_no_other_and_is_told()
    {
        await _rig.DeadLetter("a.json", InboundRig.Record("O1"));
        using var inbox = new SqliteInbox(":memory:");
        var away = new ReplayRig.BreakingLetters(new InboxDeadLetters(inbox, "away", _ => "{}")) { Receives = false };

        await Assert.ThrowsAsync<ConnectionException>(() => _rig.Pass(null, away));

        Assert.Equal((0, 1), (await _rig.InInbox(), await _rig.Files.CrmCount()));
    }

    [Fact]
    public async Task Many_are_taken_up_in_one_pass()
    {
        foreach (var i in Enumerable.Range(0, 60))
            await _rig.DeadLetter($"{i}.json", InboundRig.Record($"O{i}"));
        await _rig.Pass();
        Assert.Equal((0, 60, 60), (await _rig.InInbox(), _rig.Handled, await _rig.Files.CrmCount()));
        Assert.Empty(await _rig.Waiting());
    }

    [Fact]
    public async Task What_is_done_goes_after_the_retention()
    {
        var id = await _rig.DeadLetter("a.json", InboundRig.Record("O1"));
        var poison = await _rig.DeadLetter("not json.json");
        await _rig.Pass();

        Assert.Equal(0, await _rig.Store.RemoveExpired(_rig.Time.Now, Cancellation));
        // The message, the job of its file and that job's detail.
        Assert.Equal(3, await _rig.Store.RemoveExpired(_rig.Time.Now.AddSeconds(1), Cancellation));

        Assert.Null(await _rig.Message(id));
        Assert.True((await _rig.Message(poison))!.Parked);
        // A record's own item stays: it is asked for again.
        Assert.NotNull(await _rig.Store.GetWork(new WorkKey("AWS", WorkKind.Opportunity, "O1"), Cancellation));
    }

    [Fact]
    [Trait("Row", "D2")]
    public async Task A_stuck_job_is_resumed_and_ends()
    {
        var job = await _rig.StuckJob("a.json", InboundRig.Record("O1"), InboundRig.Record("O2"));
        _rig.Time.Now = job.Started.AddMinutes(59);
        await _rig.Pass();
        Assert.Null(await _rig.File(job.Source));

        _rig.Time.Now = job.Started.AddMinutes(61);
        await _rig.Pass();

        Assert.Equal((JobStatus.Processed, 2), ((await _rig.Files.OnlyJob()).Status, await _rig.Files.CrmCount()));
        var done = (await _rig.File(job.Source))!;
        Assert.Equal((null, false, 0), (done.Due, done.Parked, done.Attempts));
    }

    [Fact]
    [Trait("Row", "D2")]
    public async Task A_stuck_job_whose_file_is_gone_ends_too()
    {
        var job = await _rig.StuckJob("a.json", InboundRig.Record("O1"));
        _rig.Files.Put("a.json", InboundRig.File(InboundRig.Record("O2")));
        _rig.Time.Now = job.Started.AddHours(2);

        await _rig.Pass();

        var ended = await _rig.Files.OnlyJob();
        Assert.Equal((JobStatus.Error, IssueCodes.ObjectMissing), (ended.Status, Assert.Single(ended.Issues).Code));
        Assert.Empty(await _rig.Waiting());
    }

    [Fact]
    [Trait("Row", "D2")]
    public async Task A_stuck_file_keeps_its_own_time_waits_out_an_outage_and_once_given_up_is_an_operators()
    {
        var job = await _rig.StuckJob("a.json", InboundRig.Record("O1"));
        _rig.Files.WithoutMapping();
        _rig.Time.Now = job.Started.AddHours(2);
        await _rig.Pass();
        var waiting = (await _rig.File(job.Source))!;
        Assert.StartsWith("the mapping can't be used", waiting.Cause, StringComparison.Ordinal);
        Assert.Equal((1, _rig.Time.Now.AddSeconds(30)), (waiting.Attempts, waiting.Due));

        _rig.Time.Now += TimeSpan.FromSeconds(10);
        await _rig.Pass();
        Assert.Equivalent(waiting, await _rig.File(job.Source), strict: true);

        // More tries than a message gets, and longer than a weekend.
        _rig.Time.Now += TimeSpan.FromMinutes(1);
        await _rig.Passes(24 * 3, TimeSpan.FromHours(1));
        Assert.False((await _rig.File(job.Source))!.Parked);
        await _rig.Passes(2, TimeSpan.FromHours(1));
        var parked = (await _rig.File(job.Source))!;
        Assert.True(parked.Parked);
        Assert.EndsWith("(parked after 3 days)", parked.Cause, StringComparison.Ordinal);

        _rig.Files.Restart();
        await _rig.Pass();
        Assert.Equivalent(parked, await _rig.File(job.Source), strict: true);
        await _rig.Store.Wake([new Wake(parked.Key, Reason.Landed, Lane.Person, _rig.Time.Now)], Cancellation);
        await _rig.Pass();
        Assert.Equal(JobStatus.Processed, (await _rig.Files.OnlyJob()).Status);
    }

    [Fact]
    [Trait("Row", "D2")]
    public async Task A_job_that_its_file_can_t_end_any_more_is_an_operators()
    {
        _rig.Files.Put("a.json", InboundRig.File(InboundRig.Record("O1")));
        var source = "landing/a.json@";
        await Started(source, InboundFiles.JobKind, InboundFiles.JobIdOf("AWS", source));
        _rig.Time.Now += TimeSpan.FromHours(2);

        await _rig.Pass();

        Assert.StartsWith("the file has a newer version; job in-", Assert.Single(await _rig.Waiting()).Cause, StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Row", "D2")]
    public async Task Jobs_of_other_kinds_catalogs_and_times_are_left_alone()
    {
        var source = "landing/a.json@1";
        await Started(source, "Event", "rec-1");
        await Started(source, InboundFiles.JobKind, InboundFiles.JobIdOf("Sandbox", source));
        await Started("AWS/Opportunity/O1", InboundFiles.JobKind, InboundFiles.JobIdOf("AWS", "AWS/Opportunity/O1"));
        await Started("landing/old.json@1", InboundFiles.JobKind, InboundFiles.JobIdOf("AWS", "landing/old.json@1"), -31);
        _rig.Time.Now += TimeSpan.FromHours(2);

        await _rig.Pass();

        Assert.Null(await _rig.File(source));
        Assert.Null(await _rig.File("AWS/Opportunity/O1"));
        Assert.Null(await _rig.File("landing/old.json@1"));
    }

    Task<Job> Started(string source, string kind, string id, int days = 0) =>
        _rig.Store.StartJob(new Job(id, kind, "inbound", source, _rig.Time.Now.AddDays(days), null, JobStatus.ApiSuccess, 1, 0, 0, []), Cancellation);

    async Task<WorkKey> Woken(WorkKind kind, string id, string? data)
    {
        var key = new WorkKey("AWS", kind, id);
        await _rig.Store.Wake([new Wake(key, Reason.DeadLetter, Lane.Sweep, _rig.Time.Now, data is null ? null : Encoding.UTF8.GetBytes(data))], Cancellation);
        return key;
    }
}
