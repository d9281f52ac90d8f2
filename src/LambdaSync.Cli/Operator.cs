using System.CommandLine;
using System.CommandLine.Help;
using LambdaSync.Cli.Commands;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;

namespace LambdaSync.Cli;

/// <summary>The operator's tool <c>lambdasync</c>: noun and verb.</summary>
public static class Operator
{
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
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Text, Error = stderr, EnableDefaultExceptionHandler = false });
        }
        catch (AwsServiceException refused)
        {
            // A function retries these errors; a command does not.
            foreach (var issue in AccessErrors.Of(refused) is { } access ? [access] : AwsIssues.Of(refused))
                terminal.Tell(refused.Transient && issue.Severity != Severity.Error ? issue with { Severity = Severity.Error, Fix = "run the command again in a few minutes" } : issue);
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
        catch (Amazon.Runtime.AmazonClientException setting) when (AccessErrors.Of(setting, "AWS") is { } line)
        {
            await stderr.WriteLineAsync("error: " + line);
            return Exit.Failed;
        }
        catch (OperationCanceledException)
        {
            return Exit.Failed;
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            // The edge of the tool: a crash would end with a code that scripts don't know.
            await stderr.WriteLineAsync($"error: the command failed with an unexpected error. Fix: report it with the lines below.{Environment.NewLine}{unexpected}");
            return Exit.Failed;
        }
    }
}
