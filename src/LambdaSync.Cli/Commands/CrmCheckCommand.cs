using System.CommandLine;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;

namespace LambdaSync.Cli.Commands;

/// <summary><c>crm check</c>: whether the CRM can be worked with, by whom, and whether its events arrive (row F-19).</summary>
static class CrmCheckCommand
{
    static readonly Listing<CrmFinding> Findings = new(
        [new("check", f => f.Check, Breaks: true), new("state", f => f.State), new("detail", f => f.Detail, Breaks: true), new("fix", f => f.Fix, Breaks: true)],
        (_, json, f) =>
        {
            json.WriteString("check", f.Check);
            json.WriteString("state", f.State);
            json.WriteString("detail", f.Detail);
            json.WriteString("fix", f.Fix);
        });

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json", "csv"));
        var command = new Command("check", "Checks the CRM's connection: organization, owner, API calls, currency, change events, event relays and their event sources in Amazon EventBridge. Changes nothing. Exit 1 if something stops the synchronization, 3 if something needs a look.") { catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.OpenConnected(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of)
                return Exit.Failed;
            var found = await Check(data, of, cancellation);
            Findings.Write(found, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return found.Any(f => f.State == CrmFinding.Stops) ? Exit.Failed : found.Any(f => f.State == CrmFinding.Look) ? Exit.Partly : Exit.Done;
        });
        return command;
    }

    static async Task<IReadOnlyList<CrmFinding>> Check(DataSource data, string catalog, CancellationToken cancellation)
    {
        var found = new List<CrmFinding>();
        try
        {
            var organization = await data.SyncCrm.Open(cancellation);
            found.Add(CrmChecks.Organization(organization));
            found.Add(CrmChecks.Owner(organization, await data.BoundCrm(catalog).Owner(cancellation)));
            found.Add(CrmChecks.Usage(data.SyncCrm.Usage));
            found.AddRange((await Crms.SetUpFaults(data.SyncCrm, cancellation)).Select(CrmChecks.SetUp));
            if (organization.Kind != Crms.BuiltIn)
                found.AddRange(await Relays(data, cancellation));
        }
        catch (ConnectionException failed)
        {
            found.Add(new CrmFinding("connection", CrmFinding.Stops, failed.Message, failed.Transient ? "run the command again later" : "do what the message names"));
        }

        return found;
    }

    static async Task<IReadOnlyList<CrmFinding>> Relays(DataSource data, CancellationToken cancellation)
    {
        var relays = await Crms.Relays(data.SyncCrm, cancellation);
        if (relays is not { Count: > 0 })
            return [.. CrmChecks.Relays(relays, null)];
        try
        {
            using var sources = new EventSources(new AwsSettings { Region = data.Region });
            return [.. CrmChecks.Relays(relays, await sources.List(CrmChecks.SourcePrefix, cancellation))];
        }
        catch (AwsServiceException failed)
        {
            return [.. CrmChecks.Relays(relays, null), new CrmFinding(
                "event sources", CrmFinding.Look, failed.Message,
                failed.Transient ? "check the network, and AWS_REGION; then run the command again" : "allow events:ListEventSources to whoever runs the command, with AWS_PROFILE and AWS_REGION of the stack")];
        }
    }
}
