using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>The CRM records of a file's records show how they stand, and dates and masks that are not what they seem stop none of them.</summary>
public sealed class InboundStatusTests : IDisposable
{
    const string Lead = """
        {"version":"1.0","spmsId":"77","leads":[{"apnCrmUniqueIdentifier":"L7001234","partnerCrmLeadId":null,"status":"Open","company":"COMPANY","fullName":"NAME","email":"Accept To View","industry":"Agriculture & Mining","leadSource":"AWS Event","lastModifiedDate":"2026-11-01T08:00:00.000Z"}]}
        """;

    readonly InboundRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    [Trait("Row", "D10")]
    public async Task A_new_record_shows_its_status_in_the_row_that_creates_it()
    {
        await Deliver("a.json", InboundRig.File(InboundRig.Record("O1", ",\"status\":\"Submitted\"")));
        var fields = await _rig.CrmFields("O1");
        Assert.Equal(("\"Synced\"", "\"Submitted\"", "true"), (fields["AWS_Sync_Status__c"], fields["AWS_Review_Status__c"], fields["AWS_Locked__c"]));
        Assert.NotEqual("true", fields["AWS_Has_Updates__c"]);
        Assert.NotNull(fields["AWS_Last_Sync__c"]);
        Assert.Equal(1, _rig.Crm.Writes);

        // The same again writes nothing.
        await Deliver("b.json", InboundRig.File(InboundRig.Record("O1", ",\"status\":\"Submitted\"")));
        Assert.Equal(1, _rig.Crm.Writes);
    }

    [Fact]
    [Trait("Row", "D10")]
    public async Task A_draft_stays_a_draft_when_a_later_file_has_nothing_new()
    {
        var record = InboundRig.Record("O1", ",\"status\":\"Pending Submission\"");
        await Deliver("a.json", InboundRig.File(record));
        var error = (await _rig.CrmFields("O1"))["AWS_Last_Error__c"];
        Assert.Contains("draft", error, StringComparison.Ordinal);
        // What the mapping does not know is compared, but nothing of it is written.
        await Deliver("b.json", InboundRig.File(record.Replace("\"stage\"", "\"newFieldOfAws\":\"x\",\"stage\"", StringComparison.Ordinal)));
        var fields = await _rig.CrmFields("O1");
        Assert.Equal(("\"Draft\"", error), (fields["AWS_Sync_Status__c"], fields["AWS_Last_Error__c"]));
    }

    [Fact]
    [Trait("Row", "D10")]
    public async Task A_lead_shows_its_status_too()
    {
        await Deliver("a.json", Lead.Replace("COMPANY", "Example", StringComparison.Ordinal).Replace("NAME", "Ann North", StringComparison.Ordinal));
        var fields = new FlatRecord((await _rig.BuiltIn.Get("Lead", "L7001234", None))!.Fields);
        Assert.Equal(("\"Synced\"", null), (fields["AWS_Sync_Status__c"], fields["AWS_Review_Status__c"]));
        Assert.NotNull(fields["AWS_Last_Sync__c"]);
    }

    [Fact]
    [Trait("Row", "D10")]
    public async Task A_row_that_the_crm_refuses_is_shown_as_failed_until_one_is_taken()
    {
        await Deliver("a.json", InboundRig.File(InboundRig.Record("O1")));
        await Deliver("b.json", InboundRig.File(InboundRig.Record("O1", ",\"customerWebsite\":\"" + new string('w', 300) + "\"").Replace("2026-02-01", "2026-02-02", StringComparison.Ordinal)));
        var fields = await _rig.CrmFields("O1");
        Assert.Equal("\"Failed\"", fields["AWS_Sync_Status__c"]);
        Assert.Contains("AWS_customerWebsite__c", fields["AWS_Last_Error__c"], StringComparison.Ordinal);

        await Deliver("c.json", InboundRig.File(InboundRig.Record("O1", ",\"customerWebsite\":\"https://example.com\"").Replace("2026-02-01", "2026-02-03", StringComparison.Ordinal)));
        fields = await _rig.CrmFields("O1");
        Assert.Equal(("\"Synced\"", true), (fields["AWS_Sync_Status__c"], fields.IsEmpty("AWS_Last_Error__c")));
    }

    [Fact]
    [Trait("Row", "D10")]
    public async Task While_the_crm_has_edits_a_file_shows_no_status()
    {
        await Deliver("a.json", InboundRig.File(InboundRig.Record("O1")));
        await _rig.BuiltIn.Set("Opportunity", "O1", """{"AWS_city__c":"Portland","AWS_Sync_Status__c":"Failed"}"""u8.ToArray(), None);
        await Deliver("b.json", InboundRig.File(InboundRig.Record("O1", ",\"nextStep\":\"Sign\"").Replace("2026-02-01", "2026-02-02", StringComparison.Ordinal)));
        var fields = await _rig.CrmFields("O1");
        Assert.Equal(("\"Sign\"", "\"Failed\""), (fields["AWS_nextStep__c"], fields["AWS_Sync_Status__c"]));
    }

    /// <summary>AWS masks what the CRM requires: the record waits for the referral to be accepted, which is no failure.</summary>
    [Theory]
    [InlineData("Accept To View")]
    [InlineData("ACCEPT TO VIEW")]
    [InlineData("accept to view")]
    [Trait("Row", "B8")]
    public async Task A_required_value_that_is_masked_is_waited_for(string mask)
    {
        await Deliver("a.json", Lead.Replace("COMPANY", mask, StringComparison.Ordinal).Replace("NAME", mask, StringComparison.Ordinal));
        Assert.Equal((JobStatus.Processed, Outcome.Skipped), ((await _rig.OnlyJob()).Status, Assert.Single(await _rig.Details()).Outcome));
        Assert.Contains((await _rig.Details())[0].Issues, i => i is { Code: IssueCodes.MaskedOnly, Severity: Severity.Note });
        Assert.Null(await _rig.BuiltIn.Get("Lead", "L7001234", None));

        await Deliver("b.json", Lead.Replace("COMPANY", "Example", StringComparison.Ordinal).Replace("NAME", "Ann North", StringComparison.Ordinal));
        Assert.Equal("\"Ann North\"", new FlatRecord((await _rig.BuiltIn.Get("Lead", "L7001234", None))!.Fields)["LastName"]);
    }

    /// <summary>A value that is missing, and not masked, is still a failure.</summary>
    [Fact]
    public async Task A_required_value_that_AWS_does_not_have_is_a_failure()
    {
        await Deliver("a.json", Lead.Replace("COMPANY", "Accept To View", StringComparison.Ordinal).Replace("\"NAME\"", "null", StringComparison.Ordinal));
        Assert.Equal(Outcome.Failed, Assert.Single(await _rig.Details()).Outcome);
    }

    /// <param name="next">The date of the record that is received a day later.</param>
    [Theory]
    [InlineData("2026-02-02")]
    [InlineData("2026-01-31")] // before the time of receipt: what the date of the future stood for is not known
    public async Task A_date_of_the_future_is_reported_and_later_records_still_count(string next)
    {
        var time = new Records.SyncRig.SteppedTime { Stopped = new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero) };
        _rig.Time = time;
        _rig.Restart();
        await Deliver("a.json", InboundRig.File(InboundRig.Record("O1", ",\"nextStep\":\"Future\"").Replace("2026-02-01", "2099-01-01", StringComparison.Ordinal)));
        Assert.Equal("\"Future\"", (await _rig.CrmFields("O1"))["AWS_nextStep__c"]);
        Assert.Contains(Assert.Single(await _rig.Details()).Issues, i => i is { Code: IssueCodes.FutureDate, Severity: Severity.Warning });
        var state = Assert.Single(await _rig.Store.GetRecords([WorkKey.Opportunity(SyncSettings.Default.Catalog, "O1")], None));
        Assert.Equal(time.Stopped, state.AwsModified);

        time.Ahead = TimeSpan.FromDays(1);
        await Deliver("b.json", InboundRig.File(InboundRig.Record("O1", ",\"nextStep\":\"Later\"").Replace("2026-02-01", next, StringComparison.Ordinal)));
        Assert.Equal("\"Later\"", (await _rig.CrmFields("O1"))["AWS_nextStep__c"]);
        // From then on the date is AWS's again.
        await Deliver("c.json", InboundRig.File(InboundRig.Record("O1", ",\"nextStep\":\"Older\"").Replace("2026-02-01", "2026-01-30", StringComparison.Ordinal)));
        Assert.Equal("\"Later\"", (await _rig.CrmFields("O1"))["AWS_nextStep__c"]);
    }

    /// <summary>What an earlier release, or a wrong clock, has stored does not make later records stale.</summary>
    [Fact]
    public void A_stored_date_of_the_future_makes_nothing_stale()
    {
        var now = new DateTimeOffset(2026, 2, 1, 12, 0, 0, TimeSpan.Zero);
        var state = new RecordState(WorkKey.Opportunity("AWS", "O1"), "Opportunity", "006A", "{}"u8.ToArray(), "{}"u8.ToArray(), now.AddYears(10), 0, false, 1);
        var seen = new AwsObservation(Fields.AceObject.Opportunity, "O1", null, now.AddHours(-1), 2, false, [], []);
        Assert.True(seen.IsOlderThan(state));
        Assert.False(seen.At(now).IsOlderThan(state));
        Assert.True(seen.At(now).IsOlderThan(state with { AwsModified = now.AddHours(20) }));
        // A day is what clocks may differ by.
        Assert.Equal(now.AddDays(1), (seen with { Modified = now.AddDays(1) }).At(now).Modified);
        Assert.Equal(now, (seen with { Modified = now.AddDays(1).AddTicks(1) }).At(now).Modified);
    }

    async Task Deliver(string key, string content)
    {
        _rig.Put(key, content);
        Assert.Empty((await _rig.Deliver(key)).BatchItemFailures);
    }
}
