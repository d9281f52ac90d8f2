using System.Text;
using System.Text.Json;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>What becomes of single records, and of events whose file has changed since.</summary>
[Trait("Row", "B2")]
public sealed class InboundRecordsTests : IDisposable
{
    readonly InboundRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    [Trait("Row", "D1")]
    public async Task A_good_file_is_processed_with_one_detail_and_one_state_each()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2"), InboundRig.Record("O3")));
        await _rig.Deliver("a.json");
        var job = await _rig.OnlyJob();
        Assert.Equal((JobStatus.Processed, 3, 3, 0), (job.Status, job.Records, job.Succeeded, job.Failed));
        Assert.NotNull(job.Ended);
        var details = await _rig.Details();
        Assert.Equal([(0, "O1"), (1, "O2"), (2, "O3")], details.Select(d => (d.Index, d.AwsId)));
        foreach (var detail in details)
        {
            var state = Assert.Single(await _rig.Store.GetRecords([WorkKey.Of("AWS", Fields.AceObject.Opportunity, detail.AwsId)], CancellationToken.None));
            Assert.Equal((detail.CrmId, 1L, false), (state.CrmId, (long)state.Version, state.Closed));
        }
    }

    [Fact]
    public async Task An_identifier_with_spaces_around_it_is_the_same_record()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1 "), InboundRig.Record("O2")));
        await _rig.Deliver("a.json");
        Assert.Equal([("O1", Outcome.Created), ("O2", Outcome.Created)], (await _rig.Details()).Select(d => (d.AwsId, d.Outcome)));
        _rig.Put("b.json", InboundRig.File(InboundRig.Record("O1", ",\"nextStep\":\"Call\"").Replace("2026-02-01", "2026-02-02", StringComparison.Ordinal)));
        await _rig.Deliver("b.json");
        Assert.Equal(2, await _rig.CrmCount());
    }

    [Fact]
    public async Task A_version_that_was_overwritten_is_missing_and_the_new_one_is_not_read_for_it()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1")));
        var old = await _rig.Bucket.VersionOf("a.json", CancellationToken.None);
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O2")));
        var batch = new SQSEvent { Records = [new SQSEvent.SQSMessage { MessageId = "m", Body = InboundRig.Body("a.json", old!) }] };
        Assert.Empty((await _rig.Handler.Handle(batch, InboundRig.Context)).BatchItemFailures);
        var job = await _rig.OnlyJob();
        Assert.Equal((JobStatus.Error, IssueCodes.ObjectMissing, 0), (job.Status, Assert.Single(job.Issues).Code, await _rig.CrmCount()));
        Assert.EndsWith("a.json@" + old, job.Source, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_redelivery_touches_no_crm_record()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2")));
        await _rig.Deliver("a.json");
        var before = await Stamps();
        var writes = _rig.Crm.Writes;
        await _rig.Deliver("a.json");
        _rig.Restart();
        await _rig.Deliver("a.json");
        Assert.Equal((before.Count, writes), (2, _rig.Crm.Writes));
        Assert.Equal(before, await Stamps());
    }

    [Fact]
    [Trait("Row", "B4")]
    public async Task A_mask_is_no_value_on_a_new_record_and_none_over_a_known_one()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1", ",\"customerEmail\":\"Accept To View\"")));
        await _rig.Deliver("a.json");
        Assert.True((await _rig.CrmFields("O1")).IsEmpty("AWS_customerEmail__c"));
        await Next("O1", "2026-02-02", ",\"customerEmail\":\"a@example.com\"");
        Assert.Equal("\"a@example.com\"", (await _rig.CrmFields("O1"))["AWS_customerEmail__c"]);
        await Next("O1", "2026-02-03", ",\"customerEmail\":\"Accept To View\"");
        Assert.Equal("\"a@example.com\"", (await _rig.CrmFields("O1"))["AWS_customerEmail__c"]);
    }

    [Fact]
    public async Task An_older_record_is_stale()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1", ",\"city\":\"Oslo\"")));
        await _rig.Deliver("a.json");
        await Next("O1", "2026-01-01", ",\"city\":\"Bergen\"");
        Assert.Equal(Outcome.Stale, (await _rig.Store.ListDetailsOf("O1", 1, CancellationToken.None))[0].Outcome);
        Assert.Equal("\"Oslo\"", (await _rig.CrmFields("O1"))["AWS_city__c"]);
    }

    [Fact]
    [Trait("Row", "A2")]
    public async Task A_record_whose_link_another_one_gets_meanwhile_writes_nothing_there()
    {
        var there = await _rig.BuiltIn.Import("Opportunity", """{"Name":"Deal","StageName":"Prospecting","CloseDate":"2097-01-15"}"""u8.ToArray(), CancellationToken.None);
        var (store, calls) = Counted.Of<ISyncStore>(_rig.Store);
        var other = new RecordState(WorkKey.Of("AWS", Fields.AceObject.Opportunity, "O9"), "Opportunity", there.Id!, "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, 0);
        calls.Answers = (method, arguments) =>
        {
            if (method == nameof(ISyncStore.Settle) && ((IReadOnlyList<Settlement>)arguments[0]!).Any(s => s.KeepsClaim))
                Assert.Equal([Settled.Stored], _rig.Store.Settle([new Settlement(State: other)], CancellationToken.None).GetAwaiter().GetResult());
            return null;
        };
        _rig.Through(store);
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1", $",\"partnerCrmUniqueIdentifier\":\"{there.Id}\",\"city\":\"Oslo\""), InboundRig.Record("O2")));
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);

        var details = await _rig.Details();
        Assert.Equal([("O1", Outcome.Failed), ("O2", Outcome.Created)], details.Select(d => (d.AwsId, d.Outcome)));
        Assert.Contains(details[0].Issues, i => i is { Code: IssueCodes.IdentityConflict, Severity: Severity.Error });
        Assert.Null(details[0].CrmId);
        var fields = new FlatRecord((await _rig.BuiltIn.Get("Opportunity", there.Id!, CancellationToken.None))!.Fields);
        Assert.True(fields.IsEmpty("AWS_city__c") && fields.IsEmpty("APN_CRM_Unique_Identifier__c"));
        Assert.Empty(await _rig.Store.ListWork("AWS", 10, CancellationToken.None));
    }

    [Fact]
    public async Task Leads_become_leads()
    {
        _rig.Put("lead-outbound/l.json", """{"version":"1","spmsId":"1","leads":[{"apnCrmUniqueIdentifier":"L1","company":"Example","fullName":"Ann Example","status":"Open","city":"Oslo","lastModifiedDate":"2026-02-01T10:00:00.000Z"}]}""");
        await _rig.Deliver("lead-outbound/l.json");
        var detail = Assert.Single(await _rig.Details());
        Assert.True(detail.Outcome == Outcome.Created, string.Join('\n', detail.Issues.Select(i => $"{i.Code} {i.Field} {i.Rule}")));
        var lead = await _rig.BuiltIn.Get("Lead", "L1", CancellationToken.None);
        Assert.Equal("\"Oslo\"", new FlatRecord(lead!.Fields)["AWS_city__c"]);
    }

    [Theory]
    [InlineData("StartJob", false)]
    [InlineData("StartJob", true)]
    [InlineData("StoreIntents", false)]
    [InlineData("StoreIntents", true)]
    [InlineData("Settle", false)]
    [InlineData("Settle", true)]
    [InlineData("EndJob", false)]
    [InlineData("EndJob", true)]
    public async Task A_store_that_breaks_off_is_resumed_without_a_duplicate(string method, bool afterEffect)
    {
        _rig.Put("a.json", InboundRig.File([.. Enumerable.Range(1, 3).Select(i => InboundRig.Record($"O{i}"))]));
        var handler = new InboundFiles(
            _rig.Bucket, FailingStore.Of(_rig.Store, method, afterEffect), _rig.Crm, _rig.Mapping, SyncSettings.Default with { BatchSize = 2 }, TimeProvider.System, NullLogger<InboundFiles>.Instance);
        Assert.Equal("a.json", Assert.Single((await handler.Handle(InboundRig.Message("a.json"), InboundRig.Context)).BatchItemFailures).ItemIdentifier);
        Assert.Empty((await _rig.Deliver("a.json")).BatchItemFailures);
        var job = await _rig.OnlyJob();
        Assert.Equal((JobStatus.Processed, 3, 3), (job.Status, job.Succeeded, await _rig.CrmCount()));
        Assert.Equal(Enumerable.Repeat(Outcome.Created, 3), (await _rig.Details()).Select(d => d.Outcome));
        Assert.Empty(await _rig.Store.ListWork("AWS", 10, CancellationToken.None));
    }

    [Fact]
    public async Task A_bare_notification_throws_so_that_it_comes_again()
    {
        _rig.Put("a.json", InboundRig.File(InboundRig.Record("O1")));
        _rig.Crm.FailAt = 0;
        var notification = JsonSerializer.Deserialize(InboundRig.Body("a.json"), EventJson.Default.S3Event)!;
        await Assert.ThrowsAsync<ConnectionException>(() => _rig.Handler.Handle(notification, InboundRig.Context));
        await _rig.Handler.Handle(notification, InboundRig.Context);
        Assert.Equal((1, JobStatus.Processed), (await _rig.CrmCount(), (await _rig.OnlyJob()).Status));
    }

    [Theory]
    [InlineData("ObjectRemoved:Delete", "a.json")]
    [InlineData("ObjectCreated:Put", "opportunity-outbound/")]
    public async Task Removals_and_folder_markers_are_no_files(string eventName, string key)
    {
        var notification = JsonSerializer.Deserialize(InboundRig.Body(key), EventJson.Default.S3Event)!;
        notification.Records[0].EventName = eventName;
        await _rig.Handler.Handle(notification, InboundRig.Context);
        Assert.Empty(await _rig.Store.ListJobs(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, null, 10, CancellationToken.None));
    }

    async Task Next(string id, string day, string more)
    {
        _rig.Put($"{day}.json", InboundRig.File(InboundRig.Record(id, more).Replace("2026-02-01", day, StringComparison.Ordinal)));
        Assert.Empty((await _rig.Deliver($"{day}.json")).BatchItemFailures);
    }

    async Task<List<(string Id, string Fields, DateTimeOffset? Modified)>> Stamps() =>
        [.. (await _rig.BuiltIn.List("Opportunity", 100, null, CancellationToken.None)).Select(r => (r.Id, Encoding.UTF8.GetString(r.Fields), r.Modified))];
}
