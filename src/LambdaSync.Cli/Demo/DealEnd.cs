using Spectre.Console;

namespace LambdaSync.Cli.Demo;

/// <summary>The commands that show more of the deal, as they have to be typed.</summary>
static class DealEnd
{
    /// <param name="simulated">Where the simulated AWS listens until Ctrl-C; null: it ends now.</param>
    public static void Write(DemoFolder folder, DealActors people, Uri? simulated, IAnsiConsole console)
    {
        console.WriteLine();
        var tool = ToolName.Typed;
        if (!folder.IsKept && simulated is null)
        {
            console.WriteLine("The demo deletes its temporary data now. To keep the data and see more:");
            console.WriteLine($"  {tool} demo --data demo-data");
            console.WriteLine("To keep the simulated AWS too, until Ctrl-C:");
            console.WriteLine($"  {tool} demo --wait");
            console.WriteLine("Files instead of an API:");
            console.WriteLine($"  {tool} demo files");
            return;
        }

        var data = $"--data {ToolName.Argument(folder.Data.ToString())}";
        console.WriteLine("Each change with its old and its new value, the jobs, AWS's events, the CRM's record:");
        console.WriteLine($"  {tool} log show {people.AwsId} {data}");
        console.WriteLine($"  {tool} log list {data}");
        console.WriteLine($"  {tool} notification list {data}");
        console.WriteLine($"  {tool} crm show {DealActors.CrmObject} {people.AwsId} {data}");
        if (simulated is null)
        {
            console.WriteLine("The simulated AWS ends with the demo. To keep it until Ctrl-C:");
            console.WriteLine($"  {tool} demo --wait");
        }
        else
        {
            Connected(tool, data, people, simulated, console);
        }
    }

    static void Connected(string tool, string data, DealActors people, Uri simulated, IAnsiConsole console)
    {
        console.WriteLine("In a second terminal, AWS's side, an edit in the CRM, and the synchronization of it:");
        console.WriteLine($"  export AWS_ENDPOINT_URL_PARTNERCENTRAL_SELLING={simulated.ToString().TrimEnd('/')}");
        console.WriteLine("  export AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test AWS_REGION=us-east-1");
        console.WriteLine($"  {tool} opportunity show {people.AwsId}");
        console.WriteLine($"  {tool} crm set {DealActors.CrmObject} {people.AwsId} 'AWS_nextStep__c=Celebrate' {data}");
        console.WriteLine($"  {tool} record refresh {people.AwsId} {data}");
        console.WriteLine("Ctrl-C here ends the simulated AWS.");
    }
}
