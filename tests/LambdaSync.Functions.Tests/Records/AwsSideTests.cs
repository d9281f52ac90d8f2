using System.Text.Json;
using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>AWS's own view of an opportunity has fields of its own in the CRM.</summary>
[Trait("Row", "A10")]
public sealed class AwsSideTests : IDisposable
{
    readonly SyncRig _rig = new();

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task What_AWS_says_stands_beside_what_the_partner_says_and_is_never_sent()
    {
        var id = _rig.AwsHas(status: "Approved");
        Edit(id, """
            {"LifeCycle":{"Stage":"Closed Lost","TargetCloseDate":"2097-05-01","ClosedLostReason":"Price","NextSteps":"Talk to procurement",
               "NextStepsHistory":[{"Time":"2026-11-02T09:00:00Z","Value":"Talk to procurement"},{"Time":"2026-11-01T09:00:00Z","Value":"Call \"Ana\""}]},
             "OpportunityTeam":[{"BusinessTitle":"AWSSalesRep","FirstName":"Ana","LastName":"Silva","Email":"ana@example.com"},
               {"BusinessTitle":"AWSAccountOwner","FirstName":"Bo","LastName":"Berg","Email":"bo@example.com"},
               {"BusinessTitle":"PSM","FirstName":"Cy","LastName":"Chan","Email":"cy@example.com"},
               {"BusinessTitle":"PDM","FirstName":"Di","LastName":"Diaz","Email":"di@example.com"},
               {"BusinessTitle":"ISVSM","FirstName":"Ed","LastName":"Eder","Email":"ed@example.com"}]}
            """);
        await _rig.Deliver();

        Assert.Equal(
            new Dictionary<string, string?>
            {
                ["AWS_aWSStage__c"] = "Closed Lost",
                ["AWS_aWSCloseDate__c"] = "2097-05-01",
                ["AWS_aWSClosedLostReason__c"] = "Price",
                ["AWS_aWSNextStep__c"] = "Talk to procurement",
                ["AWS_aWSNextStepHistory__c"] = "2026-11-02T09:00:00Z Talk to procurement\n2026-11-01T09:00:00Z Call \"Ana\"",
                ["AWS_aWSSalesRepName__c"] = "Ana Silva",
                ["AWS_aWSSalesRepEmail__c"] = "ana@example.com",
                ["AWS_aWSAccountOwnerName__c"] = "Bo Berg",
                ["AWS_aWSAccountOwnerEmail__c"] = "bo@example.com",
                ["AWS_aWSPartnerSuccessManagerName__c"] = "Cy Chan",
                ["AWS_aWSPartnerSuccessManagerEmail__c"] = "cy@example.com",
                ["AWS_partnerDeveloperManager__c"] = "Di Diaz",
                ["AWS_partnerDeveloperManagerEmail__c"] = "di@example.com",
                ["AWS_aWSISVSuccessManagerName__c"] = "Ed Eder",
                ["AWS_aWSISVSuccessManagerEmail__c"] = "ed@example.com",
                // The partner's own.
                ["StageName"] = "Qualification",
                ["CloseDate"] = "2097-03-15",
                ["AWS_nextStep__c"] = "Call",
                ["AWS_closedLostReason__c"] = null,
            },
            await Fields(id));

        var sent = _rig.Aws(id)["LastModifiedDate"]!.ToString();
        Edit(id, """{"LifeCycle":{"NextSteps":"Sign","NextStepsHistory":[{"Time":"2026-11-03T09:00:00Z","Value":"Sign"}]}}""");
        await _rig.Deliver();
        var after = await Fields(id);
        Assert.Equal(("Sign", "2026-11-03T09:00:00Z Sign", "Call"), (after["AWS_aWSNextStep__c"], after["AWS_aWSNextStepHistory__c"], after["AWS_nextStep__c"]));
        Assert.Equal(sent, _rig.Aws(id)["LastModifiedDate"]!.ToString());
        Assert.DoesNotContain("UpdateOpportunity", _rig.Http.Operations);
    }

    void Edit(string id, string summary) => _rig.Simulator.Control.Do("edit-summary", new JsonObject { ["id"] = id, ["summary"] = JsonNode.Parse(summary) });

    async Task<Dictionary<string, string?>> Fields(string id)
    {
        var fields = new Dictionary<string, string?>();
        foreach (var name in (string[])["AWS_aWSStage__c", "AWS_aWSCloseDate__c", "AWS_aWSClosedLostReason__c", "AWS_aWSNextStep__c", "AWS_aWSNextStepHistory__c",
            "AWS_aWSSalesRepName__c", "AWS_aWSSalesRepEmail__c", "AWS_aWSAccountOwnerName__c", "AWS_aWSAccountOwnerEmail__c",
            "AWS_aWSPartnerSuccessManagerName__c", "AWS_aWSPartnerSuccessManagerEmail__c", "AWS_partnerDeveloperManager__c", "AWS_partnerDeveloperManagerEmail__c",
            "AWS_aWSISVSuccessManagerName__c", "AWS_aWSISVSuccessManagerEmail__c", "StageName", "CloseDate", "AWS_nextStep__c", "AWS_closedLostReason__c"])
            fields[name] = await _rig.Field(id, name) is { } json ? JsonSerializer.Deserialize<string?>(json) : null;
        return fields;
    }
}
