using System.CommandLine;
using System.CommandLine.Help;
using LambdaSync.Cli.Commands;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;

namespace LambdaSync.Cli;

/// <summary>The operator's tool <c>lambdasync</c>: noun and verb.</summary>
public static class Operator
{
    // After Ctrl-C or SIGTERM, a verb ends in order within this time.
    static readonly TimeSpan ForTheEnd = TimeSpan.FromSeconds(10);

    /// <summary>Runs one command line.</summary>
    /// <returns>0 done, 1 failed, 2 wrong usage, 3 partly failed.</returns>
    public static async Task<int> Run(string[] args, Stream stdin, Stream stdout, TextWriter stderr, bool isTerminal)
    {
        using var terminal = new Terminal(stdin, stdout, stderr, isTerminal);
        var root = new Command("lambdasync", "Synchronizes a company's CRM with AWS (Partner Central, AWS Marketplace).")
        {
            DemoCommand.Create(terminal),
            ServeCommand.Create(terminal),
            SimulatorCommand.Create(terminal),
            BackfillCommand.Create(terminal),
            new Command("opportunity", "Show opportunities in Partner Central.") { OpportunityShowCommand.Create(terminal) },
            new Command("solution", "Copy the partner's solutions.") { SolutionRefreshCommand.Create(terminal) },
            new Command("file", "Read ACE files.") { FileReadCommand.Create(terminal) },
            new Command("map", "Apply a mapping to records, one JSON document per line.") { MapInCommand.Create(terminal), MapOutCommand.Create(terminal) },
            new Command("mapping", "Check and draft mappings.") { MappingCheckCommand.Create(terminal), MappingAutoCommand.Create(terminal) },
            new Command("log", "Show the sync log.") { LogListCommand.Create(terminal), LogShowCommand.Create(terminal) },
            new Command("deadletter", "List and replay messages that failed every time and files that got stuck.") { DeadLetterListCommand.Create(terminal), DeadLetterReplayCommand.Create(terminal) },
            new Command("record", "Reconcile records.") { RecordRefreshCommand.Create(terminal) },
            new Command("schedule", "List and change the schedules of sweeps.") { ScheduleListCommand.Create(terminal), ScheduleSetCommand.Create(terminal), ScheduleOffCommand.Create(terminal) },
            new Command("notification", "List notifications from AWS.") { NotificationListCommand.Create(terminal) },
            new Command("crm", "Work with the built-in CRM.")
            {
                CrmListCommand.Create(terminal), CrmShowCommand.Create(terminal), CrmSetCommand.Create(terminal), CrmImportCommand.Create(terminal),
            },
        };
        // A RootCommand would be called by its file's name, which is another than the tool's.
        root.Add(new HelpOption { Recursive = true });
        root.Add(new VersionOption());
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
                await stderr.WriteLineAsync("usage: " + error.Message);
            await stderr.WriteLineAsync("Run 'lambdasync --help' to list the commands, or 'lambdasync NOUN VERB --help' to see the options of one.");
            return Exit.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Text, Error = stderr, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = ForTheEnd });
        }
        catch (AwsServiceException refused)
        {
            // A function retries these errors; a command does not.
            foreach (var issue in AwsIssues.Of(refused))
                terminal.Tell(refused.Transient ? issue with { Fix = "Run the command again in a few minutes" } : issue);
            return Exit.Failed;
        }
        catch (QuotaUsedUpException used)
        {
            await stderr.WriteLineAsync($"error: {used.Message} Fix: run the command again at that time.");
            return Exit.Failed;
        }
        catch (RequestHeldException held)
        {
            foreach (var issue in held.Issues)
                terminal.Tell(issue);
            return Exit.Failed;
        }
        catch (Exception failed) when (failed is IOException or UnauthorizedAccessException or Connections.ConnectionException)
        {
            await stderr.WriteLineAsync("error: " + failed.Message);
            return Exit.Failed;
        }
        catch (OperationCanceledException)
        {
            return Exit.Failed;
        }
    }
}
