using System.Text.Json.Nodes;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>ListOpportunities: filters, order, pages, and that it may lag (operation text of ListOpportunities).</summary>
[Trait("Row", "A15")]
[Trait("Row", "A16")]
public sealed class ListingTests : IDisposable
{
    readonly Aws _aws = new();

    // Sorted by LastModifiedDate ascending, filtered by AfterLastModifiedDate: both ends are included, so nothing is missed at the seam.
    [Fact]
    public async Task By_date_ascending_in_pages_the_ends_included()
    {
        var ids = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            ids.Add(await _aws.Opportunity());
            _aws.Advance(TimeSpan.FromMinutes(1));
        }

        var from = (await _aws.Get(ids[1]))["LastModifiedDate"]!.GetValue<string>();
        var first = await List(new JsonObject { ["MaxResults"] = 3, ["LastModifiedDate"] = new JsonObject { ["AfterLastModifiedDate"] = from }, ["Sort"] = Ascending() });
        Assert.Equal(ids[1..4], Ids(first));
        var second = await List(new JsonObject { ["MaxResults"] = 3, ["LastModifiedDate"] = new JsonObject { ["AfterLastModifiedDate"] = from }, ["Sort"] = Ascending(), ["NextToken"] = first["NextToken"]!.DeepClone() });
        Assert.Equal(ids[4..], Ids(second));
    }

    [Fact]
    public async Task By_stage_review_status_company_and_identifier()
    {
        var (draft, submitted) = (await _aws.Opportunity("Prospect"), await _aws.Submitted());
        Assert.Equal([draft], Ids(await List(new JsonObject { ["LifeCycleStage"] = new JsonArray("Prospect") })));
        Assert.Equal([submitted], Ids(await List(new JsonObject { ["LifeCycleReviewStatus"] = new JsonArray("Submitted") })));
        Assert.Equal([submitted], Ids(await List(new JsonObject { ["Identifier"] = new JsonArray(submitted) })));
        Assert.Equal(2, Ids(await List(new JsonObject { ["CustomerCompanyName"] = new JsonArray("Example Ltd") })).Count);
        Assert.Empty(Ids(await List(new JsonObject { ["CustomerCompanyName"] = new JsonArray("Another") })));
        Assert.Equal([("LifeCycleStage[0]", "INVALID_ENUM_VALUE")], (await _aws.Refused("ListOpportunities", new JsonObject { ["LifeCycleStage"] = new JsonArray("Lost") })).Errors);
    }

    [Fact]
    public async Task It_may_know_of_a_change_later_than_the_record_itself()
    {
        _aws.Control("settings", new JsonObject { ["listDelaySeconds"] = 30 });
        var id = await _aws.Opportunity();
        Assert.Empty(Ids(await List([])));
        await _aws.Get(id);
        _aws.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal([id], Ids(await List([])));

        // A change shows later; until then the list has the record as it was.
        var changed = await _aws.Unchanged(id);
        changed["LifeCycle"]!["Stage"] = "Technical Validation";
        await _aws.Do("UpdateOpportunity", changed);
        Assert.Equal([id], Ids(await List(new JsonObject { ["LifeCycleStage"] = new JsonArray("Qualified") })));
        Assert.Empty(Ids(await List(new JsonObject { ["LifeCycleStage"] = new JsonArray("Technical Validation") })));
        _aws.Advance(TimeSpan.FromSeconds(30));
        Assert.Empty(Ids(await List(new JsonObject { ["LifeCycleStage"] = new JsonArray("Qualified") })));
        Assert.Equal([id], Ids(await List(new JsonObject { ["LifeCycleStage"] = new JsonArray("Technical Validation") })));
    }

    [Fact]
    public async Task It_may_know_of_one_record_later_than_of_another()
    {
        _aws.Control("settings", new JsonObject { ["listDelaySeconds"] = 30, ["listDelayEvery"] = 2 });
        string[] ids = [await _aws.Opportunity(), await _aws.Opportunity()];
        var odd = Assert.Single(Ids(await List([])));
        Assert.Equal('1', odd[^1]);
        _aws.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(ids.Order(), Ids(await List([])).Order());
    }

    // Shape ListOpportunitiesRequest: by the dates of creation and of closing; shape OpportunitySort: by each of its keys.
    [Fact]
    public async Task By_dates_of_creation_and_closing_and_sorted_by_each_key()
    {
        var first = await _aws.Opportunity(more: Named("Beta Ltd", "2026-06-30"));
        _aws.Advance(TimeSpan.FromMinutes(1));
        var second = await _aws.Opportunity(more: Named("Alpha Ltd", "2026-12-31"));
        Assert.Equal([second], Ids(await List(new JsonObject { ["CreatedDate"] = new JsonObject { ["AfterCreatedDate"] = "2026-03-02T09:00:30Z" } })));
        Assert.Equal([first], Ids(await List(new JsonObject { ["TargetCloseDate"] = new JsonObject { ["BeforeTargetCloseDate"] = "2026-06-30" } })));
        foreach (var (key, ids) in new[] { ("Identifier", (string[])[first, second]), ("CreatedDate", [first, second]), ("TargetCloseDate", [first, second]), ("CustomerCompanyName", [second, first]) })
        {
            Assert.Equal(ids, Ids(await List(new JsonObject { ["Sort"] = new JsonObject { ["SortBy"] = key, ["SortOrder"] = "ASCENDING" } })));
            Assert.Equal(ids.Reverse(), Ids(await List(new JsonObject { ["Sort"] = new JsonObject { ["SortBy"] = key, ["SortOrder"] = "DESCENDING" } })));
        }

        static JsonObject Named(string company, string closes)
        {
            var body = Aws.Body();
            body["Customer"]!["Account"]!["CompanyName"] = company;
            body["LifeCycle"]!["TargetCloseDate"] = closes;
            return body;
        }
    }

    // "Default: 20" (API_ListOpportunities, API_ListSolutions).
    [Fact]
    public async Task A_page_has_twenty_unless_it_is_asked_for_another_number()
    {
        _aws.Control("seed", new JsonObject { ["opportunities"] = 45 });
        Assert.Equal(20, Ids(await List([])).Count);
        Assert.Equal(45, Ids(await List(new JsonObject { ["MaxResults"] = 100 })).Count);
        for (var i = 10; i < 40; i++)
            _aws.Control("add-solution", new JsonObject { ["id"] = $"S-{i}", ["name"] = "Solution" });
        var solutions = await _aws.Do("ListSolutions", []);
        Assert.Equal((20, true), (solutions["SolutionSummaries"]!.AsArray().Count, solutions.ContainsKey("NextToken")));
    }

    // Shapes OpportunitySummary, AccountSummary and AddressSummary: no street, and no account of a customer who is not known.
    [Fact]
    public async Task A_summary_has_no_street_and_no_unknown_account()
    {
        var body = Aws.Body();
        body["Customer"]!["Account"]!["Address"]!["StreetAddress"] = "1 Main Street";
        await _aws.Opportunity(more: body);
        _aws.Advance(TimeSpan.FromMinutes(1));
        await _aws.Opportunity(more: new JsonObject { ["Customer"] = null });
        var summaries = (await List([]))["OpportunitySummaries"]!.AsArray();
        Assert.Equal("{}", summaries[0]!["Customer"]!.ToJsonString());
        Assert.Equal(["City", "PostalCode", "StateOrRegion", "CountryCode"], summaries[1]!["Customer"]!["Account"]!["Address"]!.AsObject().Select(m => m.Key));
        Assert.Equal("""[{"Amount":"1000","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS","EstimationUrl":null}]""", summaries[1]!["Project"]!["ExpectedCustomerSpend"]!.ToJsonString());
    }

    // DG testing: Sandbox and AWS are separate; nothing of one is found in the other.
    [Fact]
    [Trait("Row", "A13")]
    public async Task A_catalog_knows_nothing_of_the_other()
    {
        var id = await _aws.Opportunity(catalog: "Sandbox");
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetOpportunity", new JsonObject { ["Identifier"] = id })).Type);
        Assert.Empty(Ids(await List([])));
        Assert.Equal([id], Ids(await List(new JsonObject { ["Catalog"] = "Sandbox" })));
        Assert.Equal([("Catalog", "INVALID_VALUE")], (await _aws.Refused("GetOpportunity", new JsonObject { ["Catalog"] = "Other", ["Identifier"] = id })).Errors);
    }

    // Nothing says that AWS's own edits move the partner record's date (DG working-with-opportunity-updates: read them by GetAwsOpportunitySummary).
    [Fact]
    [Trait("Row", "A10")]
    public async Task AWSs_summary_changes_without_the_records_date()
    {
        var id = await _aws.Submitted();
        _aws.Control("approve", new JsonObject { ["id"] = id });
        var before = (await _aws.Get(id))["LastModifiedDate"]!.GetValue<string>();
        _aws.Events();

        _aws.Control("edit-summary", new JsonObject { ["id"] = id, ["silent"] = true, ["summary"] = new JsonObject { ["Insights"] = new JsonObject { ["EngagementScore"] = "High" } } });

        var summary = await _aws.Do("GetAwsOpportunitySummary", new JsonObject { ["RelatedOpportunityIdentifier"] = id });
        Assert.Equal("High", summary["Insights"]!["EngagementScore"]!.GetValue<string>());
        Assert.Equal(before, (await _aws.Get(id))["LastModifiedDate"]!.GetValue<string>());
        Assert.Empty(_aws.Events());
        var draft = await _aws.Opportunity();
        Assert.Equal("ResourceNotFoundException", (await _aws.Refused("GetAwsOpportunitySummary", new JsonObject { ["RelatedOpportunityIdentifier"] = draft })).Type);
    }

    public void Dispose() => _aws.Dispose();

    static JsonObject Ascending() => new() { ["SortBy"] = "LastModifiedDate", ["SortOrder"] = "ASCENDING" };

    static List<string> Ids(JsonObject page) => [.. page["OpportunitySummaries"]!.AsArray().Select(o => o!["Id"]!.GetValue<string>())];

    Task<JsonObject> List(JsonObject input) => _aws.Do("ListOpportunities", input);
}
