using System.Globalization;
using Spectre.Console;

namespace LambdaSync.Cli.Demo;

/// <summary>One step for people: its name, then what happened. Where the terminal is narrow, the text continues under itself.</summary>
static class DemoLine
{
    const int Indent = 20;

    public static void Write(int number, string name, string text, IAnsiConsole console)
    {
        console.Write(new Text(string.Create(CultureInfo.InvariantCulture, $"{number}. {name}").PadRight(Indent), new Style(Color.Green)));
        var lines = Layout.Broken(text, Math.Max(1, console.Profile.Width - Indent - 1));
        console.WriteLine(string.Join(Environment.NewLine + new string(' ', Indent), lines));
    }
}
