using System.Text.Json.Nodes;
using LambdaSync.Cli.Demo;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Crm;

/// <summary>AWS names a CRM record that the integration user may not see: no second one is created.</summary>
[Trait("Row", "F-4")]
public sealed class HiddenRecordTests : IDisposable
{
    readonly SalesforceRig _rig = new();

    static CancellationToken None => TestContext.Current.CancellationToken;

    public void Dispose() => _rig.Dispose();

    [Fact]
    public async Task A_hidden_record_that_AWS_names_is_waited_for_and_linked_when_it_is_shown()
    {
        var crmId = Unshared();
        _rig.Do("hide-row", new JsonObject { ["id"] = crmId });
        var awsId = AtAws(crmId);
        await _rig.Rounds();
        await _rig.Sweep(TimeSpan.FromDays(1));
        await _rig.Rounds();

        Assert.Single(_rig.Records("Opportunity"));
        var issue = Assert.Single((await Log(awsId))[0].Issues);
        Assert.Equal((IssueCodes.CrmRecordAbsent, crmId), (issue.Code, issue.Value));
        Assert.Contains($"Opportunity {crmId}", issue.Rule, StringComparison.Ordinal);
        Assert.Contains("View All on Opportunity", issue.Fix, StringComparison.Ordinal);
        Assert.True((await _rig.Store.GetWork(WorkKey.Opportunity("AWS", awsId), None))!.Parked);

        _rig.Do("show-row", new JsonObject { ["id"] = crmId });
        await Refresh(awsId);
        Assert.Equal(awsId, Assert.Single(_rig.Records("Opportunity"))["APN_CRM_Unique_Identifier__c"]!.GetValue<string>());
    }

    [Fact]
    public async Task A_record_of_another_organization_is_replaced_by_the_one_that_a_person_names()
    {
        var awsId = AtAws("006Sm0000000zzzAAA");
        await _rig.Rounds();
        Assert.Empty(_rig.Records("Opportunity"));

        var crmId = Unshared();
        _rig.Do("edit", new JsonObject { ["id"] = crmId, ["fields"] = new JsonObject { ["APN_CRM_Unique_Identifier__c"] = awsId } });
        await _rig.Rounds();
        Assert.Equal((crmId, "Seattle"), (Assert.Single(_rig.Records("Opportunity"))["Id"]!.GetValue<string>(), _rig.Records("Opportunity")[0]["AWS_city__c"]?.GetValue<string>()));
        Assert.Equal(awsId, (await _rig.Store.FindByCrmId("AWS", "Opportunity", crmId, None))!.Id);
    }

    [Theory]
    [InlineData("ACME-1001")]
    [InlineData("001Sm0000000001EAA")]
    [InlineData(null)]
    public async Task An_identifier_that_is_no_record_of_the_object_hides_none(string? identifier)
    {
        AtAws(identifier);
        await _rig.Rounds();
        Assert.Single(_rig.Records("Opportunity"));
    }

    string Unshared()
    {
        var draft = Deal.Draft(DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime));
        draft["Sync_with_AWS__c"] = false;
        return _rig.Do("create", new JsonObject { ["object"] = "Opportunity", ["fields"] = draft })["id"]!.GetValue<string>();
    }

    string AtAws(string? crmId)
    {
        var body = JsonNode.Parse("""
            {"OpportunityType":"Net New Business","Origin":"Partner Referral","NationalSecurity":"No","PrimaryNeedsFromAws":[],
             "Customer":{"Account":{"CompanyName":"Maple Street Bank","Industry":"Financial Services","WebsiteUrl":"https://maplestreetbank.example.com","Address":{"City":"Seattle","CountryCode":"US","PostalCode":"98101","StateOrRegion":"Washington"}}},
             "Project":{"Title":"A colleague's deal","CustomerBusinessProblem":"The bank wants to find card fraud sooner than it does today."},
             "LifeCycle":{"Stage":"Qualified","NextSteps":"Call","TargetCloseDate":"2030-01-31"}}
            """)!.AsObject();
        body["PartnerOpportunityIdentifier"] = crmId;
        return _rig.PartnerCentral.Control.Do("create-opportunity", new JsonObject { ["body"] = body, ["reviewStatus"] = "Pending Submission" })["id"]!.GetValue<string>();
    }

    async Task Refresh(string awsId)
    {
        _rig.People.Begin(DemoPeople.Opportunity, awsId);
        await _rig.People.Command("refresh");
        await _rig.Rounds();
    }

    async Task<IReadOnlyList<JobDetail>> Log(string awsId) => await _rig.Store.ListDetailsOf(awsId, 10, None);
}
