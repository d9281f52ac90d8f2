using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Control;

/// <summary>Records to begin with, always the same: opportunities in every stage and review status, three solutions.</summary>
static class Seed
{
    static readonly string[] Stages = ["Prospect", "Qualified", "Technical Validation", "Business Validation"];
    static readonly string[] Reviews = [ReviewRules.PendingSubmission, ReviewRules.Submitted, ReviewRules.Approved, ReviewRules.ActionRequired];
    static readonly string[] Statuses = ["Active", "Active", "Inactive"];

    // {"catalog": "AWS", "opportunities": 25}
    public static JsonObject Plant(World world, JsonObject input)
    {
        var catalog = Inputs.CatalogOf(world, input);
        for (var i = 1; i <= Statuses.Length; i++)
        {
            var id = string.Create(CultureInfo.InvariantCulture, $"S-{i:D7}");
            catalog.Solutions[id] = new Solution(id, $"Example solution {i}", Statuses[i - 1], "Software Product", world.Clock.Now);
        }

        for (var i = 0; i < (input["opportunities"]?.GetValue<int>() ?? 25); i++)
        {
            var added = Opportunity(world, i);
            catalog.Opportunities.Add(added.Id, added);
            Operations.OpportunityOperations.Remember(world, catalog, added, added.Created);
        }

        return new JsonObject { ["opportunities"] = catalog.Opportunities.Count };
    }

    static Opportunity Opportunity(World world, int i)
    {
        // Spread over the days before, so that lists by date have something to sort.
        var created = world.Clock.Now - TimeSpan.FromHours(24 * (i % 30)) - TimeSpan.FromMinutes(i);
        var closes = DateOnly.FromDateTime(world.Clock.Now.UtcDateTime).AddDays(30 + i).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        var opportunity = new Opportunity(world.Ids.Opportunity(), created)
        {
            ReviewStatus = Reviews[i % Reviews.Length],
            Body = new JsonObject
            {
                ["Customer"] = new JsonObject
                {
                    ["Account"] = new JsonObject
                    {
                        ["CompanyName"] = $"Customer {i + 1} Ltd",
                        ["Industry"] = "Manufacturing",
                        ["WebsiteUrl"] = $"https://customer{i + 1}.example.com",
                        ["Address"] = new JsonObject { ["CountryCode"] = "US", ["PostalCode"] = "98101", ["City"] = "Seattle", ["StateOrRegion"] = "Washington" },
                    },
                },
                ["Project"] = Project(i),
                ["LifeCycle"] = new JsonObject { ["Stage"] = Stages[(i / Reviews.Length) % Stages.Length], ["TargetCloseDate"] = closes },
                ["OpportunityType"] = "Net New Business",
                ["NationalSecurity"] = "No",
                ["PrimaryNeedsFromAws"] = new JsonArray("Co-Sell - Deal Support"),
                ["Marketing"] = new JsonObject { ["Source"] = "None" },
            },
        };
        opportunity.Related["Solutions"] = ["S-0000001"];
        if (opportunity.ReviewStatus != ReviewRules.PendingSubmission)
        {
            (opportunity.InvolvementType, opportunity.Visibility) = ("Co-Sell", "Full");
            opportunity.Summary = new JsonObject { ["LifeCycle"] = new JsonObject { ["Stage"] = opportunity.Stage, ["TargetCloseDate"] = closes } };
        }

        return opportunity;
    }

    static JsonObject Project(int i) => new()
    {
        ["Title"] = $"Project {i + 1}",
        ["CustomerBusinessProblem"] = "The customer wants to move a workload that has grown too large.",
        ["CustomerUseCase"] = "Migration / Database Migration",
        ["DeliveryModels"] = new JsonArray("SaaS or PaaS"),
        ["SalesActivities"] = new JsonArray("Initialized discussions with customer"),
        ["ExpectedCustomerSpend"] = new JsonArray(new JsonObject
        {
            ["Amount"] = string.Create(CultureInfo.InvariantCulture, $"{1000 + (i * 100)}.00"),
            ["CurrencyCode"] = "USD",
            ["Frequency"] = "Monthly",
            ["TargetCompany"] = "AWS",
        }),
    };
}
