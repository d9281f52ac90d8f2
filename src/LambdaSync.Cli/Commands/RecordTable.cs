using LambdaSync.Files;
using LambdaSync.Json;

namespace LambdaSync.Cli.Commands;

/// <summary>A file's records for a person: one row a record, its worst issue beside it.</summary>
static class RecordTable
{
    /// <summary>Returns how many records are bad.</summary>
    public static int Write(AceFile file, Terminal terminal)
    {
        var rows = new List<string[]>();
        var document = new Utf8Buffer();
        var bad = 0;
        for (var i = 0; i < file.Count; i++)
        {
            document.Clear();
            var record = file.Read(i, document);
            bad += record.Bad ? 1 : 0;
            var first = record.Issues.OrderByDescending(issue => issue.Severity).FirstOrDefault();
            rows.Add(
            [
                Words.Of(i), record.AwsId ?? "", record.PartnerId ?? "", record.Bad ? "bad" : record.Superseded ? "superseded" : "good",
                first is null ? "" : $"{first.Code} {first.Field}: {first.Rule}", first?.Fix ?? "",
            ]);
        }

        Layout.Write(["record", "AWS id", "partner id", "state", "first issue", "fix"], rows, new HashSet<string> { "first issue", "fix" }, terminal);
        terminal.Raw.WriteLine($"{file.Count} records, {bad} bad");
        return bad;
    }
}
