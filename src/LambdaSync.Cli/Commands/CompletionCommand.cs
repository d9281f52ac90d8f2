using System.CommandLine;

namespace LambdaSync.Cli.Commands;

/// <summary><c>completion</c>: the script by which a shell completes the tool's commands; it asks <c>complete</c>, which is hidden.</summary>
static class CompletionCommand
{
    static readonly Dictionary<string, string> Scripts = new(StringComparer.Ordinal)
    {
        ["bash"] = """
            _lambdasync() {
              local IFS=$'\n'
              COMPREPLY=($(compgen -W "$(lambdasync complete --position "$COMP_POINT" -- "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
            }
            complete -o default -F _lambdasync lambdasync

            """,
        ["zsh"] = """
            _lambdasync() {
              local line="${(j: :)words[1,CURSOR]}"
              local -a found=("${(@f)$(lambdasync complete --position ${#line} -- "$line" 2>/dev/null)}")
              if [[ -n "${found[1]}" ]]; then compadd -- $found; else _files; fi
            }
            compdef _lambdasync lambdasync

            """,
        ["fish"] = """
            complete -c lambdasync -a '(lambdasync complete --position (string length -- (commandline -cp)) -- (commandline -cp) 2>/dev/null)'

            """,
    };

    public static Command Create(Terminal terminal)
    {
        var shell = new Argument<string>("shell") { Description = "bash, zsh or fish." };
        shell.AcceptOnlyFromAmong([.. Scripts.Keys]);
        var command = new Command("completion", "Prints the script that lets a shell complete commands, options and their values.") { shell };
        command.SetAction(parsed => terminal.Text.Write(Scripts[parsed.GetValue(shell)!]));
        return command;
    }

    /// <param name="root">All commands.</param>
    public static Command CreateComplete(Command root, Terminal terminal)
    {
        var position = new Option<int>("--position") { Required = true };
        var line = new Argument<string>("line");
        var command = new Command("complete", "Prints what may stand at a position of a command line, one a line.") { position, line };
        command.Hidden = true;
        command.SetAction(parsed =>
        {
            var text = parsed.GetValue(line)!;
            var items = root.Parse(text, Parsing.Settings).GetCompletions(Math.Clamp(parsed.GetValue(position), 0, text.Length)).Select(item => item.InsertText ?? item.Label);
            // The library's other names of --help.
            foreach (var item in items.Where(item => item is not ("-?" or "-h" or "/?" or "/h")))
                terminal.Text.WriteLine(item);
        });
        return command;
    }
}
