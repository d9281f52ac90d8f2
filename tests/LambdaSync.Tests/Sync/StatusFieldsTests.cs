using System.Text;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using Xunit;

namespace LambdaSync.Tests.Sync;

/// <summary>What is written to a CRM record so that it shows how it stands: status and what the CRM holds in, fields out.</summary>
[Trait("Row", "D10")]
public sealed class StatusFieldsTests
{
    static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 30, 15, 678, TimeSpan.FromHours(2));

    static readonly StatusMapping Mapping = new("S", "T", new StatusFlag("U"), "R", new StatusFlag("L"), "E");

    static readonly Issue Error = Issue.Error(IssueCodes.Required, "Project.Title", "secret", "it has to be there.", "fill it");

    const string ErrorShown = "field-required Project.Title: it has to be there. Fix: fill it.";

    const string Approved = """{"L":false,"R":"Approved","S":"Synced","T":"2026-02-01T00:00:00Z","U":false}""";

    public static TheoryData<SyncStatus, bool, string?, bool, bool, string, string> Rows => new()
    {
        // status, has updates, review status, error, synced, what the CRM holds, what is written
        { SyncStatus.Synced, false, "Approved", false, true, "{}", """{"R":"Approved","S":"Synced","T":"2026-03-01T10:30:15Z"}""" },
        { SyncStatus.Synced, false, null, false, true, "{}", """{"S":"Synced","T":"2026-03-01T10:30:15Z"}""" },
        { SyncStatus.Failed, true, null, true, false, "{}", $$"""{"E":"{{ErrorShown}}","S":"Failed","U":true}""" },
        { SyncStatus.Synced, false, "Approved", false, false, Approved, "{}" },
        { SyncStatus.Synced, false, "Approved", false, true, Approved, """{"T":"2026-03-01T10:30:15Z"}""" },
        { SyncStatus.WaitingForAws, true, "In review", false, false, Approved, """{"L":true,"R":"In review","S":"Waiting for AWS","U":true}""" },
        { SyncStatus.Synced, false, "Submitted", false, false, Approved, """{"L":true,"R":"Submitted"}""" },
        { SyncStatus.Synced, false, null, false, false, Approved, """{"R":null}""" },
        { SyncStatus.Synced, false, "", false, false, """{"E":"","L":null,"R":"","S":"Synced","U":null}""", "{}" },
        { SyncStatus.Synced, false, "Approved", false, false, """{"E":"old","L":true,"R":"Approved","S":"Synced","U":true}""", """{"E":null,"L":false,"U":false}""" },
        { SyncStatus.Failed, false, "Approved", true, false, $$"""{"E":"{{ErrorShown}}","R":"Approved","S":"Failed"}""", "{}" },
        // A CRM with less room than the text has.
        { SyncStatus.Failed, false, "Approved", true, false, """{"E":"field-required Project.Ti","R":"Approved","S":"Failed"}""", "{}" },
        { SyncStatus.Failed, false, "Approved", true, false, """{"E":"aws-rejected: other","R":"Approved","S":"Failed"}""", $$"""{"E":"{{ErrorShown}}"}""" },
        // The moment itself, in each way a CRM may write it.
        { SyncStatus.Synced, false, null, false, true, """{"S":"Synced","T":"2026-03-01T10:30:15Z"}""", "{}" },
        { SyncStatus.Synced, false, null, false, true, """{"S":"Synced","T":"2026-03-01T10:30:15.000+0000"}""", "{}" },
        { SyncStatus.Synced, false, null, false, true, """{"S":"Synced","T":"2026-03-01T12:30:15.000+02:00"}""", "{}" },
        { SyncStatus.Synced, false, null, false, true, """{"S":"Synced","T":"yesterday"}""", """{"T":"2026-03-01T10:30:15Z"}""" },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Only_what_differs_is_written(SyncStatus status, bool updates, string? review, bool failed, bool synced, string crm, string written)
    {
        var shown = new RecordStatus(status, updates, review, failed ? Error : null);
        var changes = StatusFields.Changes(Mapping, shown, Now, synced, Flat(crm));
        Assert.Equal(written, Encoding.UTF8.GetString(changes.ToJson()));

        // Written to the CRM, it is no write the next time, however late that is.
        var held = Flat(crm);
        foreach (var (name, value) in changes.Fields)
            held[name] = value;
        Assert.Equal(0, StatusFields.Changes(Mapping, shown, Now.AddYears(1), synced: false, held).Count);
    }

    [Theory]
    [InlineData(null, true, "\"yes\"")]
    [InlineData("\"no\"", true, "\"yes\"")]
    [InlineData("\"yes\"", true, null)]
    [InlineData(null, false, null)]
    [InlineData("\"\"", false, null)]
    [InlineData("\"no\"", false, null)]
    [InlineData("\"yes\"", false, "\"no\"")]
    public void A_text_says_yes_and_no_in_its_words(string? held, bool updates, string? written)
    {
        var mapping = new StatusMapping(null, null, new StatusFlag("U", "\"yes\"", "\"no\""), null, null, null);
        var changes = StatusFields.Changes(mapping, new RecordStatus(SyncStatus.Synced, updates, null, null), Now, synced: true, new FlatRecord { ["U"] = held });
        Assert.Equal(written, changes["U"]);
        Assert.Equal(written is null ? 0 : 1, changes.Count);
    }

    [Theory]
    [Trait("Row", "A26")]
    [InlineData(null, 3, "3")]
    [InlineData("2", 3, "3")]
    [InlineData("3", 3, null)]
    [InlineData("3.0", 3, null)]
    [InlineData("\"3\"", 3, "3")]
    [InlineData("3", 0, "0")]
    [InlineData("3", null, null)]
    public void The_number_of_readiness_issues_is_shown(string? held, int? issues, string? written)
    {
        var changes = StatusFields.Changes(
            new StatusMapping(null, null, null, null, null, null) { Readiness = "N" }, new RecordStatus(SyncStatus.Draft, false, null, null) { Readiness = issues }, Now, synced: true, new FlatRecord { ["N"] = held });
        Assert.Equal(written, changes["N"]);
    }

    [Fact]
    public void Without_a_mapping_nothing_is_written() =>
        Assert.Equal(0, StatusFields.Changes(null, new RecordStatus(SyncStatus.Failed, true, "Submitted", Error), Now, synced: true, Flat("{}")).Count);

    [Theory]
    [InlineData("Submitted", true)]
    [InlineData("In review", true)]
    [InlineData("Action Required", false)]
    [InlineData(null, false)]
    public void The_lock_follows_from_the_review_status(string? review, bool locked) =>
        Assert.Equal(locked, new RecordStatus(SyncStatus.Synced, false, review, null).Locked);

    static FlatRecord Flat(string json) => new(Encoding.UTF8.GetBytes(json));
}
