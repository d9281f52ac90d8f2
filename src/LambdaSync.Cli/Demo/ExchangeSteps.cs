using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Simulator.AceExchange;

namespace LambdaSync.Cli.Demo;

/// <summary>What happens in the demo of the file exchange. The sides' AWS names are those of file fields.</summary>
static class ExchangeSteps
{
    const string AwsId = "APN_CRM_Unique_Identifier__c", Review = "status", NextStep = "Sign the contract with procurement.", Customer = "Cobalt Rail", Email = "contact@cobaltrail.example.com";

    /// <summary>In their order.</summary>
    /// <param name="today">Close dates lie in the future of the machine's day.</param>
    public static IReadOnlyList<DemoPart> All(AceSide aws, DateOnly today) =>
    [
        new("The partner shares a deal of its own:", "deal", Deal(aws, today), "stage", Review),
        new("AWS refers a customer:", "referral", Referral(aws, today), "stage", Review),
        new("AWS offers a lead:", "lead", Lead(aws), Review),
    ];

    static IReadOnlyList<DemoStep> Deal(AceSide aws, DateOnly today) =>
    [
        new("shared", $"A seller creates the deal \"{Demo.Deal.Title}\" in the CRM and marks it to be shared.", people => people.Create(Draft(today)), sides =>
            sides.Aws("Id") is { Length: > 0 } id && sides.CrmIs(AwsId, id) && sides.AwsIs(Review, "Submitted") && sides.CrmIs("AWS_status__c", "Submitted")
                ? $"LambdaSync puts it into a file. AWS's results give it the identifier {id}, and AWS's next file its review status: {sides.Crm("AWS_status__c")}."
                : null),
        new("approved", "The seller changes the next step while AWS reviews the deal, and AWS approves it.", async people =>
        {
            await people.Edit(new JsonObject { ["AWS_nextStep__c"] = NextStep });
            aws.Approve(people.AwsId, TimeProvider.System.GetUtcNow());
        }, sides => sides.AwsIs("nextStep", NextStep) && sides.CrmIs("AWS_status__c", "Approved")
            ? $"No update may be sent during the review, so LambdaSync keeps the edit. AWS has it once the review is over: \"{sides.Aws("nextStep")}\""
            : null),
        new("both edited", "The seller adds a comment while AWS moves the close date.", async people =>
        {
            await people.Edit(new JsonObject { ["AWS_additionalComments__c"] = "The bank's board decides in May." });
            aws.Change(people.AwsId, "targetCloseDate", Date(today, 150), TimeProvider.System.GetUtcNow());
        }, sides => sides.AwsIs("additionalComments", "The bank's board decides in May.") && sides.CrmIs("CloseDate", Date(today, 150))
            ? $"Both edits are on both sides: \"{sides.Aws("additionalComments")}\", {sides.Crm("CloseDate")}."
            : null),
        new("launched", "The seller wins the deal: stage Closed Won, with the customer's AWS account.", people => people.Edit(new JsonObject { ["StageName"] = "Closed Won", ["AWS_awsAccountId__c"] = "123456789012" }), sides =>
            sides.AwsIs("stage", "Launched") && sides.CrmIs("AWS_stage__c", "Launched")
                ? $"AWS has stage {sides.Aws("stage")} and account {sides.Aws("awsAccountId")}."
                : null),
    ];

    static IReadOnlyList<DemoStep> Referral(AceSide aws, DateOnly today) =>
    [
        new("referred", $"AWS refers the customer {Customer} to the partner.", people => Refer(people, DemoPeople.Opportunity, aws.Refer(false, OfReferral(today), TimeProvider.System.GetUtcNow(), "customerEmail", "customerFirstName", "customerLastName")), sides =>
            sides.Crm("Id").Length > 0 && sides.Crm("AWS_customerEmail__c").Length == 0
                ? $"The CRM has it as record {sides.Crm("Id")}. AWS hides the contact until the referral is accepted, so it is empty in the CRM."
                : null),
        new("accepted", "A seller sets the record's acceptance status to Accepted.", people => people.Edit(new JsonObject { ["AWS_partnerAcceptanceStatus__c"] = "Accepted" }), sides =>
            sides.AwsIs("partnerAcceptanceStatus", "Accepted") && sides.CrmIs("AWS_customerEmail__c", Email)
                ? $"LambdaSync sends the answer alone in a file. AWS's next file shows the contact {sides.Crm("AWS_customerFirstName__c")} {sides.Crm("AWS_customerLastName__c")}, {sides.Crm("AWS_customerEmail__c")}."
                : null),
    ];

    static IReadOnlyList<DemoStep> Lead(AceSide aws) =>
    [
        new("lead offered", $"AWS offers a lead of {Customer}.", people => Refer(people, DemoPeople.Lead, aws.Refer(true, OfLead(), TimeProvider.System.GetUtcNow(), "email", "phone")), sides =>
            sides.Crm("Id").Length > 0 && sides.Crm("AWS_email__c").Length == 0 ? $"The CRM has it as lead {sides.Crm("Id")}, without the contact's address." : null),
        new("lead accepted", "A seller accepts it and starts the research.", people => people.Edit(new JsonObject { ["AWS_currentLeadStage__c"] = "Accepted", ["AWS_status__c"] = "Research" }), sides =>
            sides.AwsIs("currentLeadStage", "Accepted") && sides.AwsIs(Review, "Research") && sides.CrmIs("AWS_email__c", Email)
                ? $"AWS has the acceptance, then the status {sides.Aws(Review)}; the CRM has the address {sides.Crm("AWS_email__c")}."
                : null),
    ];

    static Task Refer(DemoPeople people, string crmObject, AceRecord record)
    {
        people.Begin(crmObject, record.Id);
        return Task.CompletedTask;
    }

    static JsonObject Draft(DateOnly today)
    {
        var draft = Demo.Deal.Draft(today);
        draft["AWS_solutionOffered__c"] = Demo.Deal.Solution;
        return draft;
    }

    static JsonObject OfReferral(DateOnly today) => new()
    {
        ["partnerProjectTitle"] = $"{Customer}: timetables on AWS",
        ["customerCompanyName"] = Customer,
        ["customerFirstName"] = "Customer",
        ["customerLastName"] = "Contact",
        ["customerEmail"] = Email,
        ["country"] = "United States",
        ["industry"] = "Transportation & Logistics",
        ["stage"] = "Prospect",
        ["status"] = "Approved",
        ["targetCloseDate"] = Date(today, 90),
        ["partnerAcceptanceStatus"] = null,
    };

    static JsonObject OfLead() => new()
    {
        ["company"] = Customer,
        ["fullName"] = "Customer Contact",
        ["email"] = Email,
        ["phone"] = "+12065550100",
        ["country"] = "United States",
        ["status"] = "Open",
        ["currentLeadStage"] = null,
    };

    static string Date(DateOnly today, int days) => today.AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
