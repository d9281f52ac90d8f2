using Amazon.Lambda.CloudWatchEvents.ScheduledEvents;
using Amazon.Lambda.SQSEvents;
using LambdaSync.Cli;
using LambdaSync.Commands;
using LambdaSync.Connections.State;
using LambdaSync.Functions.Tests.Records;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Doors;

/// <summary>Commands of the queue: stored with their caller before they are acknowledged, each once.</summary>
[Trait("Row", "E2")]
public sealed class CommandsTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_command_is_a_job_with_its_caller_and_a_request_of_each_record()
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);
        var linked = _rig.AwsHas("Linked");
        await _rig.Deliver();

        Assert.Empty((await Handle(Message("m1", """{"verb":"submit","ids":["o77","0060000000009AAA"],"arguments":{"visibility":"Full"},"reason":"end of quarter","by":"anna"}"""))).BatchItemFailures);

        var job = Assert.Single(await Jobs());
        Assert.Equal((CommandIntake.JobKind, JobStatus.Processed, 2, 2), (job.Kind, job.Status, job.Records, job.Succeeded));
        Assert.Contains("submit by anna through sender AROAEXAMPLE:session", job.Source, StringComparison.Ordinal);
        var details = await _rig.Store.ListDetails(job.Id, 0, 10, None);
        Assert.Equal([("O77", null, Outcome.Requested), ("", "0060000000009AAA", Outcome.Requested)], details.Select(d => (d.AwsId, d.CrmId, d.Outcome)));
        Assert.Contains("end of quarter", System.Text.Encoding.UTF8.GetString(details[0].Payload), StringComparison.Ordinal);
        var request = RecordRequest.Read(Assert.Single((await _rig.Work("O77"))!.Reasons))!;
        Assert.Equal(("submit", "Full", "anna through sender AROAEXAMPLE:session", job.Id), (request.Verb, request["visibility"], request.By, request.Job));
        Assert.Equal(Lane.Person, (await _rig.Work("O77"))!.Lane);
        Assert.NotNull((await _rig.Store.GetWork(WorkKey.Crm("AWS", "Opportunity", "0060000000009AAA"), None))!.Due);
        Assert.NotEqual("O77", linked);
    }

    [Fact]
    [Trait("Row", "H6")]
    public async Task A_command_of_the_CRM_is_its_user_s_and_takes_effect_once()
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);
        var sent = await File.ReadAllTextAsync(Testing.RepositoryFolder.File("events", "crm-command-event.json"), None);

        // The relay sends it again, with another id of the envelope.
        await Handle(Message("m1", sent));
        await Handle(Message("m2", sent.Replace("000000000701", "000000000702", StringComparison.Ordinal)));

        var job = Assert.Single(await Jobs());
        Assert.Contains("submit by 005xx000001Sv6AAAS through Salesforce 00Dxx0000001gPLEAY", job.Source, StringComparison.Ordinal);
        var request = RecordRequest.Read(Assert.Single((await _rig.Store.GetWork(WorkKey.Crm("AWS", "Opportunity", "006xx000001Ab2CAAS"), None))!.Reasons))!;
        Assert.Equal(("submit", "Co-Sell", "Full"), (request.Verb, request["involvementType"], request["visibility"]));
    }

    [Theory]
    [Trait("Row", "H6")]
    [InlineData("LambdaSync_Command__e", "run")]
    [InlineData("LambdaSync_Command__e", CommandVerbs.OfferPublish)]
    [InlineData("LambdaSync_Offer_Command__e", CommandVerbs.ResalePublish)]
    [InlineData("LambdaSync_Resale_Command__e", CommandVerbs.ChangeSetCancel, true)]
    public async Task Users_of_the_CRM_have_the_verbs_of_their_event(string name, string verb, bool isAllowed = false)
    {
        var sent = await File.ReadAllTextAsync(Testing.RepositoryFolder.File("events", "crm-command-event.json"), None);

        await Handle(Message("m1", sent.Replace("LambdaSync_Command__e", name, StringComparison.Ordinal).Replace("\"submit\"", $"\"{verb}\"", StringComparison.Ordinal).Replace("{\\\"involvementType\\\":\\\"Co-Sell\\\",\\\"visibility\\\":\\\"Full\\\"}", "{}", StringComparison.Ordinal)));

        var job = Assert.Single(await Jobs());
        if (isAllowed)
        {
            Assert.Empty(job.Issues);
            return;
        }

        Assert.Equal(JobStatus.Error, job.Status);
        var issue = Assert.Single(job.Issues);
        Assert.Equal((IssueCodes.CommandNotAllowed, verb), (issue.Code, issue.Value));
    }

    [Fact]
    public async Task A_CRM_record_that_is_linked_is_its_opportunity()
    {
        var id = _rig.AwsHas("Linked");
        await _rig.Deliver();
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);

        await Handle(Message("m1", $$"""{"verb":"submit","ids":["{{await _rig.CrmId(id)}}"]}"""));

        Assert.Single((await _rig.Work(id))!.Reasons, r => RecordRequest.Read(r)?.Verb == "submit");
    }

    [Fact]
    public async Task A_record_that_is_named_twice_is_requested_once()
    {
        var id = _rig.AwsHas("Linked");
        await _rig.Deliver();
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);

        await Handle(Message("m1", $$"""{"verb":"submit","ids":["{{id}}","{{await _rig.CrmId(id)}}"]}"""));

        Assert.Single((await _rig.Work(id))!.Reasons, r => RecordRequest.Read(r)?.Verb == "submit");
        Assert.Equal([Outcome.Requested, Outcome.Skipped], (await Details(id)).OrderBy(d => d.Index).Select(d => d.Outcome));
    }

    [Fact]
    public async Task The_largest_command_is_stored_whole()
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);

        await Handle(Message("m1", $$"""{"verb":"submit","ids":[{{string.Join(',', Enumerable.Range(1, CommandLimits.MaxIds).Select(i => $"\"O{i}\""))}}]}"""));

        var job = Assert.Single(await Jobs());
        Assert.Equal((JobStatus.Processed, CommandLimits.MaxIds), (job.Status, job.Succeeded));
        var details = await _rig.Store.ListDetails(job.Id, 0, 1000, None);
        // Each entry has its own record, not the whole command.
        Assert.Equal(Enumerable.Range(1, CommandLimits.MaxIds).Select(i => $"O{i}"), details.Select(d => d.AwsId));
        Assert.All(details, d => Assert.InRange(d.Payload.Length, 1, 200));
        Assert.Equal(CommandLimits.MaxIds, (await _rig.Store.Due("AWS", WorkGroup.Records, _rig.Time.GetUtcNow(), 1000, None)).Count);
    }

    [Fact]
    public async Task A_refresh_is_carried_out_at_once()
    {
        var id = _rig.AwsHas("Silent");

        await Handle(Message("m1", $$"""{"verb":"refresh","ids":["{{id}}"]}"""));

        Assert.Equal("\"Silent\"", await _rig.Field(id, "Name"));
        Assert.Null((await _rig.Work(id))!.Due);
    }

    [Fact]
    public async Task A_message_that_comes_again_wakes_no_record_again()
    {
        var message = Message("m1", """{"verb":"refresh","ids":["O77"]}""");
        var commands = Commands();
        await commands.Handle(message, _rig.Context);
        Assert.Null((await _rig.Work("O77"))!.Due);

        await commands.Handle(message, _rig.Context);

        Assert.Null((await _rig.Work("O77"))!.Due);
        Assert.Single(await Jobs(CommandIntake.JobKind));
        Assert.Single(await Details());
    }

    [Fact]
    public async Task The_same_request_that_still_waits_is_not_added_again()
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);
        await Handle(Message("m1", """{"verb":"submit","ids":["O77"]}"""));

        await Handle(Message("m2", """{"verb":"submit","ids":["O77","O78"]}"""));

        Assert.Single((await _rig.Work("O77"))!.Reasons);
        Assert.Equal([Outcome.Skipped, Outcome.Requested], (await Details("O77", "O78")).Where(d => d.JobId != RecordRequest.Read((_rig.Work("O77").Result)!.Reasons.Single())!.Job).Select(d => d.Outcome));
    }

    [Fact]
    [Trait("Row", "O-2")]
    public async Task Two_replays_of_one_record_are_one()
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);

        await Handle(Message("m1", """{"verb":"refresh","ids":["O77"]}"""));
        await Handle(Message("m2", """{"verb":"refresh","ids":["O77"]}"""));

        Assert.Equal([Reason.Refresh], (await _rig.Work("O77"))!.Reasons);
        Assert.Equal([Outcome.Requested, Outcome.Skipped], (await Details()).OrderBy(d => d.At).Select(d => d.Outcome));
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("""{"verb":"delete","ids":["O1"]}""")]
    public async Task What_can_t_be_read_is_a_job_in_error_and_no_message_for_ever(string body)
    {
        Assert.Empty((await Handle(Message("m1", body))).BatchItemFailures);

        var job = Assert.Single(await Jobs());
        Assert.Equal((JobStatus.Error, IssueCodes.CommandInvalid), (job.Status, job.Issues[0].Code));
        Assert.Contains("AROAEXAMPLE", job.Source, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(ISyncStore.StartJob), false)]
    [InlineData(nameof(ISyncStore.StartJob), true)]
    [InlineData(nameof(ISyncStore.SettledIndexes), false)]
    [InlineData(nameof(ISyncStore.FindByCrmId), false)]
    [InlineData(nameof(ISyncStore.GetWork), false)]
    [InlineData(nameof(ISyncStore.Settle), false)]
    [InlineData(nameof(ISyncStore.Settle), true)]
    [InlineData(nameof(ISyncStore.EndJob), false)]
    [InlineData(nameof(ISyncStore.EndJob), true)]
    [Trait("Row", "O-2")]
    public async Task A_store_that_breaks_in_between_loses_no_command_and_doubles_none(string method, bool afterEffect)
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);
        var message = Message("m1", """{"verb":"submit","ids":["0060000000009AAA","O77"]}""");

        var first = await new Functions.Commands(FailingStore.Of(_rig.Store, method, afterEffect), _rig.Worker, _rig.Settings, _rig.Time, new ErrorLog<Functions.Commands>(_rig.Told)).Handle(message, _rig.Context);
        Assert.Equal("m1", Assert.Single(first.BatchItemFailures).ItemIdentifier);
        Assert.Empty((await Handle(message)).BatchItemFailures);

        var job = Assert.Single(await Jobs());
        Assert.Equal((JobStatus.Processed, 2), (job.Status, job.Succeeded));
        Assert.Equal(2, (await _rig.Store.ListDetails(job.Id, 0, 10, None)).Count);
        Assert.Single((await _rig.Work("O77"))!.Reasons);
    }

    [Fact]
    public async Task A_neighbour_of_a_message_that_fails_is_stored()
    {
        var batch = new SQSEvent { Records = [.. Message("m1", """{"verb":"submit","ids":["O1"]}""").Records, .. Message("m2", """{"verb":"submit","ids":["O2"]}""").Records] };

        var response = await new Functions.Commands(FailingStore.Of(_rig.Store, nameof(ISyncStore.StartJob), false), _rig.Worker, _rig.Settings, _rig.Time, new ErrorLog<Functions.Commands>(_rig.Told)).Handle(batch, _rig.Context);

        Assert.Equal("m1", Assert.Single(response.BatchItemFailures).ItemIdentifier);
        Assert.NotNull(await _rig.Work("O2"));
    }

    [Fact]
    [Trait("Row", "E3")]
    public async Task A_scheduler_makes_a_sweep_due()
    {
        await _rig.Reconcile.Handle(new ScheduledEvent(), _rig.Context);
        var key = WorkKey.Schedule("AWS", "sweep-opportunities");
        Assert.True((await _rig.Store.GetWork(key, None))!.Due > _rig.Time.GetUtcNow());

        await Handle(Message("m1", """{"verb":"run","ids":["sweep-opportunities","nothing"]}"""));

        Assert.True((await _rig.Store.GetWork(key, None))!.Due <= _rig.Time.GetUtcNow());
        Assert.Null(await _rig.Store.GetWork(WorkKey.Schedule("AWS", "nothing"), None));
        Assert.Equal([Outcome.Requested, Outcome.Failed], (await _rig.Store.ListDetails((await Jobs(CommandIntake.JobKind))[0].Id, 0, 10, None)).Select(d => d.Outcome));
    }

    [Fact]
    public async Task While_all_is_paused_commands_wait()
    {
        var id = _rig.AwsHas("Waits");
        await Pause.Set(_rig.Store, "AWS", "paused by a test", _rig.Context, _rig.Time);
        _rig.Forget();

        await Handle(Message("m1", $$"""{"verb":"refresh","ids":["{{id}}"]}"""));

        Assert.Empty(_rig.Http.Operations);
        Assert.NotNull((await _rig.Work(id))!.Due);
        await Pause.End(_rig.Store, "AWS", _rig.Context, _rig.Time);
        await _rig.Tick();
        Assert.Equal("\"Waits\"", await _rig.Field(id, "Name"));
    }

    [Theory]
    [Trait("Row", "A3")]
    [Trait("Row", "A17")]
    [InlineData("""{"verb":"accept","ids":["engi-nonsense"]}""", "engi- and 13 letters or digits")]
    [InlineData("""{"verb":"accept","ids":["O77"]}""", "accept answers an invitation")]
    [InlineData("""{"verb":"reject","ids":["eng-00000000000001"],"arguments":{"reason":"Other"}}""", "reject answers an invitation")]
    [InlineData("""{"verb":"convert","ids":["O77"]}""", "convert is for leads")]
    [InlineData("""{"verb":"qualify","ids":["engi-0000000000001"],"arguments":{"qualificationStatus":"Qualified"}}""", "the record is an invitation")]
    [InlineData("""{"verb":"enrich","ids":["eng-nonsense"]}""", "eng- and 14 letters or digits")]
    [InlineData("""{"verb":"enrich","ids":["00Q0000000009AAA"]}""", "it can't be enriched")]
    [InlineData("""{"verb":"submit","ids":["ENG-00000000000001"]}""", "the record is a lead, so submit is not possible")]
    public async Task A_record_that_the_verb_is_not_for_is_a_failed_entry_and_wakes_nothing(string body, string rule)
    {
        await Pause.Set(_rig.Store, "AWS", "paused", _rig.Context, _rig.Time);
        Assert.Empty((await Handle(Message("m1", body))).BatchItemFailures);
        var entry = Assert.Single(await _rig.Store.ListDetails(Assert.Single(await Jobs()).Id, 0, 10, None));
        Assert.Equal((Outcome.Failed, IssueCodes.CommandInvalid), (entry.Outcome, entry.Issues[0].Code));
        Assert.Contains(rule, entry.Issues[0].Rule, StringComparison.Ordinal);
        Assert.Empty(await _rig.Store.Due("AWS", WorkGroup.Records, _rig.Time.GetUtcNow(), 10, None));
    }

    [Theory]
    [Trait("Row", "A3")]
    [Trait("Row", "A17")]
    [InlineData("""{"verb":"reject","ids":["engi-0000000000001"]}""", "reason")]
    [InlineData("""{"verb":"qualify","ids":["eng-00000000000001"]}""", "qualificationStatus")]
    [InlineData("""{"verb":"accept","ids":["engi-0000000000001"],"arguments":{"reason":"Other"}}""", "reason")]
    [InlineData("""{"verb":"invite","ids":["O77"],"arguments":{"account":"12345","responsibility":"Reseller","message":"Hello"}}""", "account")]
    public async Task What_a_verb_of_offers_lacks_is_a_job_in_error(string body, string field)
    {
        Assert.Empty((await Handle(Message("m1", body))).BatchItemFailures);
        var issue = Assert.Single(Assert.Single(await Jobs()).Issues);
        Assert.Equal((IssueCodes.CommandInvalid, field), (issue.Code, issue.Field));
        Assert.Empty(_rig.Http.Operations);
    }

    [Fact]
    [Trait("Row", "A3")]
    [Trait("Row", "A17")]
    public async Task A_lead_goes_its_whole_way_by_commands()
    {
        _rig.Simulator.Control.Do("settings", new System.Text.Json.Nodes.JsonObject { ["taskSeconds"] = 0 });
        var invited = _rig.Simulator.Control.Do("invite-lead", new System.Text.Json.Nodes.JsonObject { ["company"] = "Example Ltd" });
        await _rig.Deliver();
        _rig.Forget();
        var n = 0;
        foreach (var command in new[] { $$"""{"verb":"accept","ids":["{{invited["id"]}}"]}""", $$$"""{"verb":"qualify","ids":["{{{invited["engagementId"]}}}"],"arguments":{"qualificationStatus":"Qualified"}}""", $$"""{"verb":"convert","ids":["{{invited["engagementId"]}}"]}""" })
        {
            Assert.Empty((await Handle(Message($"m{++n}", command))).BatchItemFailures);
            await _rig.Deliver();
            await _rig.Tick();
            await _rig.Deliver();
        }

        Assert.Equal(
            ["AcceptEngagementInvitation", "UpdateEngagementContext", "StartOpportunityFromEngagementTask"],
            _rig.Http.Operations.Where(o => !o.StartsWith("Get", StringComparison.Ordinal) && !o.StartsWith("List", StringComparison.Ordinal)));
        Assert.Equal(1, await _rig.Count());
        Assert.DoesNotContain(await Jobs("Command"), job => job.Failed > 0);
    }

    Functions.Commands Commands() => new(_rig.Store, _rig.Worker, _rig.Settings, _rig.Time, new ErrorLog<Functions.Commands>(_rig.Told));

    Task<SQSBatchResponse> Handle(SQSEvent batch) => Commands().Handle(batch, _rig.Context);

    static SQSEvent Message(string id, string body) =>
        new() { Records = [new SQSEvent.SQSMessage { MessageId = id, Body = body, EventSource = "aws:sqs", Attributes = new() { ["SenderId"] = "AROAEXAMPLE:session" } }] };

    async Task<IReadOnlyList<Job>> Jobs(string? kind = null) =>
        [.. (await _rig.Store.ListJobs(DateTimeOffset.UnixEpoch, _rig.Time.GetUtcNow().AddHours(1), null, 100, None)).Where(j => kind is null ? j.Kind == CommandIntake.JobKind : j.Kind == kind)];

    async Task<IReadOnlyList<JobDetail>> Details(params string[] ids)
    {
        var found = new List<JobDetail>();
        foreach (var id in ids.Length == 0 ? ["O77"] : ids)
            found.AddRange((await _rig.Store.ListDetailsOf(id, 100, None)).Where(d => d.JobId.StartsWith(CommandCaller.JobPrefix, StringComparison.Ordinal)));
        return found;
    }
}
