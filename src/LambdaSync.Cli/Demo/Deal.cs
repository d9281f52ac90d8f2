using System.Globalization;
using System.Text.Json.Nodes;

namespace LambdaSync.Cli.Demo;

/// <summary>The demo's deal: what its people type, from the first draft to the launch.</summary>
/// <param name="today">Close dates lie in the future of the machine's day.</param>
sealed class Deal(DateOnly today)
{
    public const string Title = "Maple Street Bank: card fraud detection on AWS", Solution = "S-0000001", SolutionName = "Fraud Radar", Product = "Amazon Bedrock";

    const string Comment = "Please say what the customer loses today.";

    const string BetterProblem = "The bank finds card fraud a day late and refunds 40,000 dollars a month. It wants to stop a fraudulent payment before it is made.";

    const string NextStep = "Sign the contract with procurement.";

    const string Account = "123456789012";

    const string Synced = "Synced";

    const int FirstDays = 120;

    const string Solutions = "RelatedEntityIdentifiers.Solutions", Products = "RelatedEntityIdentifiers.AwsProducts";

    string LaterCloseDate => Date(today, 150);

    /// <summary>In their order; each begins where the one before ended.</summary>
    public IReadOnlyList<DemoStep> Steps =>
    [
        new("shared", $"A seller creates the deal \"{Title}\" in the CRM and marks it to be shared.", people => people.Create(Draft(today)), sides =>
            sides.AwsIs("LifeCycle.ReviewStatus", "Pending Submission") && sides.Aws("Id") is { Length: > 0 } id && sides.CrmIs("APN_CRM_Unique_Identifier__c", id)
                ? $"LambdaSync creates it at AWS as {id}: stage {sides.Aws("LifeCycle.Stage")}, review status {sides.Aws("LifeCycle.ReviewStatus")}. The CRM's sync status: {sides.Crm("AWS_Sync_Status__c")}."
                : null),
        new("associated", "The seller picks a solution and an AWS product in the CRM.", people => people.Edit(new JsonObject { ["AWS_solutionOffered__c"] = Solution, ["AWS_awsProducts__c"] = Product }), sides =>
            sides.Aws(Solutions) is { Length: > 0 } solution && sides.Aws(Products) is { Length: > 0 } product
                ? $"LambdaSync associates solution {solution} and AWS product {product} with the opportunity."
                : null),
        new("submitted", "The record now has what AWS asks for, so no person has to do anything.", _ => Task.CompletedTask, sides =>
            Both(sides, "Submitted") ? $"LambdaSync submits it. Review status: {sides.Aws("LifeCycle.ReviewStatus")} at AWS, {sides.Crm("AWS_status__c")} in the CRM." : null),
        new("action required", "AWS's reviewer asks for a correction.", people => people.AtAws("require-action", new JsonObject { ["comment"] = Comment }), sides =>
            Both(sides, "Action Required") && sides.Crm("AWS_apnReviewerComments__c") is { Length: > 0 } comment
                ? $"The CRM shows review status {sides.Crm("AWS_status__c")} and the reviewer's comment \"{comment}\""
                : null),
        new("corrected", "The seller rewrites the customer's problem in the CRM.", people => people.Edit(new JsonObject { ["AWS_projectDescription__c"] = BetterProblem }), sides =>
            sides.AwsIs("Project.CustomerBusinessProblem", BetterProblem) && Both(sides, "Submitted")
                ? $"LambdaSync updates the opportunity, and the review continues. Review status: {sides.Aws("LifeCycle.ReviewStatus")} at AWS, {sides.Crm("AWS_status__c")} in the CRM."
                : null),
        new("approved", "AWS approves the deal.", people => people.AtAws("approve", []), sides =>
            Both(sides, "Approved") && sides.Crm("AWS_engagementScore__c") is { Length: > 0 } score
                ? $"The CRM shows review status {sides.Crm("AWS_status__c")} and AWS's engagement score {score}."
                : null),
        new("both edited", "The seller changes the next step while AWS moves the close date.", EditBoth, sides =>
            sides.AwsIs("LifeCycle.NextSteps", NextStep) && sides.CrmIs("AWS_nextStep__c", NextStep) && sides.AwsIs("LifeCycle.TargetCloseDate", LaterCloseDate) && sides.CrmIs("CloseDate", LaterCloseDate)
                ? $"Both edits are on both sides. At AWS: \"{sides.Aws("LifeCycle.NextSteps")}\", {sides.Aws("LifeCycle.TargetCloseDate")}. In the CRM: \"{sides.Crm("AWS_nextStep__c")}\", {sides.Crm("CloseDate")}."
                : null),
        new("launched", "The seller wins the deal: stage Closed Won, with the customer's AWS account.", people => people.Edit(new JsonObject { ["StageName"] = "Closed Won", ["AWS_awsAccountId__c"] = Account }), sides =>
            sides.AwsIs("LifeCycle.Stage", "Launched") && sides.CrmIs("AWS_stage__c", "Launched") && sides.CrmIs("AWS_Sync_Status__c", Synced)
                ? $"AWS has stage {sides.Aws("LifeCycle.Stage")} and account {sides.Aws("Customer.Account.AwsAccountId")}. The CRM's sync status: {sides.Crm("AWS_Sync_Status__c")}."
                : null),
    ];

    /// <summary>What a seller types first.</summary>
    public static JsonObject Draft(DateOnly today) => new()
    {
        ["Name"] = Title,
        ["StageName"] = "Qualification",
        ["CloseDate"] = Date(today, FirstDays),
        ["Sync_with_AWS__c"] = true,
        ["AWS_customerCompanyName__c"] = "Maple Street Bank",
        ["AWS_customerWebsite__c"] = "https://maplestreetbank.example.com",
        ["AWS_industry__c"] = "Financial Services",
        ["AWS_country__c"] = "US",
        ["AWS_state__c"] = "Washington",
        ["AWS_city__c"] = "Seattle",
        ["AWS_postalCode__c"] = "98101",
        ["AWS_projectDescription__c"] = "The bank wants to find card fraud sooner than it does today.",
        ["AWS_useCase__c"] = "AI Machine Learning and Analytics",
        ["AWS_deliveryModel__c"] = "SaaS or PaaS",
        ["AWS_opportunityType__c"] = "Net New Business",
        ["AWS_doesOppBelongToNatSec__c"] = "No",
        ["AWS_salesActivities__c"] = "Initialized discussions with customer",
        ["AWS_partnerPrimaryNeedFromAws__c"] = "Co-Sell - Architectural Validation",
        ["AWS_IsOppFromMarketingActivity__c"] = "None",
        ["AWS_expectedMonthlyAwsRevenue__c"] = 12000,
        ["AWS_nextStep__c"] = "Call the head of the fraud team.",
    };

    // Neither side knows of the other's edit when it is made.
    async Task EditBoth(DemoPeople people)
    {
        await people.Edit(new JsonObject { ["AWS_nextStep__c"] = NextStep });
        await people.AtAws("edit-opportunity", new JsonObject { ["body"] = new JsonObject { ["LifeCycle"] = new JsonObject { ["TargetCloseDate"] = LaterCloseDate } } });
    }

    static bool Both(DemoSides sides, string reviewStatus) => sides.AwsIs("LifeCycle.ReviewStatus", reviewStatus) && sides.CrmIs("AWS_status__c", reviewStatus);

    static string Date(DateOnly today, int days) => today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
