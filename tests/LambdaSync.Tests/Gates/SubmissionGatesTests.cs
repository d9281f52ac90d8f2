using LambdaSync.Gates;
using Xunit;

namespace LambdaSync.Tests.Gates;

/// <summary>What AWS would refuse at a submission, before it is called.</summary>
[Trait("Row", "A11")]
[Trait("Row", "S-11")]
[Trait("Row", "S-24")]
public sealed class SubmissionGatesTests
{
    [Fact]
    public void A_complete_draft_passes() => Assert.Empty(SubmissionGates.Of(new Deal().Facts));

    [Fact]
    public void What_is_not_created_yet_has_no_review_status_and_passes() =>
        Assert.Empty(SubmissionGates.Of(new Deal().With("Id", null).With("LifeCycle.ReviewStatus", null).Facts));

    [Theory]
    [InlineData("LifeCycle.ReviewStatus", "\"Submitted\"", "gate-review-status", "LifeCycle.ReviewStatus", "reviewers already")]
    [InlineData("LifeCycle.ReviewStatus", "\"In review\"", "gate-review-status", "LifeCycle.ReviewStatus", "reviewers already")]
    [InlineData("LifeCycle.ReviewStatus", "\"Action Required\"", "gate-review-status", "LifeCycle.ReviewStatus", "update alone")]
    [InlineData("LifeCycle.ReviewStatus", "\"Approved\"", "gate-review-status", "LifeCycle.ReviewStatus", "approved")]
    [InlineData("LifeCycle.ReviewStatus", "\"Rejected\"", "gate-review-status", "LifeCycle.ReviewStatus", "can't be submitted again")]
    [InlineData("LifeCycle.ReviewStatus", "\"Paused\"", "gate-review-status", "LifeCycle.ReviewStatus", "Only a draft")]
    [InlineData("Origin", "\"AWS Referral\"", "gate-aws-referral", "Origin", "referral")]
    [InlineData("LifeCycle.Stage", "\"Prospect\"", "gate-stage", "StageName", "Qualified or later")]
    [InlineData("LifeCycle.Stage", null, "gate-stage", "StageName", "Qualified or later")]
    [InlineData("LifeCycle.Stage", "\"Closed Lost\"", "gate-stage", "StageName", "lost deal")]
    [InlineData("LifeCycle.TargetCloseDate", "\"2026-11-29\"", "gate-close-date", "CloseDate", "2026-12-01")]
    [InlineData("LifeCycle.TargetCloseDate", "\"2026-11-30\"", "gate-close-date", "CloseDate", "2026-12-01")]
    [InlineData("LifeCycle.TargetCloseDate", null, "field-required", "CloseDate", "REQUIRED_FIELD_MISSING")]
    [InlineData("RelatedEntityIdentifiers.Solutions", "[]", "gate-solution", "Solution__c", "AWS products alone")]
    [InlineData("RelatedEntityIdentifiers.Solutions", "[\"Other\"]", "gate-solution", "Solution__c", "\"Other\" says nothing")]
    [InlineData("RelatedEntityIdentifiers", null, "gate-solution", "Solution__c", "1 to 10 solutions")]
    [InlineData("Project.SalesActivities", "[]", "field-required", "Activities__c", "REQUIRED_FIELD_MISSING")]
    [InlineData("Project.Title", null, "field-required", "Name", "REQUIRED_FIELD_MISSING")]
    [InlineData("Project.CustomerBusinessProblem", "\"TBD tbd TBD\"", "field-too-short", "Description", "Description takes at least 20 characters")]
    public void What_AWS_documents_is_an_error_in_the_CRM_s_names(string path, string? json, string code, string field, string says)
    {
        var issue = Assert.Single(SubmissionGates.Of(new Deal().With(path, json).Facts), i => i.Severity == Severity.Error);
        Assert.Equal((code, field), (issue.Code, issue.Field));
        Assert.Contains(says, issue.Rule, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("LifeCycle.TargetCloseDate", "\"2026-12-01\"")]
    [InlineData("LifeCycle.Stage", "\"Launched\"")]
    [InlineData("RelatedEntityIdentifiers.Solutions", "[\"soln-0a1b2c3d4e5f6\"]")]
    [InlineData("RelatedEntityIdentifiers", """{ "AwsMarketplaceProducts": ["arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/SaaSProduct/prod-1"] }""")]
    [InlineData("RelatedEntityIdentifiers", """{ "AwsMarketplaceSolutions": ["arn:aws:aws-marketplace:us-east-1:111122223333:AWSMarketplace/Solution/solution-1"] }""")]
    public void What_AWS_takes_is_no_issue(string path, string json) => Assert.Empty(SubmissionGates.Of(new Deal().With(path, json).Facts));

    [Theory]
    [InlineData("Project.ExpectedCustomerSpend", """[{ "Amount": "0.00", "CurrencyCode": "USD", "Frequency": "Monthly", "TargetCompany": "AWS" }]""", "Amount")]
    [InlineData("PrimaryNeedsFromAws", "[]", "PrimaryNeedsFromAws[]")]
    [InlineData("Customer.Account.WebsiteUrl", null, "Account.Website")]
    [InlineData("LifeCycle.ReviewStatus", null, "LifeCycle.ReviewStatus")]
    public void What_only_the_field_sheet_says_is_advice(string path, string? json, string field) =>
        Assert.Equal((Severity.Warning, field), SubmissionGates.Of(new Deal().With(path, json).Facts) is [var issue] ? (issue.Severity, issue.Field) : default);

    [Fact]
    public void For_visibility_only_needs_nothing_from_AWS() =>
        Assert.Empty(SubmissionGates.Of(new Deal().With("PrimaryNeedsFromAws", null).Facts with { Mapping = Deal.Compile("""{ "aws": "Project.Title", "crm": "Name" }""", "For Visibility Only") }));

    [Fact]
    public void Everything_is_listed_at_once_errors_first()
    {
        var issues = SubmissionGates.Of(new Deal().With("LifeCycle.Stage", "\"Prospect\"").With("LifeCycle.TargetCloseDate", "\"2026-01-01\"").With("RelatedEntityIdentifiers", null)
            .With("Project.Title", null).With("Customer.Account.WebsiteUrl", null).Facts);
        Assert.Equal(["gate-stage", "gate-close-date", "gate-solution", "field-required", "field-required"], issues.Select(i => i.Code));
        Assert.Equal(Severity.Warning, issues[^1].Severity);
    }

    [Fact]
    public void The_stage_is_named_in_the_words_of_the_CRM() =>
        Assert.Contains("Discovery, Trial, Business Validation, Contract, Won", Assert.Single(SubmissionGates.Of(new Deal().With("LifeCycle.Stage", "\"Prospect\"").Facts)).Fix, StringComparison.Ordinal);

    [Fact]
    public void A_text_of_an_issue_quotes_no_value_of_the_record() =>
        Assert.DoesNotContain("2026-11-29", Assert.Single(SubmissionGates.Of(new Deal().With("LifeCycle.TargetCloseDate", "\"2026-11-29\"").Facts)) is var issue ? issue.Rule + issue.Fix : "", StringComparison.Ordinal);

    [Fact]
    public void What_is_masked_is_not_known()
    {
        var issues = SubmissionGates.Of(new Deal().With("LifeCycle.Stage", "\"Accept to view\"").Facts);
        Assert.Contains(issues, i => i.Code == IssueCodes.GateStage);
    }

    [Fact]
    public void An_empty_document_does_not_stop_the_gates() => Assert.NotEmpty(SubmissionGates.Of(new GateFacts("{}"u8.ToArray(), Deal.Today, Deal.Mapping)));
}
