using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>Which field may change in which review status: the lists of DG working-with-opportunity-updates, a row a field.</summary>
[Trait("Row", "A2")]
public sealed class FieldsByStatusTests : IDisposable
{
    readonly Aws _aws = new();

    // "AWS opens select fields for updates": the fourteen of the page (the spend's five are one list); of the others some that are near them.
    [Theory]
    [InlineData("Customer.Account.Address.City", "Tacoma", true)]
    [InlineData("Customer.Account.Address.CountryCode", "CA", true)]
    [InlineData("Customer.Account.Address.PostalCode", "98402", true)]
    [InlineData("Customer.Account.Address.StateOrRegion", "Oregon", true)]
    [InlineData("Customer.Account.Address.StreetAddress", "1 Main Street", true)]
    [InlineData("Customer.Account.WebsiteUrl", "https://other.example.com", true)]
    [InlineData("LifeCycle.TargetCloseDate", "2027-01-31", true)]
    [InlineData("Project.ExpectedCustomerSpend[0].Amount", "2", true)]
    [InlineData("Project.ExpectedCustomerSpend[0].CurrencyCode", "EUR", true)]
    [InlineData("Project.ExpectedCustomerSpend[0].EstimationUrl", "https://calculator.aws/#/estimate?id=0123456789abcdef0123456789abcdef", true)]
    [InlineData("Project.ExpectedCustomerSpend[0].TargetCompany", "Somebody", true)]
    [InlineData("Project.CustomerBusinessProblem", "Another problem that takes some words.", true)]
    [InlineData("PartnerOpportunityIdentifier", "006B", true)]
    [InlineData("Customer.Account.CompanyName", "Another Ltd", false)]
    [InlineData("Customer.Account.Industry", "Mining", false)]
    [InlineData("Customer.Contacts[0].Email", "other@example.com", false)]
    [InlineData("LifeCycle.Stage", "Business Validation", false)]
    [InlineData("LifeCycle.NextSteps", "Call", false)]
    [InlineData("Project.Title", "Another title", false)]
    [InlineData("Project.CustomerUseCase", "Database", false)]
    [InlineData("OpportunityType", "Expansion", false)]
    public Task Where_action_is_required(string field, string value, bool open) => Change("require-action", field, value, open);

    // "After the review process the following fields cannot be updated"; "for all other fields, updates can be made".
    [Theory]
    [InlineData("Customer.Account.Address.CountryCode", "CA", false)]
    [InlineData("Customer.Account.Address.PostalCode", "98402", false)]
    [InlineData("Customer.Account.Industry", "Mining", false)]
    [InlineData("Customer.Account.WebsiteUrl", "https://other.example.com", false)]
    [InlineData("Project.CustomerBusinessProblem", "Another problem that takes some words.", false)]
    [InlineData("PartnerOpportunityIdentifier", "006B", false)]
    [InlineData("Project.Title", "Another title", false)]
    [InlineData("Customer.Account.Address.City", "Tacoma", true)]
    [InlineData("Customer.Account.CompanyName", "Another Ltd", true)]
    [InlineData("Customer.Contacts[0].Email", "other@example.com", true)]
    [InlineData("LifeCycle.Stage", "Business Validation", true)]
    [InlineData("LifeCycle.TargetCloseDate", "2027-01-31", true)]
    [InlineData("LifeCycle.NextSteps", "Call", true)]
    [InlineData("Project.ExpectedCustomerSpend[0].Amount", "2", true)]
    [InlineData("Project.CustomerUseCase", "Database", true)]
    [InlineData("OpportunityType", "Expansion", true)]
    public Task After_approval(string field, string value, bool open) => Change("approve", field, value, open);

    // Text of LifeCycle.ReviewStatus: "Rejected: disqualified (read-only)"; Pending Submission is editable.
    [Fact]
    public async Task A_rejected_one_is_read_only()
    {
        var draft = await Whole();
        await _aws.Do("UpdateOpportunity", With(await _aws.Unchanged(draft), "Project.Title", "Another title"));
        var id = await Reviewed("reject");
        Assert.Equal([("LifeCycle.ReviewStatus", "ACTION_NOT_PERMITTED")], (await _aws.Refused("UpdateOpportunity", await _aws.Unchanged(id))).Errors);
    }

    // DG testing-sandbox: GetOpportunity's members that an update does not take; left in, they set nothing. What AWS writes into LifeCycle is read-only.
    [Fact]
    public async Task What_AWS_writes_is_not_set_by_sending_it_back()
    {
        var id = await Reviewed("require-action", "Call first");
        var whole = await _aws.Get(id);
        whole["Identifier"] = id;
        whole["LifeCycle"]!["ReviewComments"] = "Mine";
        whole["LifeCycle"]!["NextStepsHistory"]!.AsArray().Add(new JsonObject { ["Time"] = "2026-01-01T00:00:00Z", ["Value"] = "Mine" });
        whole["RelatedEntityIdentifiers"]!["Solutions"]!.AsArray().Clear();
        await _aws.Do("UpdateOpportunity", whole);
        var now = await _aws.Get(id);
        Assert.Equal("S-0000001", now["RelatedEntityIdentifiers"]!["Solutions"]![0]!.GetValue<string>());
        Assert.Equal(["Call first"], now["LifeCycle"]!["NextStepsHistory"]!.AsArray().Select(s => s!["Value"]!.GetValue<string>()));
        Assert.NotEqual("Mine", now["LifeCycle"]!["ReviewComments"]?.GetValue<string>());
    }

    // Shape NextStepsHistory: each new next step with its time, the newest first; the same one again is none.
    [Fact]
    [Trait("Row", "A10")]
    public async Task Next_steps_have_a_history()
    {
        var id = await Whole("First");
        foreach (var steps in (string[])["First", "Second", "Second"])
        {
            _aws.Advance(TimeSpan.FromMinutes(1));
            await _aws.Do("UpdateOpportunity", With(await _aws.Unchanged(id), "LifeCycle.NextSteps", steps));
        }

        var history = (await _aws.Get(id))["LifeCycle"]!["NextStepsHistory"]!.AsArray();
        Assert.Equal([("2026-03-02T09:02:00.000Z", "Second"), ("2026-03-02T09:00:00.000Z", "First")], history.Select(s => (s!["Time"]!.GetValue<string>(), s["Value"]!.GetValue<string>())));
    }

    // Two changes at one time have two dates: who read the first is told of the second.
    [Fact]
    [Trait("Row", "A18")]
    public async Task Two_changes_never_have_one_date()
    {
        var id = await Whole();
        var first = await _aws.Unchanged(id);
        await _aws.Do("UpdateOpportunity", first);
        Assert.Equal("ConflictException", (await _aws.Refused("UpdateOpportunity", first)).Type);
        await _aws.Do("UpdateOpportunity", await _aws.Unchanged(id));
    }

    public void Dispose() => _aws.Dispose();

    async Task Change(string verb, string field, string value, bool open)
    {
        var id = await Reviewed(verb);
        var body = With(await _aws.Unchanged(id), field, value);
        if (open)
            await _aws.Do("UpdateOpportunity", body);
        else
            Assert.Equal("ACTION_NOT_PERMITTED", (await _aws.Refused("UpdateOpportunity", body)).Errors.Single().Code);
    }

    async Task<string> Reviewed(string verb, string? nextSteps = null)
    {
        var id = await Whole(nextSteps);
        await _aws.Associate(id);
        await _aws.Do("SubmitOpportunity", new JsonObject { ["Identifier"] = id, ["InvolvementType"] = "Co-Sell" });
        _aws.Control(verb, new JsonObject { ["id"] = id });
        return id;
    }

    Task<string> Whole(string? nextSteps = null)
    {
        var body = Aws.Body();
        body["PartnerOpportunityIdentifier"] = "006A";
        body["OpportunityType"] = "Net New Business";
        body["LifeCycle"]!["NextSteps"] = nextSteps;
        body["Customer"]!["Account"]!["Address"]!["StreetAddress"] = "2 Main Street";
        body["Customer"]!["Contacts"] = new JsonArray(new JsonObject { ["Email"] = "buyer@example.com" });
        body["Project"]!["ExpectedCustomerSpend"] = new JsonArray(new JsonObject { ["Amount"] = "1", ["CurrencyCode"] = "USD", ["Frequency"] = "Monthly", ["TargetCompany"] = "AWS" });
        return _aws.Opportunity(more: body);
    }

    // "Project.ExpectedCustomerSpend[0].Amount"
    static JsonObject With(JsonObject body, string field, string value)
    {
        JsonNode at = body;
        var steps = field.Replace("[0]", ".0", StringComparison.Ordinal).Split('.');
        foreach (var step in steps[..^1])
            at = (step == "0" ? at[0] : at[step])!;
        at[steps[^1]] = value;
        return body;
    }
}
