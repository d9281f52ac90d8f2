using System.CommandLine;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm import</c>: one JSON object a line becomes one record.</summary>
static class CrmImportCommand
{
    public static Command Create(Terminal terminal)
    {
        var source = new DataSource.Options();
        var crmObject = CrmObjectName.Argument();
        var command = new Command("import", "Reads one JSON object per line (flat, or with nested related records) and inserts or updates one record for each. Exit 3 if some were refused.") { crmObject };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation, make: true);
            if (await CrmObjectName.Of(data!.Crm, parsed.GetValue(crmObject)!, terminal, cancellation) is not { } name)
                return Exit.Failed;
            var lines = new JsonLines(terminal.In);
            var (good, bad) = (0, 0);
            while (lines.TryRead(out var line))
            {
                var result = await data.Crm.Import(name, line.ToArray(), cancellation);
                foreach (var issue in result.Issues)
                    terminal.Tell(issue with { Record = lines.Number });
                _ = result.Written ? good++ : bad++;
            }

            terminal.Text.WriteLine($"{good} imported, {bad} refused");
            return bad == 0 ? Exit.Done : good == 0 ? Exit.Failed : Exit.Partly;
        });
        return command;
    }
}
