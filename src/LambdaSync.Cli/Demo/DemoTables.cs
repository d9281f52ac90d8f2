using Spectre.Console;

namespace LambdaSync.Cli.Demo;

/// <summary>What AWS has next to what the CRM has: all records, and the deal's fields.</summary>
static class DemoTables
{
    const string Status = "AWS_Sync_Status__c", OpportunityOfLead = "AWS_opportunity__c";

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

    /// <summary>A row for each record: its identifiers, and how it stands on each side.</summary>
    public static void WriteRecords(IReadOnlyList<(DemoPart Part, DemoSides Sides)> ended, IAnsiConsole console)
    {
        // An identifier that goes over two lines can't be copied.
        var table = new Table().Border(TableBorder.Simple).AddColumns(new TableColumn("record"), new TableColumn("AWS").NoWrap(), new TableColumn("CRM").NoWrap());
        foreach (var (part, sides) in ended)
        {
            Row(part.Name, sides.Aws("Id"), part.AtAws.Select(sides.Aws), sides.Crm("Id"), sides.Crm(Status));
            if (sides.Crm(OpportunityOfLead) is { Length: > 0 } opportunity)
                Row($"{part.Name}'s opportunity", opportunity, [sides.Opportunity("AWS_stage__c"), sides.Opportunity("AWS_status__c")], sides.Opportunity("Id"), sides.Opportunity(Status));
        }

        console.Write(table);

        void Row(string name, string awsId, IEnumerable<string> atAws, string crmId, string status) =>
            table.AddRow(new Text(name), new Text(Cell(awsId, string.Join(",\n", atAws.Where(text => text.Length > 0)))), new Text(Cell(crmId, status)));

        static string Cell(string id, string standing) => standing.Length == 0 ? id : $"{id}\n{standing}";
    }

    /// <summary>The deal's fields side by side.</summary>
    public static void WriteDeal(DemoSides sides, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("field", "AWS", "CRM");
        foreach (var (name, aws, crm) in Rows)
            table.AddRow(new Text(name), new Text(sides.Aws(aws)), new Text(sides.Crm(crm)));
        console.Write(table);
        foreach (var (name, aws, crm) in Rows.Select(row => (row.Name, Aws: sides.Aws(row.Aws), Crm: sides.Crm(row.Crm))).Where(row => row.Aws != row.Crm))
            console.WriteLine($"{name}: LambdaSync translates \"{aws}\" at AWS to \"{crm}\" in the CRM.");
    }
}
