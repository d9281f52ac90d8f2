using System.CommandLine;
using LambdaSync.Functions;

namespace LambdaSync.Cli.Commands;

/// <summary><c>pause</c> and <c>resume</c>: nothing is sent meanwhile, everything that arrives is stored.</summary>
static class PauseCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var reason = new Option<string>("--reason") { Description = "Why; lists and logs show it.", Required = true };
        var command = new Command("pause", "Stops the synchronization of a stack or a data folder until 'lambdasync resume'. Events, CRM changes and commands are stored and wait; files are still imported.") { reason, catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var cause = $"paused by {Environment.UserName} at {Words.Of(TimeProvider.System.GetUtcNow())}: {parsed.GetValue(reason)!.Trim()}";
            if (!await Pause.Set(data.Store, of, cause, Invocation.Of("pause", cancellation), TimeProvider.System))
                return await Busy(terminal);
            await terminal.Text.WriteLineAsync($"{of}: {cause}. A call that is under way is finished.");
            return Exit.Done;
        });
        return command;
    }

    public static Command CreateResume(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var command = new Command("resume", "Continues the synchronization of a stack or a data folder. The next tick works on what has waited.") { catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            if (await Pause.Cause(data.Store, of, cancellation) is not { } cause)
            {
                await terminal.Text.WriteLineAsync($"{of}: not paused");
                return Exit.Done;
            }

            if (!await Pause.End(data.Store, of, Invocation.Of("resume", cancellation), TimeProvider.System))
                return await Busy(terminal);
            await terminal.Text.WriteLineAsync($"{of}: resumed ({cause})");
            return Exit.Done;
        });
        return command;
    }

    /// <summary>Says on the error stream that the source is paused, if it is.</summary>
    public static async Task Tell(DataSource data, string catalog, Terminal terminal, CancellationToken cancellation)
    {
        if (await Pause.Cause(data.Store, catalog, cancellation) is { } cause)
            await terminal.Error.WriteLineAsync($"{cause}; run 'lambdasync resume' to continue");
    }

    static async Task<int> Busy(Terminal terminal)
    {
        await terminal.Error.WriteLineAsync("error: another command pauses or resumes this moment. Fix: run the command again.");
        return Exit.Failed;
    }
}
