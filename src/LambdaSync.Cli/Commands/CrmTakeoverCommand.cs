using System.CommandLine;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm takeover</c>: a stack or data folder becomes the one that synchronizes the CRM (row S-19).</summary>
static class CrmTakeoverCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var confirmation = new Confirmation(terminal, "Why; the output repeats it.");
        var command = new Command("takeover", "Makes this stack or data folder the one that synchronizes the CRM, in place of another that has ended for good. The other one stops within 15 minutes.") { catalog };
        source.AddTo(command);
        confirmation.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.OpenConnected(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var crm = data.BoundCrm(of);
            if (await crm.Owner(cancellation) is not { IsOwn: false } owner)
            {
                // Without an owner, the first one to synchronize becomes it; the built-in CRM is one store's alone.
                await terminal.Text.WriteLineAsync($"{of}: no other stack or data folder synchronizes this CRM; nothing is to be taken over");
                return Exit.Done;
            }

            var (reason, exit) = await confirmation.Ask(parsed, $"The CRM is synchronized with the catalog {of} by {owner.Entry}. Stop that one first: for up to 15 minutes both would work", cancellation);
            if (exit is { } stopped)
                return stopped;
            var before = await crm.TakeOver(cancellation);
            await terminal.Text.WriteLineAsync($"{of}: taken over from {before?.ToString() ?? "no one"}: {reason}");
            return Exit.Done;
        });
        return command;
    }
}
