namespace LambdaSync.Cli.Demo;

/// <summary>The commands that show more, as they have to be typed: each on one line, however narrow the terminal is.</summary>
static class DemoEnd
{
    /// <param name="ended">The parts with their records at the end; the last one is the deal.</param>
    /// <param name="simulated">Where the simulated AWS listens until Ctrl-C; null: it ends now.</param>
    public static void Write(DemoFolder folder, IReadOnlyList<(DemoPart Part, DemoSides Sides)> ended, Uri? simulated, TextWriter output)
    {
        output.WriteLine();
        var data = $"--data {ToolName.Argument(folder.Data.ToString())}";
        var deal = ended[^1].Sides.Aws("Id");
        if (folder.IsKept || simulated is not null)
            Stored(data, ended, output);
        if (simulated is not null)
        {
            Connected(data, deal, simulated, output);
            return;
        }

        if (!folder.IsKept)
        {
            output.WriteLine("The demo deletes its data now. To keep and inspect them:");
            Command("demo --data demo-data", output);
        }

        output.WriteLine("The simulated AWS ends now. To keep it until Ctrl-C:");
        Command("demo --wait", output);
        output.WriteLine("To see what becomes of files from AWS:");
        Command("demo files", output);
    }

    static void Stored(string data, IReadOnlyList<(DemoPart Part, DemoSides Sides)> ended, TextWriter output)
    {
        var (lead, request, deal) = (AwsId("lead"), AwsId("request"), AwsId("deal"));
        output.WriteLine("Each change of the deal with its old and new value:");
        Command($"log show {deal} {data}", output);
        output.WriteLine("How the deal stands, and its CRM record:");
        Command($"explain {deal} {data}", output);
        Command($"crm show {DemoPeople.Opportunity} {deal} {data}", output);
        output.WriteLine("The invitation that waits for an answer, and the leads:");
        Command($"invitation list {data}", output);
        Command($"invitation show {request} {data}", output);
        Command($"lead list {data}", output);
        Command($"lead show {lead} {data}", output);
        output.WriteLine("All jobs, and AWS's events:");
        Command($"log list {data}", output);
        Command($"notification list {data}", output);

        string AwsId(string part) => ended.Single(e => e.Part.Name == part).Sides.Aws("Id");
    }

    static void Connected(string data, string deal, Uri simulated, TextWriter output)
    {
        output.WriteLine("In a second terminal, the simulated AWS's side:");
        output.WriteLine($"  export AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING={simulated.ToString().TrimEnd('/')}");
        output.WriteLine("  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1");
        Command($"opportunity show {deal}", output);
        output.WriteLine("There too, an edit of the CRM that goes to AWS:");
        Command($"crm set {DemoPeople.Opportunity} {deal} AWS_nextStep__c=Celebrate {data}", output);
        Command($"record refresh {deal} {data}", output);
        output.WriteLine("Ctrl-C here ends the simulated AWS.");
    }

    static void Command(string arguments, TextWriter output) => output.WriteLine($"  {ToolName.Typed} {arguments}");
}
