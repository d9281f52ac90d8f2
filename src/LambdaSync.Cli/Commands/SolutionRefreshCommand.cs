using System.CommandLine;
using LambdaSync.Functions;
using LambdaSync.Sync;

namespace LambdaSync.Cli.Commands;

/// <summary><c>solution refresh</c>: the partner's solutions into the CRM.</summary>
static class SolutionRefreshCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog) = (new DataSource.Options(), PartnerCentralLink.Catalog());
        var command = new Command("refresh", "Copies the partner's solutions from Partner Central into the CRM and marks the solutions that are no longer listed. Exit 3 if the CRM refused some, or if an entry of AWS's list can't be read.") { catalog };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation, make: true);
            if (data!.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            using var aws = data.PartnerCentral();
            var result = await new SolutionRefresh(aws.Lanes[Lane.Person], data.Crm).Run(of, cancellation);
            foreach (var issue in result.Issues)
                terminal.Tell(issue);
            terminal.Text.WriteLine($"{result.Listed} solutions: {result.Added} new, {result.Gone} no longer listed, {result.Refused} refused by the CRM");
            return result.Refused + result.Unreadable == 0 ? Exit.Done : Exit.Partly;
        });
        return command;
    }
}
