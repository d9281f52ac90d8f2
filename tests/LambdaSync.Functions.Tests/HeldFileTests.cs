using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Connections.State;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests;

/// <summary>A file with a record that is in work elsewhere: the file waits, and nothing waits for the file.</summary>
public sealed class HeldFileTests : IDisposable
{
    static readonly WorkKey Held = WorkKey.Opportunity("AWS", "O1");

    readonly ReplayRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_another_worker_holds_is_left_for_later_and_counts_as_no_failure()
    {
        var claim = await Claim();
        _rig.Files.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2"), InboundRig.Record("O3")));

        Assert.Empty((await _rig.Files.Deliver("a.json")).BatchItemFailures);

        Assert.Equal(2, await _rig.Files.CrmCount());
        Assert.Null((await _rig.Files.OnlyJob()).Ended);
        var file = await File();
        Assert.InRange(file.Due!.Value, _rig.Time.Now, _rig.Time.Now + TimeSpan.FromMinutes(1));

        // It is still held: the file waits, as often as it takes.
        for (var pass = 0; pass < 30; pass++)
        {
            _rig.Time.Now += TimeSpan.FromMinutes(5);
            await _rig.Pass();
        }

        file = await File();
        Assert.Equal((0, false, "1 record of the file is in work elsewhere"), (file.Attempts, file.Parked, file.Cause));

        await _rig.Store.Settle([new Settlement { Claim = claim }], None);
        _rig.Time.Now += TimeSpan.FromMinutes(5);
        await _rig.Pass();
        Assert.Equal(3, await _rig.Files.CrmCount());
        Assert.NotNull((await _rig.Files.OnlyJob()).Ended);
        Assert.DoesNotContain(await _rig.Store.ListWork("AWS", 9, None), work => work.Key.IsFile);
    }

    [Fact]
    public async Task A_record_with_a_stored_call_to_AWS_is_left_to_the_function_that_calls_AWS()
    {
        await Claim(AwsCall("Another deal", "Another customer"));
        _rig.Files.Put("a.json", InboundRig.File(InboundRig.Record("O1"), InboundRig.Record("O2")));

        Assert.Empty((await _rig.Files.Deliver("a.json")).BatchItemFailures);

        Assert.Equal(1, await _rig.Files.CrmCount());
        Assert.NotNull((await _rig.Store.GetWork(Held, None))!.Intent);
        Assert.NotNull((await File()).Due);
    }

    [Theory]
    [InlineData("Deal O1", "Somebody", false)]
    [InlineData("Another deal", "EXAMPLE ", false)]
    [InlineData("Another deal", "Somebody", true)]
    public async Task An_opportunity_that_may_just_be_created_from_a_CRM_record_is_no_new_record(string title, string customer, bool isNew)
    {
        var crm = await _rig.Files.BuiltIn.Import("Opportunity", Encoding.UTF8.GetBytes("""{"Name":"Ours","StageName":"Prospecting","CloseDate":"2097-01-01"}"""), None);
        var key = WorkKey.Crm("AWS", "Opportunity", crm.Id!);
        var claim = Assert.Single(await _rig.Store.Claim([key], new ClaimTerms("outbound", _rig.Time.Now, _rig.Time.Now.AddSeconds(1), EvenIfClean: true), None));
        await _rig.Store.StoreIntents([(claim!, AwsCall(title, customer, crm.Id!))], None);
        await _rig.Store.Wake([new Wake(key, Reason.Crm, Lane.Edit, _rig.Time.Now)], None);
        _rig.Files.Put("a.json", InboundRig.File(InboundRig.Record("O1")));

        await _rig.Files.Deliver("a.json");

        Assert.Equal(isNew ? 2 : 1, await _rig.Files.CrmCount());
    }

    [Fact]
    public async Task A_record_that_is_just_being_created_at_AWS_is_not_linked_by_a_file()
    {
        var crm = await _rig.Files.BuiltIn.Import("Opportunity", Encoding.UTF8.GetBytes("""{"Name":"Ours","StageName":"Prospecting","CloseDate":"2097-01-01"}"""), None);
        var key = WorkKey.Crm("AWS", "Opportunity", crm.Id!);
        await _rig.Store.Wake([new Wake(key, Reason.Crm, Lane.Edit, _rig.Time.Now)], None);
        await _rig.Store.Claim([key], new ClaimTerms("outbound", _rig.Time.Now, _rig.Time.Now.AddMinutes(1)), None);
        _rig.Files.Put("a.json", InboundRig.File(InboundRig.Record("O1", $",\"partnerCrmUniqueIdentifier\":\"{crm.Id}\"")));

        await _rig.Files.Deliver("a.json");

        Assert.Empty(await _rig.Store.GetRecords([Held], None));
        Assert.Equal(1, await _rig.Files.CrmCount());
    }

    async Task<WorkItem> File() => Assert.Single(await _rig.Store.ListWork("AWS", 9, None), work => work.Key.IsFile);

    // Another worker holds the record for a day; with an intent, it was stopped.
    async Task<Claimed> Claim(byte[]? intent = null)
    {
        var now = DateTimeOffset.UtcNow;
        var claim = Assert.Single(await _rig.Store.Claim([Held], new ClaimTerms("another", now, intent is null ? now.AddDays(1) : now.AddMilliseconds(1), EvenIfClean: true), None))!;
        if (intent is not null)
            await _rig.Store.StoreIntents([(claim, intent)], None);
        return claim;
    }

    static byte[] AwsCall(string title, string customer, string crmId = "006000000000009AAA")
    {
        var opportunity = new JsonObject { ["Customer"] = new JsonObject { ["Account"] = new JsonObject { ["CompanyName"] = customer } }, ["Project"] = new JsonObject { ["Title"] = title } };
        var document = Encoding.UTF8.GetBytes(new JsonObject { ["opportunity"] = opportunity }.ToJsonString());
        var next = new RecordState(WorkKey.Opportunity("AWS", ""), "Opportunity", crmId, document, "{}"u8.ToArray(), null, 0, false, 0);
        return new StoredIntent(Aws: new PendingCall(nameof(CreateOpportunity), "{}"u8.ToArray(), DateTimeOffset.UtcNow, next, [])).ToJson();
    }
}
