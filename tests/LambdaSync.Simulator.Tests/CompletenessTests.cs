using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>What a submission needs (operation text of CreateOpportunity: "must have complete details"; field sheet: which), and what every write needs.</summary>
[Trait("Row", "A11")]
public sealed class CompletenessTests : IDisposable
{
    readonly Aws _aws = new();

    // "All issues in a payload will be listed in one response" (release notes, RC 1).
    [Fact]
    public async Task A_submission_names_all_that_is_missing()
    {
        var id = await Bare();
        var missing = (await _aws.Refused("SubmitOpportunity", Submit(id))).Errors;
        Assert.Equal(
            [
                ("RelatedEntityIdentifiers", "INVALID_RESOURCE_STATE"),
                .. Required(
                    "Customer.Account.CompanyName", "Customer.Account.WebsiteUrl", "Customer.Account.Industry", "Customer.Account.Address.CountryCode", "Customer.Account.Address.PostalCode",
                    "Project.Title", "Project.CustomerBusinessProblem", "Project.CustomerUseCase", "Project.DeliveryModels", "Project.SalesActivities", "Project.ExpectedCustomerSpend",
                    "OpportunityType", "LifeCycle.TargetCloseDate", "PrimaryNeedsFromAws"),
            ],
            missing);

        var task = await _aws.Finish("StartEngagementFromOpportunityTask", new JsonObject { ["Identifier"] = id, ["AwsSubmission"] = new JsonObject { ["InvolvementType"] = "Co-Sell" } });
        Assert.Equal(("FAILED", "OpportunityValidationFailed"), (task["TaskStatus"]!.GetValue<string>(), task["ReasonCode"]!.GetValue<string>()));
        Assert.All(missing, e => Assert.Contains($"{e.Field}: {e.Code}", task["Message"]!.GetValue<string>(), StringComparison.Ordinal));
    }

    // Field sheet, columns "Conditionally Mandatory".
    [Theory]
    [InlineData("""{"Customer":{"Account":{"Industry":"Other"}}}""", "Customer.Account.OtherIndustry")]
    [InlineData("""{"Customer":{"Account":{"Address":{"StateOrRegion":null}}}}""", "Customer.Account.Address.StateOrRegion")]
    [InlineData("""{"Customer":{"Account":{"Address":{"CountryCode":"DE","PostalCode":null}}}}""", "Customer.Account.Address.PostalCode")]
    [InlineData("""{"OpportunityType":"Flat Renewal"}""", "Project.RelatedOpportunityIdentifier")]
    [InlineData("""{"Marketing":{"Source":"Marketing Activity"}}""", "Marketing.AwsFundingUsed")]
    [InlineData("""{"Customer":{"Account":{"Address":{"CountryCode":"DE","StateOrRegion":null}}}}""", null)]
    [InlineData("""{"Customer":{"Account":{"Address":{"CountryCode":"HK","PostalCode":null,"StateOrRegion":null}}}}""", null)]
    [InlineData("""{"NationalSecurity":"Yes","Customer":{"Account":{"Industry":"Government","WebsiteUrl":null,"Address":{"StateOrRegion":null}}}}""", null)]
    public async Task Some_members_are_needed_beside_others(string change, string? missing)
    {
        var body = Aws.Body();
        Merge(body, JsonNode.Parse(change)!.AsObject());
        var id = await _aws.Opportunity(more: body);
        await _aws.Associate(id);
        if (missing is null)
            await _aws.Do("SubmitOpportunity", Submit(id));
        else
            Assert.Equal([(missing, "REQUIRED_FIELD_MISSING")], (await _aws.Refused("SubmitOpportunity", Submit(id))).Errors);
    }

    [Fact]
    public async Task Money_is_more_than_nothing_and_support_is_named_for_co_selling_only()
    {
        var body = Aws.Body();
        body["Project"]!["ExpectedCustomerSpend"]![0]!["Amount"] = "0.00";
        body["PrimaryNeedsFromAws"] = new JsonArray();
        var id = await _aws.Opportunity(more: body);
        await _aws.Associate(id);
        Assert.Equal(
            [("project.expectedCustomerSpend.amount", "INVALID_VALUE"), ("PrimaryNeedsFromAws", "REQUIRED_FIELD_MISSING")],
            (await _aws.Refused("SubmitOpportunity", Submit(id))).Errors.OrderByDescending(e => e.Field, StringComparer.Ordinal));
        Assert.Equal([("project.expectedCustomerSpend.amount", "INVALID_VALUE")], (await _aws.Refused("SubmitOpportunity", Submit(id, "For Visibility Only"))).Errors);
    }

    // "Other" with its description: AWS's pages differ on whether it is enough, so it is a setting; it is not from Committed on.
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Other_is_a_solution_by_a_setting(bool suffices)
    {
        _aws.Control("settings", new JsonObject { ["otherSolutionSubmits"] = suffices });
        var body = Aws.Body();
        body["Project"]!["OtherSolutionDescription"] = "A consulting practice";
        var id = await _aws.Opportunity(more: body);
        await _aws.Associate(id, entity: "Other");
        Assert.Equal("Other", (await _aws.Get(id))["RelatedEntityIdentifiers"]!["Solutions"]![0]!.GetValue<string>());
        var committed = await _aws.Unchanged(id);
        committed["LifeCycle"]!["Stage"] = "Committed";
        Assert.Equal([("RelatedEntityIdentifiers", "INVALID_RESOURCE_STATE")], (await _aws.Refused("UpdateOpportunity", committed)).Errors);
        if (suffices)
            await _aws.Do("SubmitOpportunity", Submit(id));
        else
            Assert.Equal([("RelatedEntityIdentifiers", "INVALID_RESOURCE_STATE")], (await _aws.Refused("SubmitOpportunity", Submit(id))).Errors);
    }

    [Fact]
    public async Task Other_needs_its_description()
    {
        var id = await _aws.Opportunity();
        await _aws.Associate(id);
        await _aws.Associate(id, entity: "Other");
        Assert.Equal([("Project.OtherSolutionDescription", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("SubmitOpportunity", Submit(id))).Errors);
    }

    // Integrators report it since May 2026; the API reference has it optional. Acceptance row S-7.
    [Theory]
    [InlineData("Always", true, true)]
    [InlineData("Submission", false, true)]
    [InlineData("Optional", false, false)]
    public async Task A_marketing_source_is_required_by_a_setting(string setting, bool refusesUpdate, bool refusesSubmission)
    {
        _aws.Control("settings", new JsonObject { ["marketingSource"] = setting });
        var body = Aws.Body();
        body.Remove("Marketing");
        var id = _aws.Control("create-opportunity", new JsonObject { ["body"] = body })["id"]!.GetValue<string>();
        await _aws.Associate(id);
        if (refusesUpdate)
            Assert.Equal([("Marketing.Source", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("UpdateOpportunity", await _aws.Unchanged(id))).Errors);
        else
            await _aws.Do("UpdateOpportunity", await _aws.Unchanged(id));
        if (refusesSubmission)
            Assert.Equal([("Marketing.Source", "REQUIRED_FIELD_MISSING")], (await _aws.Refused("SubmitOpportunity", Submit(id))).Errors);
        else
            await _aws.Do("SubmitOpportunity", Submit(id));
    }

    // API_Marketing: the other members say more of a marketing activity.
    [Theory]
    [InlineData("""{"Source":"None","CampaignName":"A campaign"}""", "Marketing.CampaignName")]
    [InlineData("""{"Source":"None","AwsFundingUsed":"No"}""", "Marketing.AwsFundingUsed")]
    [InlineData("""{"Source":"Marketing Activity","AwsFundingUsed":"No","UseCases":["Analytics"]}""", "Marketing.UseCases")]
    public async Task Members_of_a_marketing_activity_need_one(string marketing, string field)
    {
        var body = Aws.Body();
        body["Marketing"] = JsonNode.Parse(marketing);
        body["ClientToken"] = _aws.NewToken();
        Assert.Equal([(field, "INVALID_VALUE")], (await _aws.Refused("CreateOpportunity", body)).Errors);
    }

    // Release notes, RC 1: texts that take predefined values only; slashes come with and without spaces.
    [Fact]
    public async Task Predefined_lists_are_kept_to()
    {
        var body = Aws.Body();
        body["Project"]!["CustomerUseCase"] = "Big Data";
        body["Project"]!["ApnPrograms"] = new JsonArray("Windows", "Doors");
        body["Marketing"] = new JsonObject { ["Source"] = "Marketing Activity", ["AwsFundingUsed"] = "Yes", ["UseCases"] = new JsonArray("AI/ML", "Fishing") };
        body["ClientToken"] = _aws.NewToken();
        Assert.Equal(
            [("Project.CustomerUseCase", "INVALID_ENUM_VALUE"), ("Project.ApnPrograms[1]", "INVALID_ENUM_VALUE"), ("Marketing.UseCases[1]", "INVALID_ENUM_VALUE")],
            (await _aws.Refused("CreateOpportunity", body)).Errors);

        foreach (var spelling in (string[])["Migration/Database Migration", "Migration / Database Migration"])
        {
            body["Project"]!["CustomerUseCase"] = spelling;
            body["Project"]!.AsObject().Remove("ApnPrograms");
            body["Marketing"] = new JsonObject { ["Source"] = "None" };
            body["ClientToken"] = _aws.NewToken();
            await _aws.Do("CreateOpportunity", body);
        }

        _aws.Control("settings", new JsonObject { ["predefinedLists"] = false });
        body["Project"]!["CustomerUseCase"] = "Big Data";
        body["ClientToken"] = _aws.NewToken();
        await _aws.Do("CreateOpportunity", body);
    }

    // Acceptance row S-12: states of the United States by AWS's full names; the region of another country is dropped, and nothing is said.
    [Theory]
    [InlineData("US", "Dist. of Columbia", true)]
    [InlineData("US", "DC", false)]
    [InlineData("US", "Bavaria", false)]
    public async Task A_state_has_AWSs_name(string country, string state, bool accepted)
    {
        var body = Aws.Body();
        (body["Customer"]!["Account"]!["Address"]!["CountryCode"], body["Customer"]!["Account"]!["Address"]!["StateOrRegion"]) = (country, state);
        body["ClientToken"] = _aws.NewToken();
        if (accepted)
            await _aws.Do("CreateOpportunity", body);
        else
            Assert.Equal([("Customer.Account.Address.StateOrRegion", "INVALID_ENUM_VALUE")], (await _aws.Refused("CreateOpportunity", body)).Errors);
    }

    [Fact]
    public async Task A_region_elsewhere_is_dropped()
    {
        var body = Aws.Body();
        (body["Customer"]!["Account"]!["Address"]!["CountryCode"], body["Customer"]!["Account"]!["Address"]!["StateOrRegion"]) = ("DE", "Bavaria");
        var address = (await _aws.Get(await _aws.Opportunity(more: body)))["Customer"]!["Account"]!["Address"]!.AsObject();
        Assert.Equal(("DE", false), (address["CountryCode"]!.GetValue<string>(), address.ContainsKey("StateOrRegion")));
    }

    // Both spellings of field names stand in one answer.
    [Fact]
    public async Task An_update_names_all_its_faults_at_once()
    {
        var body = Aws.Body("Closed Lost");
        body["Project"]!["CustomerUseCase"] = "Fishing";
        body["Project"]!["ExpectedCustomerSpend"] = new JsonArray(Aws.Spend("1", currency: "JPY"));
        body["LifeCycle"]!["TargetCloseDate"] = "2026-01-01";
        body["Marketing"] = new JsonObject();
        body["ClientToken"] = _aws.NewToken();
        Assert.Equal(
            [
                ("project.expectedCustomerSpend.currencyCode", "INVALID_VALUE"), ("Marketing.Source", "REQUIRED_FIELD_MISSING"), ("Project.CustomerUseCase", "INVALID_ENUM_VALUE"),
                ("LifeCycle.TargetCloseDate", "INVALID_VALUE"), ("LifeCycle.ClosedLostReason", "REQUIRED_FIELD_MISSING"),
            ],
            (await _aws.Refused("CreateOpportunity", body)).Errors);
    }

    public void Dispose() => _aws.Dispose();

    static JsonObject Submit(string id, string involvement = "Co-Sell") => new() { ["Identifier"] = id, ["InvolvementType"] = involvement };

    static IEnumerable<(string, string)> Required(params string[] fields) => fields.Select(f => (f, "REQUIRED_FIELD_MISSING"));

    static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (name, value) in from)
        {
            if (value is JsonObject inner && into[name] is JsonObject there)
                Merge(there, inner);
            else if (value is null)
                into.Remove(name);
            else
                into[name] = value.DeepClone();
        }
    }

    async Task<string> Bare() => (await _aws.Do(
        "CreateOpportunity",
        new JsonObject { ["ClientToken"] = _aws.NewToken(), ["LifeCycle"] = new JsonObject { ["Stage"] = "Qualified" }, ["Marketing"] = new JsonObject { ["Source"] = "None" } }))["Id"]!.GetValue<string>();
}
