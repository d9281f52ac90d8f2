using System.Text.Json.Nodes;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>A deal of the CRM reaches AWS whole: created, associated, submitted, each once.</summary>
[Trait("Row", "A2")]
[Trait("Row", "A11")]
public sealed class SubmissionTests
{
    const string Solutions = "AWS_solutionOffered__c";

    static CancellationToken None => TestContext.Current.CancellationToken;

    static SyncRig Rig(SubmitMapping? submit = null)
    {
        var mapping = SyncRig.BuiltIn();
        var rig = new SyncRig(mapping with { Opportunity = mapping.Opportunity! with { Submit = submit ?? new SubmitMapping("Co-Sell", "Full") } });
        rig.Simulator.Control.Do("settings", new JsonObject { ["taskSeconds"] = 0 });
        foreach (var id in new[] { "S-1234567", "S-7654321" })
            rig.Simulator.Control.Do("add-solution", new JsonObject { ["id"] = id, ["name"] = id });
        return rig;
    }

    // All that AWS wants of a submission.
    static Task<string> Deal(SyncRig rig, string solutions = "S-1234567") => rig.NewInCrm($$"""
        {"Name":"From the CRM","StageName":"Qualification","AWS_nextStep__c":"Call","AWS_useCase__c":"AI Machine Learning and Analytics","AWS_deliveryModel__c":"SaaS or PaaS","AWS_solutionOffered__c":"{{solutions}}",
         "AWS_state__c":"Washington","AWS_city__c":"Seattle","AWS_opportunityType__c":"Net New Business","AWS_doesOppBelongToNatSec__c":"No","AWS_salesActivities__c":"Initialized discussions with customer",
         "AWS_partnerPrimaryNeedFromAws__c":"Co-Sell - Architectural Validation"}
        """);

    static async Task Rounds(SyncRig rig, int count = 3)
    {
        for (var i = 0; i < count; i++)
        {
            await rig.Tick();
            await rig.Deliver();
        }
    }

    static List<string> Writes(SyncRig rig) => [.. rig.Http.Operations.Where(o => !o.StartsWith("Get", StringComparison.Ordinal) && !o.StartsWith("List", StringComparison.Ordinal))];

    static string Status(SyncRig rig, string id) => rig.Aws(id)["LifeCycle"]!["ReviewStatus"]!.GetValue<string>();

    [Fact]
    public async Task A_complete_deal_is_created_associated_and_submitted()
    {
        using var rig = Rig();
        await Deal(rig, "S-1234567;S-7654321");
        await Rounds(rig);

        Assert.Equal(["CreateOpportunity", "AssociateOpportunity", "AssociateOpportunity", "StartEngagementFromOpportunityTask"], Writes(rig));
        Assert.Equal("Submitted", Status(rig, "O1000001"));
        Assert.Equal(["S-1234567", "S-7654321"], rig.Aws("O1000001")["RelatedEntityIdentifiers"]!["Solutions"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.Equal("\"Submitted\"", await rig.Field("O1000001", "AWS_status__c"));
        Assert.Empty((await rig.Store.ListWork("AWS", 10, None)).Where(w => w.Key.Kind != WorkKind.Schedule));
        Assert.Contains(await rig.Log("O1000001"), d => d.Issues.Any(i => i.Code == IssueCodes.Submission && i.Rule.StartsWith("AWS has taken", StringComparison.Ordinal)));
    }
}
