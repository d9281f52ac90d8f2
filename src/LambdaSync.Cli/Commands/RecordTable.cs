using LambdaSync.Files;
using LambdaSync.Json;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary>A file's records for a person: one row a record, its worst issue beside it.</summary>
static class RecordTable
{
    /// <summary>Returns how many records are bad.</summary>
    public static int Write(AceFile file, Terminal terminal)
    {
        var console = Options.Console(terminal);
        var table = new Table().AddColumns("record", "AWS id", "partner id", "state", "first issue", "fix");
        var document = new Utf8Buffer();
        var bad = 0;
        for (var i = 0; i < file.Count; i++)
        {
            document.Clear();
            var record = file.Read(i, document);
            bad += record.Bad ? 1 : 0;
            var first = record.Issues.OrderByDescending(issue => issue.Severity).FirstOrDefault();
            table.AddRow(
                new Text(i.ToString(System.Globalization.CultureInfo.InvariantCulture)), new Text(record.AwsId ?? ""), new Text(record.PartnerId ?? ""),
                new Text(record.Bad ? "bad" : record.Superseded ? "superseded" : "good"),
                new Text(first is null ? "" : $"{first.Code} {first.Field}: {first.Rule}"), new Text(first?.Fix ?? ""));
        }

        console.Write(table);
        console.WriteLine($"{file.Count} records, {bad} bad");
        return bad;
    }
}
