using System.Text.Json.Nodes;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>Salesforce's own conversion of a lead: four change events of one transaction, one opportunity at AWS, one link.</summary>
[Trait("Row", "A17")]
[Trait("Row", "L-18")]
public sealed class SalesforceConversionTests : IDisposable
{
    readonly SalesforceRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    /// <summary>The opportunity of the conversion may be marked to be shared before the lead's event is read: it is no new deal.</summary>
    [Theory]
    [InlineData("events", false)]
    [InlineData("events", true)]
    [InlineData("events in reverse", true)]
    [InlineData("no events", true)]
    public async Task The_link_moves_once_and_no_second_opportunity_is_created(string order, bool isShared)
    {
        var invited = _rig.PartnerCentral.Control.Do("invite-lead", new JsonObject { ["company"] = "Globex" });
        var engagement = invited["engagementId"]!.GetValue<string>();
        _rig.PartnerCentral.Control.Do("accept-elsewhere", new JsonObject { ["id"] = invited["id"]!.DeepClone() });
        await _rig.DeliverAws();
        await _rig.Rounds(2);
        var lead = Assert.Single(_rig.Records("Lead"))["Id"]!.GetValue<string>();
        Assert.Equal(lead, (await _rig.Store.GetRecords([WorkKey.Engagement("AWS", engagement)], None)).Single().CrmId);

        var converted = _rig.Do("convert", new JsonObject { ["id"] = lead, ["opportunityName"] = "From a lead" })["opportunityId"]!.GetValue<string>();
        if (isShared)
            _rig.Do("edit", new JsonObject { ["id"] = converted, ["fields"] = new JsonObject { ["Sync_with_AWS__c"] = true } });
        var events = _rig.Do("events", [])["events"]!.AsArray().Select(e => e!.AsObject()).ToList();
        var ofConversion = events.Where(e => Header(e)["transactionKey"]!.GetValue<string>() == Header(events[0])["transactionKey"]!.GetValue<string>()).ToList();
        Assert.Equal(["Account", "Contact", "Lead", "Opportunity"], ofConversion.Select(e => Header(e)["entityName"]!.GetValue<string>()).Order(StringComparer.Ordinal));
        if (order == "events in reverse")
            events.Reverse();
        if (order != "no events")
        {
            foreach (var e in events)
                await Deliver(e);
        }

        await _rig.Rounds(4);
        // SQS delivers at least once.
        foreach (var e in events)
            await Deliver(e);
        await _rig.Rounds(2);

        var opportunity = Assert.Single(_rig.PartnerCentral.Control.Do("show", [])["opportunities"]!.AsArray())!["Id"]!.GetValue<string>();
        Assert.Equal(opportunity, Assert.Single(_rig.Records("Opportunity"))["APN_CRM_Unique_Identifier__c"]!.GetValue<string>());
        Assert.Equal(WorkKey.Opportunity("AWS", opportunity), await _rig.Store.FindByCrmId("AWS", "Opportunity", converted, None));
        Assert.DoesNotContain(_rig.Lines(), line => line.Contains("CreateOpportunity", StringComparison.Ordinal));
        Assert.Single(_rig.Lines(), line => line.Contains("StartOpportunityFromEngagementTask", StringComparison.Ordinal));
        Assert.Equal("Draft", Assert.Single(_rig.Records("Opportunity"))["AWS_Sync_Status__c"]!.GetValue<string>());
    }

    Task<Amazon.Lambda.SQSEvents.SQSBatchResponse> Deliver(JsonObject e) => _rig.Changes.Handle(Records.SyncRig.Messages(e.ToJsonString()), new Amazon.Lambda.TestUtilities.TestLambdaContext { RemainingTime = TimeSpan.FromMinutes(5), AwsRequestId = "run", FunctionName = "function" });

    static JsonNode Header(JsonObject e) => e["detail"]!["payload"]!["ChangeEventHeader"]!;
}
