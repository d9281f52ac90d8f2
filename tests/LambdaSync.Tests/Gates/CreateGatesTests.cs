using System.Text;
using LambdaSync.Gates;
using Xunit;

namespace LambdaSync.Tests.Gates;

public sealed class CreateGatesTests
{
    [Fact]
    [Trait("Row", "S-26")]
    public void What_was_lost_before_it_was_shared_is_skipped()
    {
        var issue = CreateGates.Skip(new Deal().With("LifeCycle.Stage", "\"Closed Lost\"").Facts);
        Assert.Equal((IssueCodes.GateClosedLost, Severity.Note, "StageName"), (issue?.Code, issue?.Severity, issue?.Field));
        Assert.Null(CreateGates.Skip(new Deal().Facts));
    }

    [Theory]
    [Trait("Row", "S-2")]
    [InlineData(null, 1)]
    [InlineData(" ", 1)]
    [InlineData("006A", 0)]
    public void A_creation_needs_the_partner_s_identifier(string? identifier, int issues)
    {
        var found = CreateGates.Of(new Deal().Facts, identifier);
        Assert.Equal(issues, found.Count);
        Assert.All(found, issue => Assert.Contains("needs PartnerOpportunityIdentifier", issue.Rule, StringComparison.Ordinal));
    }

    [Fact]
    public void A_creation_needs_a_date_to_come() => Assert.Equal(IssueCodes.GateCloseDate, Assert.Single(CreateGates.Of(new Deal().With("LifeCycle.TargetCloseDate", "\"2026-11-30\"").Facts, "006A")).Code);

    const string Listed = """{ "Id": "O2", "Customer": { "Account": { "CompanyName": "EXAMPLE mills" } }, "LifeCycle": { "Stage": "Qualified" } """;

    [Theory]
    [Trait("Row", "A22")]
    [InlineData(Listed + "}", DuplicateMatch.Customer)]
    [InlineData(Listed + """, "Project": { "Title": "Predictive Maintenance" } }""", DuplicateMatch.CustomerAndTitle)]
    [InlineData(Listed + """, "Project": { "Title": "Data lake" } }""", null)]
    [InlineData(Listed + """, "PartnerOpportunityIdentifier": "006A" }""", DuplicateMatch.Identifier)]
    [InlineData(Listed + """, "PartnerOpportunityIdentifier": "006B" }""", null)]
    [InlineData("""{ "Id": "O2", "Customer": { "Account": { "CompanyName": "Example Mills" } }, "LifeCycle": { "Stage": "Closed Lost" } }""", null)]
    [InlineData("""{ "Id": "O2", "Origin": "AWS Referral", "Customer": { "Account": { "CompanyName": "Example Mills" } } }""", null)]
    [InlineData("""{ "Id": "O2", "Customer": { "Account": { "CompanyName": "Other Mills" } } }""", null)]
    [InlineData("""{ "Id": "O2" }""", null)]
    public void A_duplicate_is_found(string listed, DuplicateMatch? match)
    {
        var found = DuplicateGuard.Find(new Deal().With("Id", null).Document, "006A", [Encoding.UTF8.GetBytes("""{ "Id": "O3" }"""), Encoding.UTF8.GetBytes(listed)]);
        Assert.Equal(match, found?.Match);
        Assert.True(found is null or { AwsId: "O2", Issue.Code: IssueCodes.GateDuplicate });
    }

    [Fact]
    public void The_surest_duplicate_comes_first() => Assert.Equal("O9", DuplicateGuard.Find(
        new Deal().With("Id", null).Document, "006A",
        [Encoding.UTF8.GetBytes(Listed + "}"), Encoding.UTF8.GetBytes("""{ "Id": "O9", "PartnerOpportunityIdentifier": "006A" }""")])?.AwsId);

    /// <summary>The same customer elsewhere holds nothing and is pointed out.</summary>
    [Fact]
    [Trait("Row", "A22")]
    public void What_else_AWS_has_of_the_customer_is_named()
    {
        var deal = new Deal().With("Id", null).Document;
        static byte[] Opportunity(string id, string company, string stage) => Encoding.UTF8.GetBytes($$"""{ "Id": "{{id}}", "PartnerOpportunityIdentifier": "006Z", "Customer": { "Account": { "CompanyName": "{{company}}" } }, "LifeCycle": { "Stage": "{{stage}}" } }""");
        static byte[] Invitation(string id, string status, string company) => Encoding.UTF8.GetBytes($$$"""{ "invitation": { "Id": "{{{id}}}", "Status": "{{{status}}}" }, "opportunity": { "Customer": { "Account": { "CompanyName": "{{{company}}}" } } } }""");

        var others = DuplicateGuard.Others(
            deal, [Opportunity("O2", "EXAMPLE mills", "Qualified"), Opportunity("O3", "Example Mills", "Closed Lost"), Opportunity("O4", "Example Mills", "Launched"), Opportunity("O5", "Other Mills", "Qualified")],
            [("engi-1", Invitation("engi-1", "PENDING", "Example Mills")), ("engi-2", Invitation("engi-2", "REJECTED", "Example Mills")), ("engi-3", Invitation("engi-3", "PENDING", "Accept To View"))]);

        Assert.Equal((IssueCodes.GateDuplicate, Severity.Note, "AWS has of the same customer too: O2, engi-1."), others is null ? default : (others.Code, others.Severity, others.Rule));
        Assert.Null(DuplicateGuard.Others(deal, [Opportunity("O5", "Other Mills", "Qualified")], []));
        Assert.Null(DuplicateGuard.Others(new Deal().With("Id", null).With("Customer.Account.CompanyName", null).Document, [Opportunity("O6", "Example Mills", "Qualified")], []));
    }
}
