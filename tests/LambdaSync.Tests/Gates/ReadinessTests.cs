using LambdaSync.Gates;
using Xunit;

namespace LambdaSync.Tests.Gates;

/// <summary>What AWS would refuse, then what lowers the quality, the most effective first.</summary>
[Trait("Row", "A26")]
public sealed class ReadinessTests
{
    static Deal Best() => new Deal()
        .With("Project.SalesActivities", """["Initialized discussions with customer", "Conducted POC / Demo"]""")
        .With("Customer.Contacts", """[{ "FirstName": "A", "LastName": "B", "Email": "a.b@example.com" }]""")
        .With("Customer.Account.AwsAccountId", "\"111122223333\"")
        .With("Project.ExpectedCustomerSpend", """[{ "Amount": "12500.00", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS", "EstimationUrl": "https://calculator.aws/#/estimate?id=0123456789abcdef0123456789abcdef01234567" }]""");

    [Fact]
    public void Nothing_is_left_to_do_of_a_good_one() => Assert.Empty(Of(Best()));

    [Fact]
    [Trait("Row", "S-24")]
    public void All_faults_are_listed_before_it_is_shared()
    {
        var deal = Best().With("Id", null).With("LifeCycle.ReviewStatus", null)
            .With("Project.CustomerBusinessProblem", "\"TBD tbd TBD\"").With("LifeCycle.NextSteps", "\"Call the customer\"")
            .With("OpportunityTeam", """[{ "Email": "seller@Example.com" }]""").With("Project.Title", $"\"{new string('x', 256)}\"")
            .With("Project.ExpectedCustomerSpend", """[{ "Amount": "0", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS" }]""");
        Assert.Equal(
            [(IssueCodes.TooShort, Severity.Error, "Description"), (IssueCodes.TooLong, Severity.Error, "Name"), (IssueCodes.GateSpend, Severity.Warning, "Amount"),
             (IssueCodes.Quality, Severity.Warning, "NextStep"), (IssueCodes.Quality, Severity.Warning, "Account.Website"), (IssueCodes.Quality, Severity.Warning, "Project.ExpectedCustomerSpend[0].EstimationUrl")],
            Of(deal).Select(i => (i.Code, i.Severity, i.Field!)));
        Assert.Equal(6, Readiness.Count(deal.Document, Deal.Mapping, Deal.Today));
    }

    [Theory]
    [InlineData("Project.CustomerBusinessProblem", "\"tbd, tbd, tbd, tbd, tbd, tbd\"", "Description")]
    [InlineData("Project.CustomerBusinessProblem", "\"Two lines stop every week\"", "Description")]
    [InlineData("LifeCycle.NextSteps", null, "NextStep")]
    [InlineData("LifeCycle.NextSteps", "\"TBD\"", "NextStep")]
    [InlineData("Project.SalesActivities", "[\"Conducted POC / Demo\"]", "Activities__c")]
    [InlineData("Customer.Contacts", null, "Customer.Contacts[0].Email")]
    [InlineData("Customer.Account.AwsAccountId", null, "Customer.Account.AwsAccountId")]
    [InlineData("RelatedEntityIdentifiers.AwsProducts", null, "related:AwsProducts[]")]
    [InlineData("Project.Title", "\"example MILLS\"", "Name")]
    public void What_makes_it_weak_is_advice(string path, string? json, string field) =>
        Assert.Equal((IssueCodes.Quality, field), Of(Best().With(path, json)) is [var issue] ? (issue.Code, issue.Field!) : default);

    [Theory]
    [InlineData("2026-12-10 workshop")]
    [InlineData("Workshop on 10.12.")]
    [InlineData("Workshop 12/10")]
    [InlineData("Workshop on 10 December")]
    [InlineData("Workshop on Dec 10")]
    [InlineData("Contract in Q1")]
    [InlineData("Go-live in week 7")]
    public void A_next_step_may_name_its_date_in_any_way(string text) => Assert.Empty(Of(Best().With("LifeCycle.NextSteps", $"\"{text}\"")));

    [Fact]
    public void What_AWS_recommends_comes_before_what_LambdaSync_does()
    {
        var deal = Best().With("LifeCycle.Stage", "\"Prospect\"").With("RelatedEntityIdentifiers.AwsProducts", null)
            .Aws("""{ "Insights": { "Recommendations": [{ "Type": "Content", "Details": "Describe the workload" }], "NextBestActions": "Call the account manager", "OpportunityQuality": { "Score": 41 } } }""");
        Assert.Equal(
            ["StageName", "aws:Insights.Recommendations[]", "aws:Insights.NextBestActions", "related:AwsProducts[]"], Of(deal).Select(i => i.Field!));
        Assert.Equal("AWS recommends: Describe the workload.", Of(deal)[1].Rule);
    }

    [Theory]
    [InlineData("Submitted", 0)]
    [InlineData("In review", 0)]
    [InlineData("Rejected", 0)]
    [InlineData("Action Required", 2)]
    [InlineData("Approved", 1)]
    public void What_can_be_done_depends_on_the_review(string status, int count)
    {
        var deal = Best().With("LifeCycle.ReviewStatus", $"\"{status}\"").With("RelatedEntityIdentifiers", null);
        Assert.Equal(count, Readiness.Count(deal.Document, Deal.Mapping, Deal.Today));
        Assert.Equal(count == 0, Of(deal) is [{ Severity: Severity.Note }]);
    }

    [Fact]
    public void A_referral_is_not_submitted_and_a_lost_deal_is_left_alone()
    {
        Assert.Empty(Of(Best().With("Origin", "\"AWS Referral\"").With("LifeCycle.ReviewStatus", null).With("Marketing", null)));
        Assert.Equal(Severity.Note, Assert.Single(Of(Best().With("LifeCycle.Stage", "\"Closed Lost\""))).Severity);
    }

    static IReadOnlyList<Issue> Of(Deal deal) => Readiness.Of(deal.Document, Deal.Mapping, Deal.Today);
}
