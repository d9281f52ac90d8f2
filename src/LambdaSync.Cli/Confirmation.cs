using System.CommandLine;

namespace LambdaSync.Cli;

/// <summary>The question before a command that changes many things: how many, why, and whether. Without a terminal the options answer it.</summary>
/// <param name="required">What the reason is, where a command is not possible without one; null: it is only for the sync log.</param>
sealed class Confirmation(Terminal terminal, string? required = null)
{
    readonly Option<bool> _yes = new("--yes") { Description = "Do not ask. Required without a terminal if more than one record is named." };
    readonly Option<string?> _reason = new("--reason")
    {
        Description = required ?? "Why; the sync log shows it. Asked for on a terminal, required otherwise, if more than one record is named.",
        Required = required is not null,
    };

    public void AddTo(Command command)
    {
        command.Add(_yes);
        command.Add(_reason);
    }

    /// <summary>The reason that was given, or null.</summary>
    public string? Reason(ParseResult parsed) => parsed.GetValue(_reason);

    /// <summary>Asks what is still open.</summary>
    /// <param name="what">What is about to be done, with its count: "submit: 37 records (stage Qualified)".</param>
    /// <returns>The reason; or the exit code of a command that must not go on.</returns>
    public async Task<(string? Reason, int? Exit)> Ask(ParseResult parsed, string what, CancellationToken cancellation)
    {
        var (isAgreed, reason) = (parsed.GetValue(_yes), parsed.GetValue(_reason));
        if (!terminal.IsTerminal)
        {
            var missing = (isAgreed, reason) switch { (false, null) => "--yes and --reason TEXT", (false, _) => "--yes", (_, null) => "--reason TEXT", _ => null };
            if (missing is null)
                return (reason, null);
            await terminal.Error.WriteLineAsync($"usage: {what}. Nothing was done. Without a terminal, add {missing}.");
            return (null, Exit.Usage);
        }

        await terminal.Error.WriteLineAsync(what);
        using var answers = new StreamReader(terminal.In, leaveOpen: true);
        if (reason is null)
        {
            await terminal.Error.WriteAsync("Reason: ");
            reason = (await answers.ReadLineAsync(cancellation))?.Trim();
            if (string.IsNullOrEmpty(reason))
                return await Stop();
        }

        if (isAgreed)
            return (reason, null);
        await terminal.Error.WriteAsync("Continue? [y/N] ");
        return (await answers.ReadLineAsync(cancellation))?.Trim() is "y" or "Y" or "yes" ? (reason, null) : await Stop();

        async Task<(string?, int?)> Stop()
        {
            await terminal.Error.WriteLineAsync("Nothing was done.");
            return (null, Exit.Failed);
        }
    }
}
