using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Spectre.Console;

namespace LambdaSync.Cli;

/// <summary>Options that several verbs share.</summary>
static class Options
{
    const int WidthOfFiles = 200;

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

    /// <summary>A whole number between two, both included.</summary>
    public static Option<int> Number(string name, string description, int least, int most, int standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        CustomParser = argument => Whole(argument, name, least, most) ?? standard,
    };

    public static Option<int> Days(string description) => Number("--days", description, 1, 36_500, 30);

    /// <summary>The same without a value of its own.</summary>
    public static Option<int?> NumberOrNone(string name, string description, int least, int most) => new(name)
    {
        Description = description,
        CustomParser = argument => Whole(argument, name, least, most),
    };

    static int? Whole(ArgumentResult argument, string name, int least, int most)
    {
        var text = argument.Tokens[0].Value;
        if (int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        argument.AddError(string.Create(CultureInfo.InvariantCulture, $"{name} takes a whole number from {least} to {most}, not '{text}'"));
        return null;
    }

    /// <summary>A date or a moment; one that names no offset is in UTC.</summary>
    public static Option<DateTimeOffset?> Date(string name, string description) => new(name)
    {
        Description = description + " (2026-01-31, 2026-01-31T12:00Z)",
        CustomParser = argument =>
        {
            if (DateTimeOffset.TryParse(argument.Tokens[0].Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date))
                return date;
            argument.AddError($"{name} takes a date, 2026-01-31 or 2026-01-31T12:00Z, not '{argument.Tokens[0].Value}'");
            return null;
        },
    };

    public static Option<FileInfo?> Describe() => new("--describe") { Description = "A file that 'lambdasync crm describe' wrote. Default: the CRM itself is asked." };

    public static Option<FileInfo?> Mapping() => new("--mapping") { Description = "Mapping document. Default: mapping.json in the data folder, or the mapping of the built-in CRM." };

    // COLUMNS as other tools use it: whoever exports it wants this width, whatever the window's is.
    static int Width(Terminal terminal, int window) =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns is >= 20 and <= 10_000 ? columns
        : terminal.IsTerminal ? window : WidthOfFiles;

    public static IAnsiConsole Console(Terminal terminal)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = terminal.IsTerminal ? AnsiSupport.Detect : AnsiSupport.No,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(terminal.Raw),
        });
        console.Pipeline.Attach(new PrintableHook());
        console.Profile.Width = Width(terminal, console.Profile.Width);
        return console;
    }
}
