using LambdaSync.Commands;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Xunit;

namespace LambdaSync.Tests.Commands;

[Trait("Row", "E2")]
public sealed class CommandRequestsTests
{
    const string Offer = "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/Offer/offer-1", Set = "arn:aws:aws-marketplace:us-east-1:123456789012:AWSMarketplace/OfferSet/offerset-1";

    [Fact]
    public void Each_verb_of_the_engine_has_a_command() => Assert.Subset(CommandVerbs.All.ToHashSet(), RequestVerbs.All.ToHashSet());

    [Theory]
    [InlineData(Offer, "AwsMarketplaceOffers")]
    [InlineData(Set, "AwsMarketplaceOfferSets")]
    public void An_offer_is_an_association_by_its_ARN(string arn, string type)
    {
        var request = Read(Command("link-offer", ("offer", arn)))!;

        Assert.Equal(("associate", type, arn, "anna", "cmd-1"), (request.Verb, request["relatedEntityType"], request["relatedEntityIdentifier"], request.By, request.Job));
        Assert.Null(request["offer"]);
    }

    [Fact]
    public void An_assignment_changes_the_owner_unless_it_says_otherwise()
    {
        Assert.Equal("PartnerAccountManager", Read(Command("assign", ("email", "a@b.c"), ("firstName", "A"), ("lastName", "B")))!["businessTitle"]);
        Assert.Equal("PartnerSalesRep", Read(Command("assign", ("email", "a@b.c"), ("firstName", "A"), ("lastName", "B"), ("businessTitle", "PartnerSalesRep")))!["businessTitle"]);
    }

    [Fact]
    public void Refresh_and_run_are_reasons_of_their_own()
    {
        Assert.Equal(Reason.Refresh, CommandRequests.ReasonOf(Command("refresh"), "anna", "cmd-1"));
        Assert.Equal(Reason.Timer, CommandRequests.ReasonOf(Command("run"), "anna", "cmd-1"));
    }

    [Fact]
    public void The_same_request_that_waits_is_found()
    {
        var waiting = CommandRequests.ReasonOf(Command("submit", ("visibility", "Full")), "anna", "cmd-1");

        Assert.Equal("cmd-1", CommandRequests.JobOfSame(CommandRequests.ReasonOf(Command("submit", ("visibility", "Full")), "bert", "cmd-2"), [Reason.Crm, waiting]));
        Assert.Null(CommandRequests.JobOfSame(CommandRequests.ReasonOf(Command("submit", ("visibility", "Limited")), "bert", "cmd-2"), [waiting]));
        // The same command delivered again has its own request among the reasons.
        Assert.Null(CommandRequests.JobOfSame(waiting, [waiting]));
        Assert.Null(CommandRequests.JobOfSame(Reason.Refresh, [waiting, Reason.Refresh]));
    }

    [Fact]
    public void One_click_goes_before_a_bulk_command()
    {
        Assert.Equal(Lane.Person, CommandRequests.LaneOf(Command("submit")));
        Assert.Equal(Lane.Edit, CommandRequests.LaneOf(Command("submit") with { Ids = [.. Enumerable.Range(0, 100).Select(i => $"O{i}")] }));
    }

    static RecordRequest? Read(CommandDocument command) => RecordRequest.Read(CommandRequests.ReasonOf(command, "anna", "cmd-1"));

    static CommandDocument Command(string verb, params (string Name, string Value)[] arguments) => new(verb, ["O1"], arguments.ToDictionary(a => a.Name, a => a.Value));
}
