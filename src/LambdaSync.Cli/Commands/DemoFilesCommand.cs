using System.CommandLine;
using LambdaSync.Cli.Demo;
using LambdaSync.Sync;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>demo files</c>: two deliveries of opportunities through the real handler into the built-in CRM.</summary>
static class DemoFilesCommand
{
    public static Command Create(Terminal terminal)
    {
        var data = DemoCommand.Data();
        var command = new Command("files", "Imports two sample files into the built-in CRM: a file of 25 opportunities and a file with updates.") { data };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var folder = new DemoFolder(parsed.GetValue(data));
            return await Run(folder, terminal, cancellation);
        });
        return command;
    }

    static async Task<int> Run(DemoFolder folder, Terminal terminal, CancellationToken cancellation)
    {
        if (MappingFile.Load(null, folder.Data, terminal) is not { } mapping)
            return Exit.Failed;
        if (ServeLock.TryTake(folder.Data, terminal) is not { } taken)
            return Exit.Failed;
        using var serveLock = taken;
        using var machine = Machine.Open(folder.Data);
        var service = machine.Service(mapping, terminal, TimeProvider.System);
        var console = Options.Console(terminal);
        await Deliver("opportunities_02012026100000.json", DemoFiles.First(), "First delivery: 25 opportunities as AWS writes them, some of them invalid", machine, service, console, cancellation);
        await Deliver("opportunities_03022026093000.json", DemoFiles.Second(), "Second delivery: updates, an old record, an accepted referral, two corrected records", machine, service, console, cancellation);
        Next(folder, terminal.Text);
        return Exit.Done;
    }

    static async Task Deliver(string name, byte[] content, string title, Machine machine, Service service, IAnsiConsole console, CancellationToken cancellation)
    {
        var path = Path.Combine(machine.Landing.FullName, "opportunity-outbound", name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, content, cancellation);
        console.WriteLine();
        console.Write(new Rule(Markup.Escape(title)) { Justification = Justify.Left });
        if (await service.Scan(atOnce: true, cancellation) == 0)
        {
            console.WriteLine($"{name}: no change, this file was imported before");
            return;
        }

        var started = TimeProvider.System.GetUtcNow().AddSeconds(-1);
        await service.Drain(cancellation);
        var jobs = await machine.Store.ListJobs(started, TimeProvider.System.GetUtcNow().AddMinutes(1), null, 10, cancellation);
        foreach (var job in jobs.Where(job => job.Source.Contains(name, StringComparison.Ordinal)))
            await Tell(job, machine, console, cancellation);
    }

    static async Task Tell(Job job, Machine machine, IAnsiConsole console, CancellationToken cancellation)
    {
        var table = new Table().Border(TableBorder.Simple).AddColumns("#", "AWS id", "outcome", "CRM id", "first issue");
        foreach (var detail in await machine.Store.ListDetails(job.Id, 0, 1000, cancellation))
        {
            table.AddRow(
                new Text(Words.Of(detail.Index)), new Text(detail.AwsId), new Text(Words.Of(detail.Outcome), Colour(detail.Outcome)), new Text(detail.CrmId ?? ""),
                new Text(Words.First([.. detail.Issues.Where(issue => issue.Severity == Severity.Error || detail.Outcome is Outcome.Skipped or Outcome.Stale)])));
        }

        console.Write(table);
        console.WriteLine($"job {job.Id}: {Words.Of(job.Status)}, {job.Records} records, {job.Succeeded} succeeded, {job.Failed} failed");
    }

    static Style Colour(Outcome outcome) => outcome switch
    {
        Outcome.Failed => new Style(Color.Red),
        Outcome.Created or Outcome.Updated or Outcome.Linked => new Style(Color.Green),
        _ => new Style(Color.Grey),
    };

    static void Next(DemoFolder folder, TextWriter output)
    {
        output.WriteLine();
        if (!folder.IsKept)
        {
            output.WriteLine("The demo deletes its temporary data now. To keep and inspect them:");
            output.WriteLine($"  {ToolName.Typed} demo files --data demo-data");
            return;
        }

        var data = $"--data {ToolName.Argument(folder.Data.ToString())}";
        output.WriteLine("Next steps:");
        output.WriteLine($"  {ToolName.Typed} log list {data}");
        output.WriteLine($"  {ToolName.Typed} log show O7100005 {data}");
        output.WriteLine($"  {ToolName.Typed} crm list Opportunity {data}");
        output.WriteLine($"  {ToolName.Typed} crm show Opportunity O7100005 {data}");
        output.WriteLine($"To import your own files, put them into {Path.Combine(folder.Data.ToString(), Machine.LandingFolder)} and run:");
        output.WriteLine($"  {ToolName.Typed} serve --once {data}");
    }
}
