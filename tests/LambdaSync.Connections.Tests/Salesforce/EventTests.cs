using System.Text;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Salesforce;
using Xunit;

namespace LambdaSync.Connections.Tests.Salesforce;

/// <summary>Rows F-14 to F-16: events name records, their values are not used.</summary>
public sealed class EventTests
{
    [Fact]
    public void An_event_of_several_records_names_them_all()
    {
        using var rig = new Rig();
        rig.Do("select-entity", """{"entity":"OpportunityChangeEvent"}""");
        var ids = rig.Do("create", """{"object":"Opportunity","count":3,"fields":{"Name":"Secret name","StageName":"Prospecting","CloseDate":"2026-12-31"}}""")["ids"]!.AsArray().Select(i => i!.GetValue<string>()).ToList();
        var signal = Assert.Single(Signals(rig));
        Assert.Equal(("Opportunity", CrmChangeKind.Changed), (signal.Object, signal.Kind));
        Assert.Equal(ids, signal.Ids);
        Assert.Null(signal.Fields);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Both_forms_of_an_update_are_read(bool full)
    {
        using var rig = new Rig();
        rig.Do("select-entity", """{"entity":"AccountChangeEvent"}""");
        var id = rig.Create("Account", """{"Name":"Example","Description":"x"}""");
        rig.Do("events-fault", $$"""{"fullHeader":{{(full ? "true" : "false")}}}""");
        rig.Do("events");
        rig.Edit(id, """{"Description":null,"BillingStreet":"1 Example Street"}""");
        var signal = Assert.Single(Signals(rig));
        Assert.Equal([id], signal.Ids);
        Assert.Contains("Description", signal.Fields!);
    }

    [Theory]
    [InlineData("GAP_UPDATE", "006Sm0000000001", 1, false, "Changed")]
    [InlineData("GAP_DELETE", "006Sm0000000001", 1, false, "Deleted")]
    [InlineData("GAP_OVERFLOW", "000000000000000AAA", 0, true, "Changed")]
    [InlineData("UPDATE", "001*", 0, true, "Changed")]
    [InlineData("DELETE", "006Sm0000000001EIAA", 0, true, "Changed")]
    [InlineData("DELETE", "006Sm0000000001EIA", 1, false, "Deleted")]
    [InlineData("UNDELETE", "006Sm0000000001", 1, false, "Changed")]
    public void What_names_no_record_means_the_object_since_then(string type, string id, int ids, bool hasSince, string kind)
    {
        var signal = Assert.Single(ChangeSignals.Decode(Encoding.UTF8.GetBytes(Envelope(type, id)))!);
        Assert.Equal((ids, hasSince, kind), (signal.Ids.Count, signal.Since is not null, signal.Kind.ToString()));
        Assert.All(signal.Ids, i => Assert.Equal(18, i.Length));
    }

    [Theory]
    [InlineData("not json")]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"source":"aws.partnercentral-selling","detail":{}}""")]
    [InlineData("""{"source":"aws.partner/salesforce.com/00D/0YL","detail":{"payload":{"Verb__c":"submit"}}}""")]
    [InlineData("""{"source":"aws.partner/salesforce.com/00D/0YL","detail":{"payload":{"ChangeEventHeader":{"entityName":"O' OR","changeType":"UPDATE","recordIds":[]}}}}""")]
    [InlineData("""{"source":"aws.partner/salesforce.com/00D/0YL","detail":{"payload":{"ChangeEventHeader":null}}}""")]
    public void Other_messages_are_not_this_CRMs(string message) => Assert.Null(ChangeSignals.Decode(Encoding.UTF8.GetBytes(message)));

    [Fact]
    public async Task A_notice_is_a_platform_event()
    {
        using var rig = new Rig();
        var notices = Enumerable.Range(0, 30).Select(i => new CrmNotice($"key{i}", "action-required", "Answer the invitation", new Sync.CrmReference("Opportunity", "006Sm0000000001"), "O1", rig.Time.GetUtcNow())).ToList();
        var results = await rig.Crm.Notify(notices, Rig.Cancellation);
        Assert.All(results, r => Assert.True(r.Written));
        Assert.Equal(30, rig.Do("published", """{"name":"LambdaSync_Notification__e"}""")["events"]!.AsArray().Count);
        // The event's description, and two composites.
        Assert.Equal(3, rig.Requests.Count);
    }

    [Fact]
    [Trait("Row", "F-19")]
    public async Task A_relay_says_how_it_is_and_one_that_is_not_shown_is_not_none()
    {
        using var rig = new Rig();
        rig.Do("relay", """{"status":"ERROR","errorCode":"REPLAY_ID","errorMessage":"too old","lastRelayed":"2026-03-01T05:00:00Z"}""");
        var relay = Assert.Single((await rig.Crm.Relays(Rig.Cancellation))!);
        Assert.Equal(("ER-00001", "ERROR", "REPLAY_ID: too old", new DateTimeOffset(2026, 3, 1, 5, 0, 0, TimeSpan.Zero)), (relay.Name, relay.Status, relay.Error, relay.LastEvent));
        Assert.StartsWith("aws.partner/salesforce.com/00D", relay.Source, StringComparison.Ordinal);

        using var hidden = new Rig();
        hidden.Do("permission", """{"object":"EventRelayFeedback","read":false}""");
        Assert.Null(await hidden.Crm.Relays(Rig.Cancellation));
    }

    static string Envelope(string type, string id) => """
        {"version":"0","id":"1","detail-type":"OpportunityChangeEvent","source":"aws.partner/salesforce.com/00DSm0000000001EAA/0YLSm0000000001EAA","time":"2026-03-02T09:00:00Z",
         "detail":{"payload":{"ChangeEventHeader":{"entityName":"Opportunity","recordIds":["ID"],"changeType":"TYPE","changedFields":[],"commitTimestamp":1772442000000},"Name":"Secret"}}}
        """.Replace("\"ID\"", $"\"{id}\"", StringComparison.Ordinal).Replace("TYPE", type, StringComparison.Ordinal);

    static List<CrmSignal> Signals(Rig rig) =>
        [.. rig.Do("events")["events"]!.AsArray().SelectMany(e => rig.Crm.Decode(Encoding.UTF8.GetBytes(e!.ToJsonString())) ?? [])];
}
