using LambdaSync.Fields;

namespace LambdaSync.Mapping;

/// <summary>Fields that CRMs bring along and what of AWS's they hold: Salesforce's names, then HubSpot's and Dynamics'.</summary>
static class StandardPairs
{
    public static IReadOnlyList<(string Aws, string Crm)> Of(AceObject aceObject) => aceObject == AceObject.Lead ? Lead : Opportunity;

    public static IReadOnlyList<string> Objects(AceObject aceObject) =>
        aceObject == AceObject.Lead ? ["Lead", "Leads"] : ["Opportunity", "Opportunities", "Deals", "Deal"];

    static readonly (string Aws, string Crm)[] Opportunity =
    [
        ("Customer.Account.CompanyName", "Account.Name"),
        ("Customer.Account.WebsiteUrl", "Account.Website"),
        ("LifeCycle.Stage", "StageName"),
        ("LifeCycle.TargetCloseDate", "CloseDate"),
        ("Project.Title", "Name"),
        ("LifeCycle.NextSteps", "NextStep"),
        ("Project.CustomerBusinessProblem", "Description"),
        ("expectedMonthlyAwsRevenue", "Amount"),
        ("LifeCycle.Stage", "dealstage"),
        ("LifeCycle.TargetCloseDate", "closedate"),
        ("Project.Title", "dealname"),
        ("LifeCycle.NextSteps", "hs_next_step"),
        ("Project.CustomerBusinessProblem", "description"),
        ("expectedMonthlyAwsRevenue", "amount"),
        ("LifeCycle.TargetCloseDate", "estimatedclosedate"),
        ("Project.Title", "name"),
        ("expectedMonthlyAwsRevenue", "estimatedvalue"),
    ];

    /// <summary>AWS sends a lead's name in one piece, and CRMs demand a last name.</summary>
    static readonly (string Aws, string Crm)[] Lead =
    [
        ("company", "Company"),
        ("fullName", "LastName"),
        ("streetAddress", "Street"),
        ("projectDescription", "Description"),
    ];
}
