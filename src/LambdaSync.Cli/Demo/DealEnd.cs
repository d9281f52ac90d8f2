namespace LambdaSync.Cli.Demo;

/// <summary>The commands that show more of the deal, as they have to be typed: each on one line, however narrow the terminal is.</summary>
static class DealEnd
{
    /// <param name="simulated">Where the simulated AWS listens until Ctrl-C; null: it ends now.</param>
    public static void Write(DemoFolder folder, DealActors people, Uri? simulated, TextWriter output)
    {
        output.WriteLine();
        var data = $"--data {ToolName.Argument(folder.Data.ToString())}";
        if (folder.IsKept || simulated is not null)
            Stored(data, people, output);
        if (simulated is not null)
        {
            Connected(data, people, simulated, output);
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

    static void Stored(string data, DealActors people, TextWriter output)
    {
        output.WriteLine("Each change with its old and new value:");
        Command($"log show {people.AwsId} {data}", output);
        output.WriteLine("How the deal stands, all jobs, AWS's events, the CRM record:");
        Command($"explain {people.AwsId} {data}", output);
        Command($"log list {data}", output);
        Command($"notification list {data}", output);
        Command($"crm show {DealActors.CrmObject} {people.AwsId} {data}", output);
    }

    static void Connected(string data, DealActors people, Uri simulated, TextWriter output)
    {
        output.WriteLine("In a second terminal, the simulated AWS's side:");
        output.WriteLine($"  export AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING={simulated.ToString().TrimEnd('/')}");
        output.WriteLine("  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1");
        Command($"opportunity show {people.AwsId}", output);
        output.WriteLine("There too, an edit of the CRM that goes to AWS:");
        Command($"crm set {DealActors.CrmObject} {people.AwsId} AWS_nextStep__c=Celebrate {data}", output);
        Command($"record refresh {people.AwsId} {data}", output);
        output.WriteLine("Ctrl-C here ends the simulated AWS.");
    }

    static void Command(string arguments, TextWriter output) => output.WriteLine($"  {ToolName.Typed} {arguments}");
}
