using LambdaSync.Cli;
using LambdaSync.Connections.Salesforce;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Change events of the CRM wake and reconcile what they name; what they do not name, the tick reads.</summary>
[Trait("Row", "F-16")]
public sealed class CrmEventsTests : IDisposable
{
    readonly SyncRig _rig = new();
    readonly SalesforceCrm _salesforce;
    readonly CrmEvents _events;

    public CrmEventsTests()
    {
        // Reading a message needs no connection.
        _salesforce = new SalesforceCrm(new SalesforceSettings(new Uri("https://example.my.salesforce.com")), (_, _) => throw new InvalidOperationException("A message needs no login."), TimeProvider.System, () => 0);
        _events = new CrmEvents(_salesforce, _rig.Store, _rig.Worker, _rig.Mapping, _rig.Settings, _rig.Time, new ErrorLog<CrmEvents>(_rig.Told));
    }

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _salesforce.Dispose();
        _rig.Dispose();
    }

    [Fact]
    public async Task An_edit_of_a_linked_record_reaches_AWS_without_a_tick()
    {
        var id = _rig.AwsHas();
        await _rig.Deliver();
        await _rig.Edit(id, """{"AWS_nextStep__c":"Sign","Sync_with_AWS__c":true}""");
        Assert.Empty((await _events.Handle(SyncRig.Messages(Event("Opportunity", "UPDATE", await _rig.CrmId(id))), _rig.Context)).BatchItemFailures);
        Assert.Equal("Sign", _rig.Aws(id)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_record_that_is_not_linked_waits_for_the_tick()
    {
        var id = await _rig.NewInCrm("""{"Name":"Deal"}""");
        Assert.Empty((await _events.Handle(SyncRig.Messages(Event("Opportunity", "CREATE", id)), _rig.Context)).BatchItemFailures);
        Assert.Equal([WorkKey.Crm("AWS", "Opportunity", id)], await _rig.Store.Due("AWS", WorkGroup.Records, _rig.Time.GetUtcNow(), 10, None));
        Assert.Empty(_rig.Http.Operations);
    }

    [Theory]
    [InlineData("Account", "UPDATE", "001000000000001AAA")]
    [InlineData("Opportunity", "GAP_OVERFLOW", "000000000000000AAA")]
    [InlineData("Opportunity", "UPDATE", "006*")]
    public async Task What_names_no_record_of_the_mapping_has_the_changes_read(string crmObject, string type, string id)
    {
        Assert.Empty((await _events.Handle(SyncRig.Messages(Event(crmObject, type, id)), _rig.Context)).BatchItemFailures);
        var feed = (await _rig.Store.GetWork(WorkKey.Schedule("AWS", Schedules.CrmChanges), None))!;
        Assert.True(feed.Due <= _rig.Time.GetUtcNow());
        Assert.Empty(await _rig.Store.Due("AWS", WorkGroup.Records, _rig.Time.GetUtcNow(), 10, None));
        await _rig.Tick();
    }

    [Fact]
    public async Task A_message_that_is_no_change_event_fails_alone()
    {
        var id = await _rig.NewInCrm("""{"Name":"Deal"}""");
        var response = await _events.Handle(SyncRig.Messages("{}", Event("Opportunity", "CREATE", id)), _rig.Context);
        Assert.Equal(["m0"], response.BatchItemFailures.Select(f => f.ItemIdentifier));
        Assert.Single(await _rig.Store.Due("AWS", WorkGroup.Records, _rig.Time.GetUtcNow(), 10, None));
    }

    [Fact]
    public async Task No_value_of_an_event_is_used_or_logged()
    {
        var id = await _rig.NewInCrm("""{"Name":"Deal"}""");
        await _events.Handle(SyncRig.Messages(Event("Opportunity", "UPDATE", id), """{"Name":"Secret value"}"""), _rig.Context);
        await _rig.Tick();
        Assert.DoesNotContain("Secret value", _rig.Told + string.Join('\n', _rig.Http.Bodies), StringComparison.Ordinal);
    }

    static string Event(string crmObject, string type, string id) => """
        {"version":"0","id":"1","detail-type":"OBJECTChangeEvent","source":"aws.partner/salesforce.com/00D000000000001EAA/0YL000000000001AAA","time":"2026-03-02T09:00:00Z",
         "detail":{"payload":{"ChangeEventHeader":{"entityName":"OBJECT","recordIds":["RECORD"],"changeType":"TYPE","changedFields":["Name"],"commitTimestamp":1772442000000},"Name":"Secret value"}}}
        """.Replace("OBJECT", crmObject, StringComparison.Ordinal).Replace("RECORD", id, StringComparison.Ordinal).Replace("\"TYPE\"", $"\"{type}\"", StringComparison.Ordinal);
}
