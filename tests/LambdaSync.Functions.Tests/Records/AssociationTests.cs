using System.Text.Json.Nodes;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>Solutions, products and the owner of a deal follow the CRM, one call each.</summary>
[Trait("Row", "A5")]
[Trait("Row", "A6")]
public sealed class AssociationTests : IDisposable
{
    const string Id = "O1000001", Solutions = "AWS_solutionOffered__c";

    readonly DealRig _deal = new();

    SyncRig Rig => _deal.Rig;

    public void Dispose() => _deal.Dispose();

    [Fact]
    public async Task Products_of_AWS_are_associated_by_their_names()
    {
        await _deal.New("S-1234567", """{"AWS_awsProducts__c":"amazon ec2 linux;Lambda"}""");
        await _deal.Rounds();
        Assert.Equal(["AmazonEC2Linux", "AWSLambda"], Rig.Aws(Id)["RelatedEntityIdentifiers"]!["AwsProducts"]!.AsArray().Select(id => id!.GetValue<string>()));
        // What the seller wrote stays, and is no edit.
        Assert.Equal("\"amazon ec2 linux;Lambda\"", await Rig.Field(Id, "AWS_awsProducts__c"));
        Rig.Forget();
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
    }

    [Fact]
    [Trait("Row", "S-15")]
    public async Task A_solution_is_replaced_by_associating_the_new_one_first()
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        _deal.Approve(Id);
        await Rig.Deliver();
        Rig.Forget();
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-7654321"}""");
        await _deal.Rounds();
        Assert.Equal(["AssociateOpportunity", "DisassociateOpportunity"], _deal.Writes);
        Assert.Equal(["S-7654321"], _deal.Solutions(Id));

        // The new one can't be associated: the old one remains.
        Rig.Forget();
        Rig.Http.Refuses = operation => operation == "AssociateOpportunity" ? "ResourceNotFoundException" : null;
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-1234567"}""");
        await _deal.Rounds();
        Assert.DoesNotContain("DisassociateOpportunity", _deal.Writes);
        Assert.Equal(["S-7654321"], _deal.Solutions(Id));
        Assert.Equal("\"Failed\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
    }

    [Fact]
    [Trait("Row", "S-17")]
    public async Task A_solution_that_the_catalog_does_not_list_is_refused_by_its_name()
    {
        await _deal.New("S-1234567");
        await _deal.Rounds();
        _deal.Approve(Id);
        await Rig.Deliver();
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-1234567;S-9999999"}""");
        await _deal.Rounds();
        Assert.Equal(["S-1234567"], _deal.Solutions(Id));
        Assert.Equal("\"Failed\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
        var error = await Rig.Field(Id, "AWS_Last_Error__c");
        Assert.Contains("The catalog AWS does not list this solution", error, StringComparison.Ordinal);
        Assert.Contains(Solutions, error, StringComparison.Ordinal);
    }

    [Theory]
    [Trait("Row", "S-16")]
    [InlineData("Accepted")]
    [InlineData("Conflict")]
    [InlineData("DuplicateKey")]
    public async Task An_association_that_AWS_has_already_is_done(string answer)
    {
        await _deal.New("");
        await _deal.Rounds();
        Rig.Simulator.Control.Do("settings", new JsonObject { ["already"] = answer });
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-1234567"}""");
        // A colleague is first, and no event tells it.
        var refused = false;
        Rig.Http.Refuses = operation =>
        {
            if (operation == "AssociateOpportunity" && !refused)
            {
                refused = true;
                Rig.Answer("AssociateOpportunity", new JsonObject { ["Catalog"] = "AWS", ["OpportunityIdentifier"] = Id, ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = "S-1234567" });
            }

            return null;
        };
        await _deal.Rounds();
        Assert.Equal(["S-1234567"], _deal.Solutions(Id));
        Assert.Equal("Submitted", _deal.Status(Id));
    }

    [Fact]
    public async Task Associations_wait_while_AWS_reviews_and_the_owner_does_not()
    {
        Rig.Simulator.Control.Do("add-user", new JsonObject { ["email"] = "ana@example.com", ["firstName"] = "Ana", ["lastName"] = "Lima" });
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Rig.Forget();
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-1234567;S-7654321","AWS_primaryContactEmail__c":"Ana@Example.com"}""");
        await _deal.Rounds();
        Assert.Equal(["AssignOpportunity"], _deal.Writes);
        Assert.Equal(("ana@example.com", "PartnerAccountManager"), _deal.BodyOf("AssignOpportunity")["Assignee"] is { } assignee
            ? (assignee["Email"]!.GetValue<string>(), assignee["BusinessTitle"]!.GetValue<string>()) : default);
        Assert.Equal("\"Waiting for AWS\"", await Rig.Field(Id, "AWS_Sync_Status__c"));

        _deal.Approve(Id);
        await _deal.Rounds();
        Assert.Equal(["AssignOpportunity", "AssociateOpportunity"], _deal.Writes);
        Assert.Equal("\"Synced\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
    }

    // "At any stage", says a page of AWS's guide: a setting.
    [Fact]
    public async Task Associations_go_while_AWS_reviews_where_the_setting_says_so()
    {
        Rig.Simulator.Control.Do("settings", new JsonObject { ["associatesInReview"] = true });
        Rig.Restart(Rig.Settings with { AssociatesDuringReview = true });
        await _deal.New("S-1234567");
        await _deal.Rounds();
        Rig.Forget();
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"S-7654321"}""");
        await _deal.Rounds();
        Assert.Equal("Submitted", _deal.Status(Id));
        Assert.Equal(["AssociateOpportunity", "DisassociateOpportunity"], _deal.Writes);
        Assert.Equal(["S-7654321"], _deal.Solutions(Id));
        Assert.Equal("\"Synced\"", await Rig.Field(Id, "AWS_Sync_Status__c"));
    }

    [Fact]
    public async Task The_owner_of_a_new_deal_is_in_its_creation()
    {
        Rig.Simulator.Control.Do("add-user", new JsonObject { ["email"] = "ana@example.com", ["firstName"] = "Ana", ["lastName"] = "Lima" });
        await _deal.New("S-1234567", """{"AWS_primaryContactEmail__c":"Ana@Example.com"}""");
        await _deal.Rounds();
        Assert.Equal(["CreateOpportunity", "AssociateOpportunity", "StartEngagementFromOpportunityTask"], _deal.Writes);
        Assert.Contains(Rig.Aws(Id)["OpportunityTeam"]!.AsArray(), member => (string?)member!["BusinessTitle"] == "PartnerAccountManager" && (string?)member["Email"] == "ana@example.com");
        Assert.Equal(("\"Synced\"", "\"Ana@Example.com\""), (await Rig.Field(Id, "AWS_Sync_Status__c"), await Rig.Field(Id, "AWS_primaryContactEmail__c")));
    }

    // A type and a free text that AWS takes and this release does not know.
    [Theory]
    [InlineData("AwsMarketplaceBundles", "bundle-1")]
    [InlineData("Solutions", "Other")]
    public async Task A_command_associates_what_is_newer_than_this_release(string type, string entity)
    {
        Rig.Simulator.Control.Do("add-value", new JsonObject { ["shape"] = "RelatedEntityType", ["value"] = "AwsMarketplaceBundles" });
        await _deal.New("S-1234567", """{"AWS_useCase__c":null}""");
        await _deal.Rounds();
        Rig.Forget();
        await _deal.Request(Id, RequestVerbs.Associate, ("relatedEntityType", type), ("relatedEntityIdentifier", entity));
        await _deal.Rounds();
        var sent = _deal.BodyOf("AssociateOpportunity");
        Assert.Equal((type, entity), ((string?)sent["RelatedEntityType"], (string?)sent["RelatedEntityIdentifier"]));
    }

    // The answer is lost and AWS has not taken it; a colleague submits before the call would be repeated.
    [Theory]
    [InlineData("S-1234567;S-7654321", "AssociateOpportunity")]
    [InlineData("S-1234567", "DisassociateOpportunity")]
    public async Task An_association_in_doubt_is_not_repeated_while_AWS_reviews(string wanted, string operation)
    {
        await _deal.New(operation == "AssociateOpportunity" ? "S-1234567" : "S-1234567;S-7654321", """{"AWS_useCase__c":null}""");
        await _deal.Rounds();
        await Rig.Edit(Id, $$"""{"{{Solutions}}":"{{wanted}}"}""");
        Rig.Http.Refuses = name => name == operation ? throw new HttpRequestException("no line") : null;
        await Rig.Tick();
        Rig.Http.Refuses = _ => null;
        Rig.AwsEdits(Id, """{"Project":{"CustomerUseCase":"AI Machine Learning and Analytics"}}""");
        Rig.Answer("StartEngagementFromOpportunityTask", new JsonObject { ["Catalog"] = "AWS", ["ClientToken"] = "colleague", ["Identifier"] = Id, ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell" } });
        Assert.Equal("Submitted", _deal.Status(Id));
        Rig.Forget();
        Rig.Time.Ahead += TimeSpan.FromMinutes(30);
        await _deal.Rounds();
        Assert.Empty(_deal.Writes);
        Assert.Equal("\"Waiting for AWS\"", await Rig.Field(Id, "AWS_Sync_Status__c"));

        _deal.Approve(Id);
        await _deal.Rounds();
        Assert.Equal([operation], _deal.Writes);
    }

    // A call that timed out may arrive after its result was looked up; a colleague may want the same.
    [Fact]
    public async Task A_part_of_an_edit_that_AWS_has_already_leaves_the_rest_to_be_sent()
    {
        await _deal.New("S-1234567;S-7654321", """{"AWS_useCase__c":null}""");
        await _deal.Rounds();
        await Rig.Edit(Id, $$"""{"{{Solutions}}":null}""");
        Rig.Answer("DisassociateOpportunity", new JsonObject { ["Catalog"] = "AWS", ["OpportunityIdentifier"] = Id, ["RelatedEntityType"] = "Solutions", ["RelatedEntityIdentifier"] = "S-7654321" });
        Rig.Forget();
        await _deal.Rounds();
        Assert.Equal(["DisassociateOpportunity"], _deal.Writes);
        Assert.Empty(_deal.Solutions(Id));
        Assert.True(await Rig.Field(Id, Solutions) is null or "null");
    }
}
