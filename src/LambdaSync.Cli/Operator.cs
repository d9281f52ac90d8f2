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
        var root = new Command("lambdasync", "Keeps a company's CRM and AWS (Partner Central, AWS Marketplace) in step.")
        {
            DemoCommand.Create(terminal),
            ServeCommand.Create(terminal),
            SimulatorCommand.Create(terminal),
            BackfillCommand.Create(terminal),
            new Command("opportunity", "Look at opportunities in Partner Central.") { OpportunityShowCommand.Create(terminal) },
            new Command("solution", "The partner's solutions.") { SolutionRefreshCommand.Create(terminal) },
            new Command("file", "Read ACE files.") { FileReadCommand.Create(terminal) },
            new Command("map", "Apply a mapping to records, one JSON document a line.") { MapInCommand.Create(terminal), MapOutCommand.Create(terminal) },
            new Command("mapping", "Check and draft mappings.") { MappingCheckCommand.Create(terminal), MappingAutoCommand.Create(terminal) },
            new Command("log", "Look at what was synced.") { LogListCommand.Create(terminal), LogShowCommand.Create(terminal) },
            new Command("deadletter", "Messages that failed every time, and files that got stuck.") { DeadLetterListCommand.Create(terminal), DeadLetterReplayCommand.Create(terminal) },
            new Command("record", "Work with shared records.") { RecordRefreshCommand.Create(terminal) },
            new Command("schedule", "What runs again and again.") { ScheduleListCommand.Create(terminal), ScheduleSetCommand.Create(terminal), ScheduleOffCommand.Create(terminal) },
            new Command("notification", "What AWS told.") { NotificationListCommand.Create(terminal) },
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
            await stderr.WriteLineAsync("'lambdasync --help' lists the verbs, 'lambdasync NOUN VERB --help' what one takes.");
            return Exit.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = terminal.Text, Error = stderr, EnableDefaultExceptionHandler = false });
        }
        catch (AwsServiceException refused)
        {
            // What a function tries again by itself, a verb does not.
            foreach (var issue in AwsIssues.Of(refused))
                terminal.Tell(refused.Transient ? issue with { Fix = "Run it again in a while" } : issue);
            return Exit.Failed;
        }
        catch (QuotaUsedUpException used)
        {
            await stderr.WriteLineAsync($"error: {used.Message} Fix: run it again then.");
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
