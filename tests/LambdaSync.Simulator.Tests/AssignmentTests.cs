using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>AssignOpportunity (its operation text; API_AssigneeContact).</summary>
[Trait("Row", "A6")]
public sealed class AssignmentTests : IDisposable
{
    readonly Aws _aws = new();

    // "Use the value PartnerAccountManager to update details of the opportunity owner"; names come from the user's profile, and the e-mail is in lower case.
    [Fact]
    public async Task PartnerAccountManager_changes_the_owner_by_the_profile()
    {
        _aws.Control("add-user", new JsonObject { ["email"] = "Sam@Example.com", ["firstName"] = "Samuel", ["lastName"] = "Example-Smith" });
        _aws.Control("add-user", new JsonObject { ["email"] = "ann@example.com", ["firstName"] = "Ann", ["lastName"] = "Other" });
        var id = await _aws.Opportunity();
        Assert.Equal([("Assignee.Email", "INVALID_STRING_FORMAT")], (await _aws.Refused("AssignOpportunity", Assign(id, "Sam@example.com"))).Errors);
        await _aws.Do("AssignOpportunity", Assign(id, "sam@example.com"));
        Assert.Equal(
            """[{"Email":"sam@example.com","FirstName":"Samuel","LastName":"Example-Smith","BusinessTitle":"PartnerAccountManager"}]""",
            (await _aws.Get(id))["OpportunityTeam"]!.ToJsonString());

        await _aws.Do("AssignOpportunity", Assign(id, "ann@example.com"));
        Assert.Equal(["ann@example.com"], await Team(id));
    }

    [Fact]
    public async Task Another_title_leaves_the_owner()
    {
        _aws.Control("add-user", new JsonObject { ["email"] = "sam@example.com", ["firstName"] = "Sam", ["lastName"] = "Example" });
        _aws.Control("add-user", new JsonObject { ["email"] = "ann@example.com", ["firstName"] = "Ann", ["lastName"] = "Other" });
        var id = await _aws.Opportunity();
        await _aws.Do("AssignOpportunity", Assign(id, "ann@example.com", "Sales engineer"));
        await _aws.Do("AssignOpportunity", Assign(id, "sam@example.com"));
        Assert.Equal(["sam@example.com", "ann@example.com"], await Team(id));
    }

    // "Ensure that the email address is associated with a registered user in your Partner Central account."
    [Fact]
    public async Task Who_is_no_user_gets_nothing()
    {
        var id = await _aws.Opportunity();
        Assert.Equal([("Assignee.Email", "INVALID_VALUE")], (await _aws.Refused("AssignOpportunity", Assign(id, "sam@example.com"))).Errors);
        Assert.Empty(await Team(id));
    }

    // The CRM connector's guide: an AWS referral only once it is accepted. A partner's own at any time, while AWS reviews it too.
    [Fact]
    public async Task An_AWS_referral_is_assigned_once_it_is_accepted()
    {
        _aws.Control("add-user", new JsonObject { ["email"] = "sam@example.com", ["firstName"] = "Sam", ["lastName"] = "Example" });
        var pending = _aws.Control("create-opportunity", new JsonObject { ["body"] = Aws.Body(), ["origin"] = "AWS Referral", ["reviewStatus"] = "Pending Submission" })["id"]!.GetValue<string>();
        Assert.Equal([("LifeCycle.ReviewStatus", "INVALID_RESOURCE_STATE")], (await _aws.Refused("AssignOpportunity", Assign(pending, "sam@example.com"))).Errors);

        var task = await _aws.Finish("StartEngagementByAcceptingInvitationTask", new JsonObject { ["Identifier"] = _aws.Invite() });
        await _aws.Do("AssignOpportunity", Assign(task["OpportunityId"]!.GetValue<string>(), "sam@example.com"));
        await _aws.Do("AssignOpportunity", Assign(await _aws.Submitted(), "sam@example.com"));
    }

    public void Dispose() => _aws.Dispose();

    static JsonObject Assign(string id, string email, string title = "PartnerAccountManager") => new()
    {
        ["Identifier"] = id,
        ["Assignee"] = new JsonObject { ["Email"] = email, ["FirstName"] = "Typed", ["LastName"] = "Name", ["BusinessTitle"] = title },
    };

    async Task<IEnumerable<string>> Team(string id) => (await _aws.Get(id))["OpportunityTeam"]!.AsArray().Select(m => m!["Email"]!.GetValue<string>());
}
