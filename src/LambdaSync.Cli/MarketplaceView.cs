using System.Text.Json;
using Spectre.Console;

namespace LambdaSync.Cli;

/// <summary>One document of AWS Marketplace: as it is, or a value a row.</summary>
static class MarketplaceView
{
    public static void Write(JsonElement document, string format, Terminal terminal)
    {
        if (format == "json")
        {
            using var lines = new LineWriter(terminal.Out);
            var json = lines.Begin();
            foreach (var member in document.EnumerateObject())
                member.WriteTo(json);
            lines.End();
            return;
        }

        var table = new Table().Border(TableBorder.None).HideHeaders().AddColumns("", "");
        DocumentRows.Add(table, document, "");
        Options.Console(terminal).Write(table);
    }
}
