using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using LambdaSync.Commands;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Outbound;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>engagement show</c>: an engagement as Partner Central has it, its members, the invitations that were sent for it and its snapshot jobs (row A20).</summary>
static class EngagementShowCommand
{
    const int Page = 10;

    public static Command Create(Terminal terminal)
    {
        var (catalog, output) = (PartnerCentralLink.Catalog(), Options.Output("table", "json"));
        var id = new Argument<string>("id") { Description = "An engagement (eng-...), or an opportunity (O and digits) for all engagements that it is shared in." };
        var command = new Command("show", "Shows an engagement from Partner Central: its contexts, members, shared opportunities, the invitations that you sent and the jobs that keep its snapshots up to date.") { id, catalog, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var (of, wanted) = (parsed.GetValue(catalog)!, RecordIds.Normal(parsed.GetValue(id)!));
            var isEngagement = CommandReader.IsEngagement(wanted);
            if (isEngagement ? !CommandReader.HasForm(wanted) : !CommandReader.IsOpportunity(wanted))
            {
                terminal.Tell(isEngagement ? CommandIssues.BadForm(wanted) : Issue.Error(IssueCodes.CommandInvalid, "id", wanted, "this is neither an engagement nor an opportunity", "give eng- and 14 letters or digits, or O and digits"));
                return Exit.Failed;
            }

            using var aws = PartnerCentralLink.Open();
            var engagements = isEngagement ? [wanted] : await Shared(aws, of, wanted, cancellation);
            if (engagements.Count == 0)
            {
                terminal.Error.WriteLine($"error: {wanted} is in no engagement. Fix: submit the opportunity first; AWS makes the engagement then.");
                return Exit.Failed;
            }

            var isJson = Options.Format(parsed, output, terminal, "table", "json") == "json";
            var hasJobs = false;
            foreach (var engagement in engagements)
            {
                var parts = await Read(aws, of, engagement, cancellation);
                parts.Add(("snapshotJobs", await SnapshotJobs(aws, of, engagement, terminal, cancellation)));
                hasJobs |= parts[^1].Items.Count > 0;
                if (isJson)
                    WriteJson(parts, terminal);
                else
                    WriteTable(parts, terminal);
            }

            if (hasJobs)
                await CheckRole(aws, of, terminal, cancellation);
            return Exit.Done;
        });
        return command;
    }

    // AWS's tasks create a job for each opportunity that they share. What it does afterwards is its own call.
    static async Task<List<ReadOnlyMemory<byte>>> SnapshotJobs(PartnerCentralClient aws, string catalog, string engagement, Terminal terminal, CancellationToken cancellation)
    {
        var jobs = new List<ReadOnlyMemory<byte>>();
        var filter = Encoding.UTF8.GetBytes(new JsonObject { ["Catalog"] = catalog, ["EngagementIdentifier"] = engagement }.ToJsonString());
        try
        {
            foreach (var job in await All(aws.ListResourceSnapshotJobs(filter, Page, cancellation)))
                jobs.Add(await aws.GetResourceSnapshotJob(catalog, OpportunityBody.Text(job.Span, "Id") ?? "", cancellation));
        }
        catch (AwsServiceException refused) when (refused.IsAccess)
        {
            Tell(refused, terminal);
        }

        return jobs;
    }

    // "Updates reach the members only with a ResourceSnapshotJobRole" (guide for multi-partner opportunities). The role is the account's, so an operator sets it.
    static async Task CheckRole(PartnerCentralClient aws, string catalog, Terminal terminal, CancellationToken cancellation)
    {
        try
        {
            if (OpportunityBody.Text((await aws.GetSellingSystemSettings(catalog, cancellation)).Span, "ResourceSnapshotJobRoleArn") is { Length: > 0 })
                return;
            terminal.Tell(Issue.Warning(
                IssueCodes.SnapshotRoleMissing, "ResourceSnapshotJobRoleArn", null, "the account has no role for resource snapshot jobs, so the engagement's other members do not get later changes of the opportunity",
                "create the role (the stack's parameter SnapshotJobs does), then set it with 'aws partnercentral-selling put-selling-system-settings'; docs/operations.md says how"));
        }
        catch (AwsServiceException refused) when (refused.IsAccess)
        {
            Tell(refused, terminal);
        }
    }

    // Who may read the engagement may not be who may read the account's jobs.
    static void Tell(AwsServiceException refused, Terminal terminal)
    {
        foreach (var issue in AwsIssues.Of(refused))
            terminal.Tell(issue with { Severity = Severity.Warning });
    }

    static async Task<List<string>> Shared(PartnerCentralClient aws, string catalog, string opportunity, CancellationToken cancellation)
    {
        var found = new List<string>();
        await foreach (var item in aws.ListEngagementResourceAssociations(AwsRequest.ListEngagementsOf(catalog, opportunity).Body, Page, cancellation))
        {
            if (OpportunityBody.Text(item.Span, "EngagementId") is { } id && !found.Contains(id))
                found.Add(id);
        }

        return found;
    }

    static async Task<List<(string Name, List<ReadOnlyMemory<byte>> Items)>> Read(PartnerCentralClient aws, string catalog, string id, CancellationToken cancellation) =>
    [
        ("engagement", [await aws.Call(SellingOperations.GetEngagement, AwsRequest.GetEngagement(catalog, id).Body, cancellation)]),
        ("members", await All(aws.ListEngagementMembers(AwsRequest.GetEngagement(catalog, id).Body, Page, cancellation))),
        ("opportunities", await All(aws.ListEngagementResourceAssociations(AwsRequest.ListOpportunitiesIn(catalog, id).Body, Page, cancellation))),
        ("invitations", await All(aws.List(SellingOperations.ListEngagementInvitations, AwsRequest.ListSentInvitations(catalog, id).Body, Page, cancellation))),
    ];

    static async Task<List<ReadOnlyMemory<byte>>> All(IAsyncEnumerable<ReadOnlyMemory<byte>> items)
    {
        var all = new List<ReadOnlyMemory<byte>>();
        await foreach (var item in items)
            all.Add(item);
        return all;
    }

    static void WriteJson(List<(string Name, List<ReadOnlyMemory<byte>> Items)> parts, Terminal terminal)
    {
        using var lines = new LineWriter(terminal.Out);
        var json = lines.Begin();
        LineWriter.Raw(json, parts[0].Name, parts[0].Items[0].Span);
        foreach (var (name, items) in parts.Skip(1))
        {
            json.WriteStartArray(name);
            foreach (var item in items)
                json.WriteRawValue(item.Span);
            json.WriteEndArray();
        }

        lines.End();
    }

    static void WriteTable(List<(string Name, List<ReadOnlyMemory<byte>> Items)> parts, Terminal terminal)
    {
        var table = new Table().AddColumns("field", "value");
        DocumentRows.Add(table, parts[0].Items[0], "");
        foreach (var (name, items) in parts.Skip(1))
        {
            for (var i = 0; i < items.Count; i++)
                DocumentRows.Add(table, items[i], FormattableString.Invariant($"{name}[{i}]"));
        }

        Options.Console(terminal).Write(table);
    }
}
