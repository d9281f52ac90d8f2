using System.CommandLine;
using System.Text.RegularExpressions;
using LambdaSync.Mapping;

namespace LambdaSync.Cli;

/// <summary>What is wrong with a command line, with the name that was probably meant.</summary>
static partial class UsageErrors
{
    /// <summary>One line each, without "usage:".</summary>
    public static IReadOnlyList<string> Of(ParseResult parsed)
    {
        var command = parsed.CommandResult.Command;
        var path = Examples.PathOf(command);
        // What follows a word that is not known can't be known either.
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            var known = unknown.StartsWith('-')
                ? command.Options.Concat(Parents(command).SelectMany(c => c.Options.Where(o => o.Recursive))).Select(o => o.Name)
                : command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name);
            return [$"'{path}' does not know '{unknown}'. {Nearest.Hint(unknown, known)}".TrimEnd()];
        }

        if (command is { Action: null, Subcommands.Count: > 0 })
            return [$"'{path}' needs one of: {string.Join(", ", command.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}"];
        return [.. parsed.Errors.Select(error => TypeName().Replace(error.Message, ""))];
    }

    static IEnumerable<Command> Parents(Command command) => command.Parents.OfType<Command>().SelectMany(parent => Parents(parent).Prepend(parent));

    // The parser names the .NET type that a text was to become.
    [GeneratedRegex(" as expected type '[^']*'")]
    private static partial Regex TypeName();
}
