using System.CommandLine;
using System.Globalization;
using Spectre.Console;

namespace LambdaSync.Cli;

/// <summary>Options that several verbs share.</summary>
static class Options
{
    public static Option<string> Output(params string[] formats)
    {
        var option = new Option<string>("--output") { Description = "Format: " + string.Join(", ", formats) + ". Default: table on a terminal, a machine-readable format otherwise." };
        option.AcceptOnlyFromAmong(formats);
        return option;
    }

    public static string Format(ParseResult parsed, Option<string> option, Terminal terminal, string onTerminal, string inPipe) =>
        parsed.GetValue(option) ?? (terminal.IsTerminal ? onTerminal : inPipe);

    public static Option<DirectoryInfo> Data() => new("--data")
    {
        Description = "Folder of the one-machine edition's data. Default: LAMBDASYNC_DATA, or .lambdasync in the current folder.",
        DefaultValueFactory = _ => new DirectoryInfo(Environment.GetEnvironmentVariable("LAMBDASYNC_DATA") is { Length: > 0 } set ? set : ".lambdasync"),
    };

    /// <summary>A date or a moment; one that names no offset is in UTC.</summary>
    public static Option<DateTimeOffset?> Date(string name, string description) => new(name)
    {
        Description = description + " (2026-01-31, 2026-01-31T12:00Z)",
        CustomParser = argument =>
        {
            if (DateTimeOffset.TryParse(argument.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
                return date;
            argument.AddError($"{name} takes a date: 2026-01-31 or 2026-01-31T12:00Z");
            return null;
        },
    };

    public static Option<FileInfo?> Mapping() => new("--mapping") { Description = "Mapping document. Default: mapping.json in the data folder, or the mapping of the built-in CRM." };

    public static IAnsiConsole Console(Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Raw),
        });
        console.Pipeline.Attach(new PrintableHook());
        if (!terminal.IsTerminal)
            console.Profile.Width = 200;
        return console;
    }
}
