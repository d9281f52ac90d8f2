using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Another partner's opportunity: it is answered like AWS's, waits for the sender's review, and lacks what is the sender's own.</summary>
[Trait("Row", "A20")]
public sealed class PartnerReferralTests : IDisposable
{
    const string Accept = "StartEngagementByAcceptingInvitationTask", Opportunity = "O1000001", Status = "AWS_Sync_Status__c";

    readonly DealRig _deal = new();

    (string? Close, string? Revenue) _shown;

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    [Fact]
    public async Task It_stays_locked_until_the_senders_is_approved_and_is_approved_with_it()
    {
        var crmId = await Accepted("Submitted");
        Assert.Equal(crmId, await Rig.CrmId(Opportunity));
        Assert.Equal(("\"Submitted\"", "true"), (await Rig.Field(Opportunity, "AWS_Review_Status__c"), await Rig.Field(Opportunity, "AWS_Locked__c")));
        Rig.Forget();
        await Rig.Edit(Opportunity, """{"AWS_nextStep__c":"Call the sender","AWS_IsOppFromMarketingActivity__c":"None"}""");
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        Assert.Equal("\"Call the sender\"", await Rig.Field(Opportunity, "AWS_nextStep__c"));

        _deal.Approve(Opportunity);
        await _deal.Rounds(4);
        Assert.Equal(("\"Approved\"", "false"), (await Rig.Field(Opportunity, "AWS_Review_Status__c"), await Rig.Field(Opportunity, "AWS_Locked__c")));
        Assert.Equal(["UpdateOpportunity"], _deal.Writes);
        Assert.Equal("Call the sender", Rig.Aws(Opportunity)["LifeCycle"]!["NextSteps"]!.GetValue<string>());
        Assert.Equal(1, await Rig.Count());
    }

    // AWS does not copy the close date and the spend, which the invitation has shown: the CRM keeps them, and AWS gets them.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_invitation_showed_stays_in_the_CRM_and_is_sent(bool hasSpendWithoutAmount)
    {
        const string NoAmount = """
            "Project":{"ExpectedCustomerSpend":[{"CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}],
            """;
        Rig.Http.Changes = body => hasSpendWithoutAmount && body.Contains("\"LifeCycle\"", StringComparison.Ordinal) ? body.Replace("\"Project\":{", NoAmount, StringComparison.Ordinal) : body;
        await Accepted("Approved");
        var log = (await Rig.Log(Opportunity)).SelectMany(d => d.Issues).ToList();
        var missing = Assert.Single(log, i => i.Code == IssueCodes.InvitationNotCopied).Value!;
        Assert.All(
            ["Project.CustomerUseCase", "Project.DeliveryModels", "RelatedEntityIdentifiers.Solutions", "PrimaryNeedsFromAws", "LifeCycle.TargetCloseDate", "Project.ExpectedCustomerSpend", "Marketing.Source"],
            path => Assert.Contains(path, missing, StringComparison.Ordinal));
        Assert.Equal(_shown, (await Rig.Field(Opportunity, "CloseDate"), await Rig.Field(Opportunity, "AWS_expectedMonthlyAwsRevenue__c")));

        Rig.Http.Changes = body => body;
        await Rig.Edit(Opportunity, """
            {"AWS_useCase__c":"AI Machine Learning and Analytics","AWS_deliveryModel__c":"SaaS or PaaS","AWS_partnerPrimaryNeedFromAws__c":"Co-Sell - Architectural Validation","AWS_IsOppFromMarketingActivity__c":"None"}
            """);
        await _deal.Rounds(4);
        var aws = Rig.Aws(Opportunity);
        Assert.Equal(_shown.Close, $"\"{aws["LifeCycle"]!["TargetCloseDate"]}\"");
        Assert.Equal("1000", aws["Project"]!["ExpectedCustomerSpend"]![0]!["Amount"]!.GetValue<string>());
        Assert.Equal("None", aws["Marketing"]!["Source"]!.GetValue<string>());
        Assert.Equal(_shown, (await Rig.Field(Opportunity, "CloseDate"), await Rig.Field(Opportunity, "AWS_expectedMonthlyAwsRevenue__c")));
        Assert.Equal("\"Synced\"", await Rig.Field(Opportunity, Status));
    }

    async Task<string> Accepted(string reviewStatus)
    {
        var id = Rig.Simulator.Control.Do("invite", Invitation(reviewStatus))["id"]!.GetValue<string>();
        await Rig.Deliver();
        Assert.Equal("\"Invited\"", await Rig.Field(id, Status));
        _shown = (await Rig.Field(id, "CloseDate"), await Rig.Field(id, "AWS_expectedMonthlyAwsRevenue__c"));
        Assert.NotNull(_shown.Close);
        var crmId = await Rig.CrmId(id);
        await Rig.Edit(id, """{"AWS_partnerAcceptanceStatus__c":"Accepted"}""");
        await _deal.Rounds(4);
        Assert.Equal(Accept, _deal.Writes[0]);
        return crmId;
    }

    static JsonObject Invitation(string reviewStatus) => new() { ["company"] = "Globex", ["title"] = "Data lake", ["from"] = "222222222222", ["reviewStatus"] = reviewStatus };
}
