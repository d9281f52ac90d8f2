namespace LambdaSync.Cli.Demo;

/// <summary>The commands that show more, as they have to be typed: each on one line, however narrow the terminal is.</summary>
/// <param name="ended">The parts with their records at the end; the last one is the deal.</param>
/// <param name="salesforce">The CRM, or null: the built-in one.</param>
sealed class DemoEnd(DemoFolder folder, IReadOnlyList<(DemoPart Part, DemoSides Sides)> ended, SimulatedSalesforce? salesforce, TextWriter output)
{
    readonly string _data = $"--data {ToolName.Argument(folder.Data.ToString())}";

    string Crm => salesforce is null ? "" : " --crm salesforce";

    // A simulated Salesforce organization ends with the demo.
    string Simulated => salesforce is null ? "The simulated AWS" : "The simulated AWS and Salesforce";

    /// <param name="aws">Where the simulated AWS listens until Ctrl-C; null: it ends now.</param>
    public void Write(Uri? aws)
    {
        output.WriteLine();
        if (aws is not null && salesforce is not null)
            Connect(aws);
        if (folder.IsKept || aws is not null)
            Stored(isCrmThere: salesforce is null || aws is not null);
        if (aws is not null)
        {
            if (salesforce is null)
                Connect(aws);
            Connected();
            output.WriteLine($"Ctrl-C here ends {Simulated[..1].ToLowerInvariant()}{Simulated[1..]}.");
            return;
        }

        if (!folder.IsKept)
        {
            output.WriteLine("The demo deletes its data now. To keep and inspect them:");
            Command($"demo{Crm} --data demo-data");
        }

        output.WriteLine($"{Simulated} {(salesforce is null ? "ends" : "end")} now. To keep {(salesforce is null ? "it" : "them")} until Ctrl-C:");
        Command($"demo{Crm} --wait");
        output.WriteLine("To see what becomes of files from AWS:");
        Command("demo files");
    }

    void Stored(bool isCrmThere)
    {
        var (lead, request, deal) = (AwsId("lead"), AwsId("request"), AwsId("deal"));
        output.WriteLine("Each change of the deal with its old and new value:");
        Command($"log show {deal} {_data}");
        if (isCrmThere)
        {
            output.WriteLine("How the deal stands, and its CRM record:");
            Command($"explain {deal} {_data}");
            ShowDeal(deal);
        }

        output.WriteLine("The invitation that waits for an answer, and the leads:");
        Command($"invitation list {_data}");
        if (isCrmThere)
        {
            Command($"invitation show {request} {_data}");
            Command($"lead list {_data}");
            Command($"lead show {lead} {_data}");
        }

        output.WriteLine("All jobs, and AWS's events:");
        Command($"log list {_data}");
        Command($"notification list {_data}");

        string AwsId(string part) => ended.Single(e => e.Part.Name == part).Sides.Aws("Id");
    }

    void ShowDeal(string deal)
    {
        if (salesforce is null)
            Command($"crm show {DemoPeople.Opportunity} {deal} {_data}");
        else
            Control("show", $$"""{"id":"{{ended[^1].Sides.Crm("Id")}}"}""");
    }

    void Connect(Uri aws)
    {
        output.WriteLine(salesforce is null ? "In a second terminal, the simulated AWS's side:" : "In a second terminal, to connect the simulated AWS and Salesforce:");
        output.WriteLine($"  export AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING={aws.ToString().TrimEnd('/')}");
        output.WriteLine("  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1");
        foreach (var (name, value) in salesforce?.Variables ?? new Dictionary<string, string>())
            output.WriteLine($"  export {name}={ToolName.Argument(value)}");
    }

    void Connected()
    {
        var deal = ended[^1].Sides.Aws("Id");
        if (salesforce is not null)
            output.WriteLine("The simulated AWS's side:");
        Command($"opportunity show {deal}");
        output.WriteLine("There too, an edit of the CRM that goes to AWS:");
        if (salesforce is null)
            Command($"crm set {DemoPeople.Opportunity} {deal} AWS_nextStep__c=Celebrate {_data}");
        else
            Control("edit", $$$"""{"id":"{{{ended[^1].Sides.Crm("Id")}}}","fields":{"AWS_nextStep__c":"Celebrate"}}""");
        Command($"record refresh {deal} {_data}");
        if (salesforce is null)
            return;
        output.WriteLine("The calls that Salesforce counts, and its objects as a mapping is checked against them:");
        Command($"crm usage {_data}");
        Command($"mapping check {_data}");
    }

    void Command(string arguments) => output.WriteLine($"  {ToolName.Typed} {arguments}");

    // As a person of the organization.
    void Control(string verb, string json) => output.WriteLine($"  curl -d '{json}' {salesforce!.Address}_control/{verb}");
}
