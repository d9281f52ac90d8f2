using System.CommandLine;
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
        var root = CommandTree.Create(terminal);
        var parsed = root.Parse(args, Parsing.Settings);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in UsageErrors.Of(parsed))
                await terminal.Error.WriteLineAsync("usage: " + error);
            await terminal.Error.WriteLineAsync($"Run '{Examples.PathOf(parsed.CommandResult.Command)} --help' to see what there is, with examples.");
            return Exit.Usage;
        }

        try
        {
            return await parsed.InvokeAsync(
                new InvocationConfiguration { Output = terminal.Raw, Error = terminal.Error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = ForTheEnd });
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
            await terminal.Error.WriteLineAsync($"error: {used.Message} Fix: run the command again at that time.");
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
            await terminal.Error.WriteLineAsync("error: " + failed.Message);
            return Exit.Failed;
        }
        catch (Amazon.Runtime.AmazonClientException setting) when (AccessErrors.Of(setting, "AWS") is { } line)
        {
            await terminal.Error.WriteLineAsync("error: " + line);
            return Exit.Failed;
        }
        catch (OperationCanceledException)
        {
            return Exit.Failed;
        }
        catch (Exception unexpected) when (unexpected is not OutOfMemoryException)
        {
            // The edge of the tool: a crash would end with a code that scripts don't know.
            await terminal.Error.WriteAsync($"error: the command failed with an unexpected error. Fix: report it with the lines below.{Environment.NewLine}{unexpected}{Environment.NewLine}");
            return Exit.Failed;
        }
    }
}
