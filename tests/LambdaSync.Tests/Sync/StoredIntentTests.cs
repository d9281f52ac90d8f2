using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Sync;

public sealed class StoredIntentTests
{
    static readonly DateTimeOffset Start = new(2026, 3, 1, 9, 0, 0, TimeSpan.Zero);
    static readonly RecordState State = new(WorkKey.Opportunity("AWS", "O1"), "Opportunity", "006A", [1], [2], Start, 2, false, 1);
    static readonly Job Job = new("rec-1", "Event", "inbound", "s", Start, Start, JobStatus.Processed, 1, 1, 0, []);

    [Fact]
    public void It_is_read_as_it_was_stored()
    {
        var intent = new StoredIntent(Write(), Call());
        Assert.Equivalent(intent with { Format = 3 }, StoredIntent.Read(intent.ToJson()), strict: true);
    }

    [Fact]
    public void One_of_the_release_before_has_no_changes()
    {
        var json = JsonNode.Parse(new StoredIntent(Write(), Call()).ToJson())!.AsObject();
        foreach (var name in (string[])["Job", "Reason", "Changes", "Earlier"])
        {
            json["Aws"]!.AsObject().Remove(name);
            if (name != "Job")
                json["Crm"]!.AsObject().Remove(name);
        }

        var intent = StoredIntent.Read(Encoding.UTF8.GetBytes(json.ToJsonString()));

        Assert.NotNull(intent);
        Assert.Equivalent(new StoredIntent(Write() with { Reason = null, Changes = null }, new PendingCall("UpdateOpportunity", [3], Start, State, [])) { Format = 3 }, intent, strict: true);
        Assert.Empty(intent.Crm!.Entry(new CrmResult(CrmOutcome.Updated, "006A", [], []), Start).Detail.Changes);
    }

    [Fact]
    public void Entries_of_earlier_steps_are_taken_out_once_they_are_stored()
    {
        var call = new StoredIntent(Aws: Call());
        Assert.Equivalent(new StoredIntent(Aws: Call() with { Earlier = null }) { Format = 3 }, StoredIntent.Read(StoredIntent.WithoutEarlier(call.ToJson())), strict: true);
        var write = new StoredIntent(Write()).ToJson();
        Assert.Same(write, StoredIntent.WithoutEarlier(write));
    }

    [Fact]
    public void A_write_that_was_refused_has_changed_nothing() =>
        Assert.Empty(Write().Entry(CrmResult.Refused(), Start).Detail.Changes);

    static PendingWrite Write() => new(
        "rec-1", 0, Outcome.Updated, "Opportunity", new CrmWrite("006A", "Id__c", "O1", [4], null, ["City__c"]), State, new Dictionary<string, string?> { ["Name"] = null },
        [5], [], Job, "event", [new FieldChange("City__c", "\"Bergen\"", null)]);

    static PendingCall Call()
    {
        var detail = new JobDetail("rec-1", 0, "O1", "006A", Outcome.Updated, Start, [6], []) { Reason = "event", Changes = [new FieldChange("City__c", null, "1")] };
        return new PendingCall(
            "UpdateOpportunity", [3], Start, State, [], null, Job with { Id = "rec-2" }, "event", [new FieldChange("Project.Title", null, "2")], [new LogEntry(detail, Job)]);
    }
}
