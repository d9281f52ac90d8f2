using System.Text.Json.Nodes;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>The CRM shows how its records stand.</summary>
[Trait("Row", "D10")]
public sealed class RecordStatusTests : IDisposable
{
    readonly SyncRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task How_a_record_stands_is_shown_later_when_the_crm_refuses_it()
    {
        var id = _rig.AwsHas(status: "Submitted");
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        await Shows(id, "Waiting for AWS", updates: true, locked: true, null);
        var refused = CrmResult.Refused([new Issue(IssueCodes.CrmRejected, Severity.Error, null, null, "locked", "wait")]);
        _rig.CrmCalls.Answers = (method, args) => method == "Write" && ((IReadOnlyList<CrmWrite>)args[1]!).All(row => new FlatRecord(row.Fields)["AWS_Sync_Status__c"] is not null)
            ? Task.FromResult<IReadOnlyList<CrmResult>>([refused])
            : null;
        _rig.Simulator.Control.Do("approve", new JsonObject { ["id"] = id });
        await _rig.Deliver();
        Assert.Single(_rig.Http.Operations, "UpdateOpportunity");
        await Shows(id, "Waiting for AWS", updates: true, locked: true, null);
        _rig.CrmCalls.Answers = (_, _) => null;
        await _rig.Tick();
        await Shows(id, "Synced", updates: false, locked: false, null);
        Assert.Single(_rig.Http.Operations, "UpdateOpportunity");
    }

    [Fact]
    public async Task That_a_record_waits_for_AWS_is_shown_soon_when_the_crm_was_away()
    {
        var id = _rig.AwsHas(status: "Submitted");
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        _rig.CrmCalls.Fails = method => method == "Write" ? new Connections.ConnectionException("away", transient: true) : null;
        await _rig.Tick();
        await Shows(id, "Synced", updates: false, locked: true, null);
        _rig.CrmCalls.Fails = _ => null;
        _rig.Time.Ahead += TimeSpan.FromMinutes(2);
        await _rig.Tick();
        await Shows(id, "Waiting for AWS", updates: true, locked: true, null);
        Assert.Contains(Sync.Work.Reason.Locked, (await _rig.Work(id))!.Reasons);
    }

    [Fact]
    public async Task That_an_edit_failed_is_shown_later_when_the_crm_was_away()
    {
        var id = _rig.AwsHas(status: "Approved");
        await _rig.Deliver();
        await _rig.Edit(id, """{"Name":"Renamed"}""");
        _rig.CrmCalls.Fails = method => method == "Write" ? new Connections.ConnectionException("away", transient: true) : null;
        await _rig.Tick();
        await Shows(id, "Synced", updates: false, locked: false, null);
        _rig.CrmCalls.Fails = _ => null;
        _rig.Time.Ahead += TimeSpan.FromMinutes(2);
        await _rig.Tick();
        await Shows(id, "Failed", updates: true, locked: false, "sync-closed-field");
        Assert.True((await _rig.Work(id))!.Parked);
    }

    [Fact]
    public async Task The_crm_record_shows_how_it_stands()
    {
        var id = _rig.AwsHas(status: "Submitted");
        await _rig.Deliver();
        await Shows(id, "Synced", updates: false, locked: true, null);
        var last = await _rig.Field(id, "AWS_Last_Sync__c");
        Assert.NotNull(last);

        await _rig.Edit(id, """{"AWS_city__c":"Portland"}""");
        await _rig.Tick();
        await Shows(id, "Waiting for AWS", updates: true, locked: true, null);
        Assert.Equal(last, await _rig.Field(id, "AWS_Last_Sync__c"));
        // What shows it is no edit.
        await _rig.Tick();
        _rig.Forget();
        await _rig.Tick();
        Assert.Empty(_rig.Http.Operations);

        _rig.Simulator.Control.Do("approve", new JsonObject { ["id"] = id });
        await _rig.Deliver();
        await Shows(id, "Synced", updates: false, locked: false, null);
        await _rig.Edit(id, """{"Name":"Renamed"}""");
        await _rig.Tick();
        await Shows(id, "Failed", updates: true, locked: false, "sync-closed-field");
        await _rig.Edit(id, """{"Name":"Deal"}""");
        await _rig.Tick();
        await Shows(id, "Synced", updates: false, locked: false, null);
    }

    [Fact]
    public async Task A_creation_that_AWS_refuses_shows_why_in_the_crm()
    {
        var crmId = await _rig.NewInCrm("""{"Name":"Deal","AWS_country__c":"Nowhere"}""");
        await _rig.Tick();
        var fields = new FlatRecord((await _rig.Crm.Get("Opportunity", crmId, None))!.Fields);
        Assert.Equal("\"Failed\"", fields["AWS_Sync_Status__c"]);
        Assert.Contains("CountryCode", fields["AWS_Last_Error__c"], StringComparison.Ordinal);
        await _rig.Crm.Set("Opportunity", crmId, """{"AWS_country__c":"US"}"""u8.ToArray(), None);
        await _rig.Tick();
        Assert.Equal("\"Draft\"", new FlatRecord((await _rig.Crm.Get("Opportunity", crmId, None))!.Fields)["AWS_Sync_Status__c"]);
    }

    [Fact]
    public async Task Two_updates_within_a_second_cost_one_write_each()
    {
        _rig.Time.Stopped = TimeProvider.System.GetUtcNow();
        var id = _rig.AwsHas();
        await _rig.Deliver();
        _rig.AwsEdits(id, """{"LifeCycle":{"NextSteps":"Sign"}}""");
        _rig.Forget();
        // The second is over once the CRM has the row.
        _rig.CrmCalls.Answers = (method, _) =>
        {
            if (method == "Write")
                _rig.Time.Ahead += TimeSpan.FromSeconds(1);
            return null;
        };
        await _rig.Deliver();
        Assert.Equal(1, _rig.CrmCalls["Write"]);
        Assert.Equal("\"Sign\"", await _rig.Field(id, "AWS_nextStep__c"));
    }

    [Fact]
    [Trait("row", "G3")]
    public async Task What_the_crm_says_of_a_value_stays_in_the_sync_log()
    {
        var id = _rig.AwsHas();
        var refused = CrmResult.Refused([Issue.Error(IssueCodes.CrmRejected, "Email", null, "jane@example.com is no address", "correct it")]);
        _rig.CrmCalls.Answers = (method, _) => method == "Write" ? Task.FromResult<IReadOnlyList<CrmResult>>([refused]) : null;
        await _rig.Deliver();
        var work = (await _rig.Work(id))!;
        Assert.Equal((true, "crm-rejected Email; see the sync log"), (work.Parked, work.Cause));
        Assert.Contains("is parked until the cause is corrected: crm-rejected Email", _rig.Told.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("jane@example.com", _rig.Told.ToString(), StringComparison.Ordinal);
        Assert.Contains("jane@example.com", (await _rig.Log(id))[0].Issues[^1].Rule, StringComparison.Ordinal);
    }

    [Fact]
    public void A_cause_names_code_and_field_and_quotes_nothing()
    {
        Issue[] issues = [Issue.Warning("w", "A", null, "first", ""), Issue.Error(IssueCodes.ValueNotReversible, "City", "Oslo", "read back this would be Bergen", "")];
        Assert.Equal($"{IssueCodes.ValueNotReversible} City; see the sync log", LambdaSync.Kinds.RecordIssues.Cause(issues));
    }

    async Task Shows(string id, string status, bool updates, bool locked, string? error)
    {
        Assert.Equal($"\"{status}\"", await _rig.Field(id, "AWS_Sync_Status__c"));
        Assert.Equal(updates, await _rig.Field(id, "AWS_Has_Updates__c") == "true");
        Assert.Equal(locked, await _rig.Field(id, "AWS_Locked__c") == "true");
        if (error is null)
            Assert.True(await _rig.Field(id, "AWS_Last_Error__c") is null or "null");
        else
            Assert.Contains(error, await _rig.Field(id, "AWS_Last_Error__c"), StringComparison.Ordinal);
    }
}
