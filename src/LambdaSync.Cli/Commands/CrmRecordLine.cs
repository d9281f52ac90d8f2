using LambdaSync.Connections.Crm;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary>A CRM record as one JSON line.</summary>
static class CrmRecordLine
{
    public static void Write(LineWriter lines, CrmRecord record)
    {
        var json = lines.Begin();
        json.WriteString("id", record.Id);
        LineWriter.Raw(json, "fields", record.Fields);
        lines.End();
    }

    /// <summary>Tells what became of a write and returns the exit code.</summary>
    public static int Tell(CrmResult result, Terminal terminal)
    {
        foreach (var issue in result.Issues)
            terminal.Tell(issue);
        if (!result.Written)
            return Exit.Failed;
        terminal.Text.WriteLine($"{result.Id} {(result.Created ? "created" : "updated")}");
        return Exit.Done;
    }
}
