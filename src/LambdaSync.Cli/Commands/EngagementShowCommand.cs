using System.CommandLine;
using LambdaSync.Commands;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Outbound;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>engagement show</c>: an engagement as Partner Central has it, its members and the invitations that were sent for it (row A20).</summary>
static class EngagementShowCommand
{
    const int Page = 10;

    public static Command Create(Terminal terminal)
    {
        var (catalog, output) = (PartnerCentralLink.Catalog(), Options.Output("table", "json"));
        var id = new Argument<string>("id") { Description = "An engagement (eng-...), or an opportunity (O and digits) for all engagements that it is shared in." };
        var command = new Command("show", "Shows an engagement from Partner Central: its contexts, members, shared opportunities and the invitations that you sent.") { id, catalog, output };
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
            foreach (var engagement in engagements)
            {
                var parts = await Read(aws, of, engagement, cancellation);
                if (isJson)
                    WriteJson(parts, terminal);
                else
                    WriteTable(parts, terminal);
            }

            return Exit.Done;
        });
        return command;
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
