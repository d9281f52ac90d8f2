using System.Text;
using LambdaSync.Fields;
using Xunit;

namespace LambdaSync.Tests.Fields;

[Trait("Row", "C2")]
public sealed class RequestCheckTests
{
    const string Spend = """{"Amount":"100.00","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}""";

    /// <summary>An opportunity to which neither AWS's model nor its field sheet objects.</summary>
    const string Good = """
        {"Catalog":"AWS","ClientToken":"t","Identifier":"O1","LastModifiedDate":"2026-01-02T03:04:05.678Z","PartnerOpportunityIdentifier":"006",
        "NationalSecurity":"No","OpportunityType":"Net New Business","PrimaryNeedsFromAws":["Co-Sell - Deal Support"],
        "Customer":{"Account":{"CompanyName":"Example","Industry":"Education","WebsiteUrl":"example.com",
          "Address":{"CountryCode":"US","PostalCode":"98101","StateOrRegion":"Washington"}},
          "Contacts":[{"Email":"a@example.com","Phone":"+12065550100"}]},
        "LifeCycle":{"Stage":"Qualified","TargetCloseDate":"2026-12-31"},"Marketing":{"Source":"None"},
        "Project":{"Title":"T","CustomerBusinessProblem":"A problem of some length.","CustomerUseCase":"AI Machine Learning and Analytics",
          "DeliveryModels":["SaaS or PaaS"],"SalesActivities":["Customer has shown interest in solution"],
          "ExpectedCustomerSpend":[{"Amount":"100.00","CurrencyCode":"USD","Frequency":"Monthly","TargetCompany":"AWS"}]}}
        """;

    static IReadOnlyList<Issue> Check(string operation, string json) => RequestCheck.Check(operation, Encoding.UTF8.GetBytes(json));

    static IEnumerable<string> Errors(string operation, string json) =>
        Check(operation, json).Where(issue => issue.Severity == Severity.Error).Select(issue => $"{issue.Field} {issue.Code}");

    static string Update(string members) => $$"""{"Catalog":"AWS","Identifier":"O1","LastModifiedDate":"2026-01-02T03:04:05Z",{{members}}}""";

    [Theory]
    [InlineData("CreateOpportunity")]
    [InlineData("UpdateOpportunity")]
    public void A_good_opportunity_has_no_issue(string operation) => Assert.Empty(Check(operation, Good));

    [Theory]
    [InlineData("\"Customer\":{\"Account\":{}}", "Customer.Account.CompanyName field-required")]
    [InlineData("\"Customer\":{\"Account\":{\"CompanyName\":null}}", "Customer.Account.CompanyName field-required")]
    [InlineData("\"Customer\":{\"Account\":{\"CompanyName\":7}}", "Customer.Account.CompanyName field-wrong-type")]
    [InlineData("\"Customer\":{\"Contacts\":[{},{\"Email\":\"A@Example.com\"}]}", "Customer.Contacts[1].Email field-pattern")]
    [InlineData("\"Customer\":{\"Contacts\":{}}", "Customer.Contacts field-wrong-type")]
    [InlineData("\"Customer\":\"Example\"", "Customer field-wrong-type")]
    [InlineData("\"Customer\":{\"Contacts\":[\"a@example.com\"]}", "Customer.Contacts[0] field-wrong-type")]
    [InlineData("\"Project\":{\"CustomerBusinessProblem\":\"too short\"}", "Project.CustomerBusinessProblem field-too-short")]
    [InlineData("\"Project\":{\"DeliveryModels\":\"SaaS or PaaS\"}", "Project.DeliveryModels field-wrong-type")]
    [InlineData("\"Project\":{\"DeliveryModels\":[[]]}", "Project.DeliveryModels[0] field-wrong-type")]
    [InlineData("\"Project\":{\"ExpectedCustomerSpend\":[{\"Amount\":\"1,5\",\"CurrencyCode\":\"USD\",\"Frequency\":\"Monthly\",\"TargetCompany\":\"AWS\"}]}",
        "Project.ExpectedCustomerSpend[0].Amount field-pattern")]
    [InlineData("\"Project\":{\"ExpectedCustomerSpend\":[{\"CurrencyCode\":\"USD\",\"Frequency\":\"Monthly\",\"TargetCompany\":\"AWS\"},{\"CurrencyCode\":\"USD\",\"TargetCompany\":\"AWS\"}]}",
        "Project.ExpectedCustomerSpend[1].Frequency field-required")]
    [InlineData("\"LifeCycle\":{\"TargetCloseDate\":\"31.12.2026\"}", "LifeCycle.TargetCloseDate field-pattern")]
    [InlineData("\"LifeCycle\":{\"NextSteps\":\"accept to view\"}", "LifeCycle.NextSteps field-masked")]
    [InlineData("\"Newer\":{\"List\":[1,\"Accept To View\"]}", "Newer.List[1] field-masked")]
    [InlineData("\"LifeCycle\":{\"Stage\":\"Closed Lost\"}", "LifeCycle.ClosedLostReason field-required")] // a gate of AWS's guide
    public void A_broken_firm_rule_is_an_error_at_its_place(string members, string error) =>
        Assert.Equal([error], Errors("UpdateOpportunity", Update(members)));

    /// <summary>AWS has it itself: where the request leaves it as it is, it is not the request's fault.</summary>
    [Theory]
    [InlineData("\"Customer\":{\"Contacts\":[{\"Phone\":\"(206) 555-0100\"}]}", "\"Customer\":{\"Contacts\":[{\"Phone\":\"(206) 555-0100\"}]}", "")]
    [InlineData("\"Customer\":{\"Contacts\":[{\"Phone\":\"(206) 555-0100\"}]}", "\"Customer\":{\"Contacts\":[{\"Email\":\"a@example.com\"},{\"Phone\":\"(206) 555-0100\"}]}", "")] // moved
    [InlineData("\"Customer\":{\"Contacts\":[{\"Phone\":\"(206) 555-0100\"}]}", "\"Customer\":{\"Contacts\":[{\"Phone\":\"(206) 555-0199\"}]}", "Customer.Contacts[0].Phone field-pattern")]
    [InlineData("\"LifeCycle\":{\"Stage\":\"Closed Lost\"}", "\"LifeCycle\":{\"Stage\":\"Closed Lost\",\"NextSteps\":\"x\"}", "")]
    [InlineData("\"LifeCycle\":{\"Stage\":\"Qualified\"}", "\"LifeCycle\":{\"Stage\":\"Closed Lost\"}", "LifeCycle.ClosedLostReason field-required")]
    [InlineData("\"LifeCycle\":{\"NextSteps\":\"Accept To View\"}", "\"LifeCycle\":{\"NextSteps\":\"Accept To View\"}", "LifeCycle.NextSteps field-masked")]
    public void What_AWS_has_itself_is_not_judged(string atAws, string sent, string error) => Assert.Equal(
        error,
        string.Join(", ", RequestCheck.Check("UpdateOpportunity", Encoding.UTF8.GetBytes(Update(sent)), Encoding.UTF8.GetBytes(Update(atAws)))
            .Where(issue => issue.Severity == Severity.Error).Select(issue => $"{issue.Field} {issue.Code}")));

    [Fact]
    public void A_list_longer_than_the_model_allows_is_an_error()
    {
        string Project(int count) => Update($"\"Project\":{{\"ExpectedCustomerSpend\":[{string.Join(',', Enumerable.Repeat(Spend, count))}]}}");
        Assert.Empty(Errors("UpdateOpportunity", Project(10)));
        Assert.Equal(["Project.ExpectedCustomerSpend field-too-many"], Errors("UpdateOpportunity", Project(11)));
        Assert.Equal(["Tags field-too-few"], Errors("CreateOpportunity", """{"Catalog":"AWS","ClientToken":"t","Tags":[]}"""));
    }

    [Theory]
    [InlineData("\"LifeCycle\":{\"Stage\":\"A newer stage\"}", "LifeCycle.Stage field-not-standard-value")]
    [InlineData("\"Customer\":{\"Account\":{\"CompanyName\":\"E\",\"Address\":{\"CountryCode\":\"US\"}}}", "Customer.Account.Address.StateOrRegion field-required")]
    [InlineData("\"LifeCycle\":{}", "LifeCycle.Stage field-required")]
    [InlineData("\"Project\":{}", "Project.DeliveryModels[] field-required")]
    [InlineData("\"Project\":{}", "Project.ExpectedCustomerSpend[].Amount field-required")]
    public void What_is_not_the_models_rule_is_a_warning(string members, string warning)
    {
        var issues = Check("UpdateOpportunity", Update(members));
        Assert.All(issues, issue => Assert.Equal(Severity.Warning, issue.Severity));
        Assert.Contains(warning, issues.Select(issue => $"{issue.Field} {issue.Code}"));
    }

    [Fact]
    public void A_stage_is_not_asked_for_on_create_where_aws_ignores_it() =>
        Assert.DoesNotContain(Check("CreateOpportunity", """{"Catalog":"AWS","ClientToken":"t"}"""), issue => issue.Field == "LifeCycle.Stage");

    [Fact]
    public void Members_values_and_operations_not_known_here_pass()
    {
        Assert.Empty(Errors("UpdateOpportunity", Update("\"Newer\":{\"a\":[{}]},\"Origin\":\"A newer origin\",\"Project\":{\"Newer\":1,\"ApnPrograms\":[\"Newer\"]}")));
        Assert.Empty(Check("ANewerOperation", """{"Catalog":"AWS","Identifier":{"any":"shape"}}"""));
        Assert.Equal(["Catalog field-required"], Errors("ANewerOperation", "{}"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{\"Catalog\":")]
    [InlineData("null")]
    public void What_is_no_json_object_is_one_error(string json) => Assert.Equal([" request-not-json"], Errors("UpdateOpportunity", json));

    [Theory]
    [InlineData("AssignOpportunity", """{"Catalog":"AWS","Identifier":"O1","Assignee":{"Email":"a@example.com","FirstName":"A","LastName":"B"}}""",
        "Assignee.BusinessTitle field-required")]
    [InlineData("AssignOpportunity", """{"Catalog":"AWS","Identifier":"O1"}""", "Assignee field-required")]
    [InlineData("GetOpportunity", """{"Catalog":"AWS 2","Identifier":"O1"}""", "Catalog field-pattern")]
    [InlineData("GetEngagement", """{"Catalog":"AWS","Identifier":"O1"}""", "Identifier field-pattern")]
    [InlineData("AcceptEngagementInvitation", """{"Catalog":"AWS","Identifier":"engi-short"}""", "Identifier field-pattern")]
    [InlineData("ListEngagementInvitations", """{"Catalog":"AWS"}""", "ParticipantType field-required")]
    [InlineData("ListOpportunities", """{"Catalog":"AWS","MaxResults":"10"}""", "MaxResults field-wrong-type")]
    [InlineData("ListOpportunities", """{"Catalog":"AWS","Identifier":["O1","X"]}""", "Identifier[1] field-pattern")]
    [InlineData("ListOpportunities", """{"Catalog":"AWS","Sort":{"SortBy":"LastModifiedDate"}}""", "Sort.SortOrder field-required")]
    [InlineData("RejectEngagementInvitation", """{"Catalog":"AWS","Identifier":"arn:x","RejectionReason":"two\nlines"}""", "RejectionReason field-pattern")]
    [InlineData("StartEngagementFromOpportunityTask", """{"Catalog":"AWS","ClientToken":"t","Identifier":"O1","AwsSubmission":{}}""",
        "AwsSubmission.InvolvementType field-required")]
    [InlineData("CreateEngagement", """{"Catalog":"AWS","ClientToken":"t","Title":"T","Description":"D","Contexts":[{"Type":"CustomerProject"},{}]}""",
        "Contexts[1].Type field-required")]
    [InlineData("UpdateEngagementContext",
        """{"Catalog":"AWS","EngagementIdentifier":"eng-0123456789abcd","ContextIdentifier":"1","EngagementLastModifiedAt":"2026-01-02T03:04:05Z","Type":"Lead","Payload":{"Lead":{"Customer":{"CompanyName":"","Address":{}}}}}""",
        "Payload.Lead.Customer.CompanyName field-too-short")]
    public void Every_operations_own_rules_count(string operation, string json, string error) => Assert.Equal([error], Errors(operation, json));

    [Fact]
    public void A_masks_issue_does_not_repeat_what_it_hides_and_wins_over_other_rules()
    {
        var issue = Assert.Single(Check("UpdateOpportunity", Good.Replace("a@example.com", "Accept To View", StringComparison.Ordinal)));
        Assert.Equal((IssueCodes.Masked, "Customer.Contacts[0].Email"), (issue.Code, issue.Field));
    }
}
