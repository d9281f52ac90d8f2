using Spectre.Console;

namespace LambdaSync.Cli.Demo;

/// <summary>The deal's fields side by side.</summary>
static class DealTable
{
    static readonly (string Name, string Aws, string Crm)[] Rows =
    [
        ("AWS id", "Id", "APN_CRM_Unique_Identifier__c"),
        ("CRM id", "PartnerOpportunityIdentifier", "Id"),
        ("Title", "Project.Title", "Name"),
        ("Customer", "Customer.Account.CompanyName", "AWS_customerCompanyName__c"),
        ("Stage", "LifeCycle.Stage", "StageName"),
        ("Review status", "LifeCycle.ReviewStatus", "AWS_status__c"),
        ("Close date", "LifeCycle.TargetCloseDate", "CloseDate"),
        ("Next step", "LifeCycle.NextSteps", "AWS_nextStep__c"),
        ("Problem", "Project.CustomerBusinessProblem", "AWS_projectDescription__c"),
        ("Spend a month", "Project.ExpectedCustomerSpend.Amount", "AWS_expectedMonthlyAwsRevenue__c"),
        ("Solutions", "RelatedEntityIdentifiers.Solutions", "AWS_solutionOffered__c"),
        ("AWS products", "RelatedEntityIdentifiers.AwsProducts", "AWS_awsProducts__c"),
        ("AWS account", "Customer.Account.AwsAccountId", "AWS_awsAccountId__c"),
    ];

    public static void Write(DealSides sides, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("field", "AWS", "CRM");
        foreach (var (name, aws, crm) in Rows)
            table.AddRow(new Text(name), new Text(sides.Aws(aws)), new Text(sides.Crm(crm)));
        console.Write(table);
        foreach (var (name, aws, crm) in Rows.Select(row => (row.Name, Aws: sides.Aws(row.Aws), Crm: sides.Crm(row.Crm))).Where(row => row.Aws != row.Crm))
            console.WriteLine($"{name}: LambdaSync translates \"{aws}\" at AWS to \"{crm}\" in the CRM.");
    }
}
