using LambdaSync.Connections.Crm;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>What the engine makes of the CRM's answers: a link is closed only by a tombstone, and no answer loses an edit.</summary>
[Trait("Row", "H1")]
public sealed class CrmAnswersTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_record_that_is_not_to_be_seen_is_held_and_keeps_its_link()
    {
        var id = await Linked();
        Hide(await _rig.CrmId(id));
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();

        var work = (await _rig.Work(id))!;
        Assert.True(work.Parked);
        Assert.False((await _rig.State(id)).Closed);
        var held = (await _rig.Log(id))[0];
        Assert.Equal((Outcome.Failed, IssueCodes.CrmRecordAbsent), (held.Outcome, Assert.Single(held.Issues).Code));
        Assert.Contains("read the record", held.Issues[0].Fix, StringComparison.Ordinal);

        _rig.CrmCalls.Answers = (_, _) => null;
        await Refresh(id);
        Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
    }

    [Fact]
    public async Task More_than_twenty_absent_records_stop_the_run_and_none_is_held()
    {
        var ids = Enumerable.Range(0, 22).Select(i => _rig.AwsHas($"Deal {i}")).ToList();
        await _rig.Deliver();
        Hide();
        foreach (var id in ids)
            _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        await _rig.Tick();

        foreach (var id in ids)
        {
            var work = (await _rig.Work(id))!;
            Assert.False(work.Parked);
            Assert.Contains("does not show 22 of 22 linked records", work.Cause, StringComparison.Ordinal);
        }

        Assert.Single(_rig.Told.ToString().Split('\n'), line => line.Contains("Records wait because", StringComparison.Ordinal));
        _rig.CrmCalls.Answers = (_, _) => null;
        _rig.Time.Ahead += TimeSpan.FromHours(1);
        await _rig.Tick();
        await _rig.Tick();
        foreach (var id in ids)
            Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
    }

    [Fact]
    [Trait("Row", "F-9")]
    public async Task The_link_of_a_merged_record_follows_it_once()
    {
        var id = await Linked();
        var (lost, survivor) = (await _rig.CrmId(id), await Unshared());
        await _rig.Crm.Replace("Opportunity", lost, new CrmReference("Opportunity", survivor), None);
        await _rig.Tick();
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();
        await _rig.Tick();

        Assert.Equal((survivor, false), ((await _rig.State(id)).CrmId, (await _rig.State(id)).Closed));
        Assert.Equal(survivor, await _rig.CrmId(id));
        Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
        Assert.Single((await _rig.Log(id)).SelectMany(d => d.Issues), i => i.Code == IssueCodes.CrmRecordMerged);
        Assert.Equal(1, await _rig.Count());
    }

    [Fact]
    public async Task Of_two_linked_records_that_are_merged_the_lost_ones_opportunity_is_held()
    {
        var (first, second) = (await Linked("One"), await Linked("Two"));
        var (lost, survivor) = (await _rig.CrmId(first), await _rig.CrmId(second));
        await _rig.Crm.Replace("Opportunity", lost, new CrmReference("Opportunity", survivor), None);
        await _rig.Tick();

        Assert.True((await _rig.Work(first))!.Parked);
        Assert.Equal(IssueCodes.IdentityConflict, (await _rig.Log(first))[0].Issues[^1].Code);
        Assert.Equal(survivor, (await _rig.State(second)).CrmId);
    }

    [Fact]
    public async Task A_deleted_record_closes_its_link()
    {
        var id = await Linked();
        await _rig.Crm.Delete("Opportunity", id, None);
        await _rig.Tick();
        Assert.True((await _rig.State(id)).Closed);
        Assert.Equal(IssueCodes.CrmRecordDeleted, Assert.Single((await _rig.Log(id))[0].Issues).Code);
    }

    [Fact]
    public async Task A_row_that_is_to_come_later_waits_and_counts_as_no_failure()
    {
        var id = await Linked();
        Answer(CrmResult.Without(CrmOutcome.Later, Issue.Error(IssueCodes.CrmRejected, null, null, "the row is locked", "wait")) with { RetryAfter = TimeSpan.FromMinutes(3) });
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        Assert.Empty((await _rig.Deliver()).BatchItemFailures);

        var work = (await _rig.Work(id))!;
        Assert.Equal((false, 0), (work.Parked, work.Attempts));
        Assert.InRange(work.Due!.Value - _rig.Time.GetUtcNow(), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(3));
        Assert.DoesNotContain(await _rig.Log(id), d => d.Outcome == Outcome.Failed);
        await _rig.Tick();
        Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
    }

    [Fact]
    public async Task An_edit_between_the_read_and_the_write_is_merged_and_none_is_lost()
    {
        var id = await Linked();
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        var isFirst = true;
        _rig.CrmCalls.Answers = (method, arguments) => method == nameof(ICrm.Write) && isFirst && !(isFirst = false) ? Edited(arguments) : null;
        _rig.Forget();
        await _rig.Deliver();
        await _rig.Tick();

        Assert.Equal(("\"Sign\"", "\"Portland\""), (await _rig.Field(id, "AWS_nextStep__c"), await _rig.Field(id, "AWS_city__c")));
        Assert.Equal(("Sign", "Portland"), (Text(id, "LifeCycle", "NextSteps"), Text(id, "Customer", "Account", "Address", "City")));

        async Task<IReadOnlyList<CrmResult>> Edited(object?[] arguments)
        {
            await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
            return await _rig.Crm.Write((string)arguments[0]!, (IReadOnlyList<CrmWrite>)arguments[1]!, None);
        }
    }

    [Fact]
    public async Task Where_several_match_a_row_is_a_question_and_nothing_is_written()
    {
        var id = await Linked();
        Answer(CrmResult.Without(CrmOutcome.Several) with { Candidates = [new CrmReference("Opportunity", "006A"), new CrmReference("Opportunity", "006B")] });
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        await _rig.Deliver();

        Assert.True((await _rig.Work(id))!.Parked);
        var issue = (await _rig.Log(id))[0].Issues[^1];
        Assert.Equal((IssueCodes.CrmSeveralMatch, "Opportunity 006A, Opportunity 006B"), (issue.Code, issue.Value));
    }

    [Fact]
    public async Task A_position_that_the_CRM_has_lost_is_followed_by_a_backfill()
    {
        await Linked();
        var lost = false;
        _rig.CrmCalls.Answers = (method, arguments) => method == nameof(ICrm.Changed) && (string)arguments[0]! == "Opportunity" && !lost && (lost = true)
            ? Task.FromResult(new CrmChanges([], "new", More: false, Lost: true)) : null;
        using var counted = new CountedHere("CrmPositionsLost");
        await _rig.Tick();
        Assert.Equal(1, counted.Sum);
        Assert.Contains(await _rig.Store.ListWork("AWS", 100, None), w => w.Key.IsSchedule && w.Key.Id.StartsWith(Schedules.BackfillPrefix, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_lost_position_of_leads_is_followed_by_reading_all_that_are_linked()
    {
        using var leads = new LeadRig();
        await leads.Edit(await leads.Lead(), """{"AWS_city__c":"Portland"}""");
        await leads.Rounds();
        var (lost, asked) = (false, new List<string?>());
        leads.Rig.CrmCalls.Answers = (method, arguments) =>
        {
            if (method != nameof(ICrm.Changed) || (string)arguments[0]! != "Lead")
                return null;
            asked.Add((string?)arguments[2]);
            return !lost && (lost = true) ? Task.FromResult(new CrmChanges([], "new", More: false, Lost: true)) : null;
        };
        using var counted = new CountedHere("CrmPositionsLost");
        for (var i = 0; i < 3; i++)
            await leads.Rig.Tick();
        Assert.Equal(1, counted.Sum);
        Assert.NotNull(asked[0]);
        Assert.Null(asked[1]);
        Assert.NotNull(asked[^1]);
    }

    [Fact]
    [Trait("Row", "C15")]
    public async Task Records_of_one_company_share_an_account_which_keeps_its_name()
    {
        var ids = Enumerable.Range(0, 3).Select(i => _rig.AwsHas($"Deal {i}")).ToList();
        await _rig.Deliver();
        Assert.Single(await _rig.Crm.List("Account", 10, null, None));
        _rig.AwsEdits(ids[1], """{"Customer":{"Account":{"CompanyName":"N. (typo)"}}}""");
        await _rig.Deliver();

        var account = Assert.Single(await _rig.Crm.List("Account", 10, null, None));
        Assert.Equal("\"Example Ltd\"", new FlatRecord(account.Fields)["Name"]);
        Assert.Equal("\"N. (typo)\"", await _rig.Field(ids[1], "AWS_customerCompanyName__c"));
        Assert.Contains((await _rig.Log(ids[1]))[0].Issues, i => i is { Code: IssueCodes.RelatedKept, Field: "Account.Name" });
        await _rig.Tick();
        Assert.Equal("N. (typo)", Text(ids[1], "Customer", "Account", "CompanyName"));
    }

    async Task<string> Linked(string title = "Deal")
    {
        var id = _rig.AwsHas(title);
        await _rig.Deliver();
        return id;
    }

    // A record that no flag shares.
    async Task<string> Unshared() => (await _rig.Crm.Import("Opportunity", """{"Name":"Survivor","StageName":"Prospecting","CloseDate":"2097-03-15"}"""u8.ToArray(), None)).Id!;

    string? Text(string id, params string[] path) => path.Aggregate((System.Text.Json.Nodes.JsonNode?)_rig.Aws(id), (node, name) => node?[name])?.GetValue<string>();

    // The CRM answers as if the integration user might not see the records.
    void Hide(string? crmId = null) => _rig.CrmCalls.Answers = (method, arguments) =>
        method == nameof(ICrm.Find) && (string)arguments[1]! == "Id" && ((IReadOnlyList<string>)arguments[2]!).All(id => crmId is null || id == crmId)
            ? Task.FromResult<IReadOnlyList<CrmFound>>([.. ((IReadOnlyList<string>)arguments[2]!).Select(id => new CrmFound(id, CrmState.Absent))])
            : null;

    void Answer(CrmResult result)
    {
        var isFirst = true;
        _rig.CrmCalls.Answers = (method, _) => method == nameof(ICrm.Write) && isFirst && !(isFirst = false) ? Task.FromResult<IReadOnlyList<CrmResult>>([result]) : null;
    }

    async Task Refresh(string id)
    {
        await _rig.Store.Wake([new Wake(WorkKey.Opportunity("AWS", id), Reason.Refresh, Lane.Person, _rig.Time.GetUtcNow())], None);
        await _rig.Worker.Work([WorkKey.Opportunity("AWS", id)], [], _rig.Context);
    }
}
