using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>The review life cycle and what an update may change in each status: DG working-with-opportunity-updates.</summary>
[Trait("Row", "A2")]
[Trait("Row", "A9")]
public sealed class ReviewTests : IDisposable
{
    readonly Aws _aws = new();

    // "You can't update an opportunity while it is submitted or in review."
    [Theory]
    [InlineData(null)]
    [InlineData("review")]
    public async Task While_AWS_has_it_it_is_not_updated(string? verb)
    {
        var draft = await _aws.Opportunity();
        await _aws.Do("UpdateOpportunity", await _aws.Unchanged(draft));

        var id = await _aws.Submitted();
        if (verb is not null)
            _aws.Control(verb, new JsonObject { ["id"] = id });
        var refused = await _aws.Refused("UpdateOpportunity", await _aws.Unchanged(id));
        Assert.Equal(("ValidationException", "BUSINESS_VALIDATION_FAILED"), (refused.Type, refused.Reason));
        Assert.Equal([("LifeCycle.ReviewStatus", "ACTION_NOT_PERMITTED")], refused.Errors);
    }

    // Action Required opens the address, the web site, the close date, the spend, the business problem and the partner's own id.
    [Fact]
    public async Task Where_action_is_required_only_the_open_fields_change()
    {
        var id = await _aws.Submitted();
        _aws.Control("require-action", new JsonObject { ["id"] = id, ["comment"] = "Which city?" });
        Assert.Equal("Which city?", (await _aws.Get(id))["LifeCycle"]!["ReviewComments"]!.GetValue<string>());

        var closed = await _aws.Unchanged(id);
        closed["Project"]!["Title"] = "Another title";
        Assert.Equal([("Project.Title", "ACTION_NOT_PERMITTED")], (await _aws.Refused("UpdateOpportunity", closed)).Errors);

        var open = await _aws.Unchanged(id);
        open["Customer"]!["Account"]!["Address"]!["City"] = "Tacoma";
        open["LifeCycle"]!["TargetCloseDate"] = "2027-01-31";
        await _aws.Do("UpdateOpportunity", open);
        // Text of LifeCycle.ReviewStatus: after the update it goes back into review.
        Assert.Equal("Submitted", (await _aws.Get(id))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
    }

    // DG working-with-opportunity-updates: fourteen paths.
    [Theory]
    [InlineData("Customer/Account/Address/City", "\"Tacoma\"", true)]
    [InlineData("Customer/Account/Address/PostalCode", "\"98402\"", true)]
    [InlineData("Customer/Account/Address/StateOrRegion", "\"Oregon\"", true)]
    [InlineData("Customer/Account/Address/StreetAddress", "\"1 Main Street\"", true)]
    [InlineData("Customer/Account/Address/CountryCode", "\"CA\"", true)]
    [InlineData("Customer/Account/WebsiteUrl", "\"https://other.example.com\"", true)]
    [InlineData("LifeCycle/TargetCloseDate", "\"2027-01-31\"", true)]
    [InlineData("Project/ExpectedCustomerSpend/0/Amount", "\"5.00\"", true)]
    [InlineData("Project/ExpectedCustomerSpend/0/CurrencyCode", "\"EUR\"", true)]
    [InlineData("Project/CustomerBusinessProblem", "\"Another problem that takes some words.\"", true)]
    [InlineData("PartnerOpportunityIdentifier", "\"006B\"", true)]
    [InlineData("Customer/Account/CompanyName", "\"Another\"", false)]
    [InlineData("Customer/Account/Industry", "\"Gaming\"", false)]
    [InlineData("Project/DeliveryModels/0", "\"Resell\"", false)]
    [InlineData("LifeCycle/Stage", "\"Committed\"", false)]
    [InlineData("LifeCycle/NextSteps", "\"Call\"", false)]
    [InlineData("Marketing/Source", "\"Marketing Activity\"", false)]
    public async Task Fourteen_paths_are_open_where_action_is_required(string path, string value, bool open)
    {
        var id = await _aws.Submitted();
        _aws.Control("require-action", new JsonObject { ["id"] = id });
        var body = await _aws.Unchanged(id);
        var steps = path.Split('/');
        var parent = steps[..^1].Aggregate((JsonNode)body, (node, step) => node is JsonArray list ? list[int.Parse(step, System.Globalization.CultureInfo.InvariantCulture)]! : node[step]!);
        if (parent is JsonArray array)
            array[0] = JsonNode.Parse(value);
        else
            parent[steps[^1]] = JsonNode.Parse(value);
        if (open)
            await _aws.Do("UpdateOpportunity", body);
        else
            Assert.Contains((await _aws.Refused("UpdateOpportunity", body)).Errors, e => e.Code == "ACTION_NOT_PERMITTED" && path.Replace('/', '.').StartsWith(e.Field, StringComparison.Ordinal));
        Assert.Equal(open ? "Submitted" : "Action Required", (await _aws.Get(id))["LifeCycle"]!["ReviewStatus"]!.GetValue<string>());
    }

    // The re-entry is the update's alone: there is no task, and a start of one fails.
    [Fact]
    public async Task An_update_alone_goes_back_into_review()
    {
        var id = await _aws.Submitted();
        _aws.Control("require-action", new JsonObject { ["id"] = id });
        var body = await _aws.Unchanged(id);
        body["Customer"]!["Account"]!["Address"]!["City"] = "Tacoma";
        await _aws.Do("UpdateOpportunity", body);
        Assert.Empty((await _aws.Do("ListEngagementFromOpportunityTasks", []))["TaskSummaries"]!.AsArray());
        Assert.Equal([("LifeCycle.ReviewStatus", "INVALID_RESOURCE_STATE")], (await _aws.Refused("SubmitOpportunity", new JsonObject { ["Identifier"] = id, ["InvolvementType"] = "Co-Sell" })).Errors);
    }

    // Approval closes country, postal code, industry, web site, business problem, the partner's id and the title.
    [Fact]
    public async Task After_approval_the_closed_fields_stay()
    {
        var id = await _aws.Submitted();
        _aws.Control("approve", new JsonObject { ["id"] = id });

        var open = await _aws.Unchanged(id);
        open["Customer"]!["Account"]!["Address"]!["City"] = "Tacoma";
        open["LifeCycle"]!["NextSteps"] = "Call";
        await _aws.Do("UpdateOpportunity", open);
        Assert.Equal("Call", (await _aws.Get(id))["LifeCycle"]!["NextStepsHistory"]![0]!["Value"]!.GetValue<string>());

        var closed = await _aws.Unchanged(id);
        closed["Customer"]!["Account"]!["Address"]!["PostalCode"] = "98402";
        Assert.Equal([("Customer.Account.Address.PostalCode", "ACTION_NOT_PERMITTED")], (await _aws.Refused("UpdateOpportunity", closed)).Errors);
    }

    // Operation text of UpdateOpportunity: it replaces the record, what is left out becomes null; LastModifiedDate has to be the one last read.
    [Fact]
    public async Task An_update_replaces_the_whole_record_and_needs_its_latest_date()
    {
        var id = await _aws.Opportunity(more: new JsonObject { ["PartnerOpportunityIdentifier"] = "006A", ["Later"] = new JsonObject { ["Unknown"] = 1 } });
        Assert.Equal(1, (await _aws.Get(id))["Later"]!["Unknown"]!.GetValue<int>());
        var first = await _aws.Unchanged(id);
        var second = first.DeepClone().AsObject();
        first.Remove("PartnerOpportunityIdentifier");

        await _aws.Do("UpdateOpportunity", first);

        var now = await _aws.Get(id);
        Assert.False(now.ContainsKey("PartnerOpportunityIdentifier"));
        Assert.Equal("ConflictException", (await _aws.Refused("UpdateOpportunity", second)).Type);
        Assert.Equal(["Opportunity Created", "Opportunity Updated"], _aws.Events().Select(e => e.Type));
    }

    public void Dispose() => _aws.Dispose();
}
