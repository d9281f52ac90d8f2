using System.CommandLine;
using System.Text.Json;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Gates;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>opportunity show</c>: one opportunity as AWS has it now, both sides; with a folder or stack also how its sync stands.</summary>
static class OpportunityShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json"));
        var id = new Argument<string>("id") { Description = "AWS's identifier, O and digits; with --data or --stack also a CRM record's id." };
        var command = new Command("show", "Shows an opportunity from Partner Central with AWS's own summary of it; with --data or --stack also how its sync stands.") { id, catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var wanted = (Catalog: parsed.GetValue(catalog)!, Id: parsed.GetValue(id)!);
            (RecordFacts Record, Explanation Explanation)? sync = null;
            if (source.AreGiven(parsed))
            {
                using var data = await source.Open(parsed, terminal, cancellation);
                if (data is null || await RecordLookup.Open(data, terminal, cancellation) is not { } lookup)
                    return Exit.Failed;
                if (await lookup.Find(wanted.Id, 0, cancellation) is { } record)
                    sync = (record, Explanation.Of(record, lookup.Mapping, TimeProvider.System.GetUtcNow()));
                if (sync is { Record: { Key.IsCrmRecord: true } unshared })
                {
                    terminal.Error.WriteLine($"error: AWS does not have the CRM record {unshared.CrmId}. Fix: run 'lambdasync explain {unshared.CrmId}' to see why.");
                    return Exit.Failed;
                }

                wanted = sync is { Record: var found } ? (found.Key.Catalog, found.Key.Id) : wanted with { Catalog = data.CatalogOf(parsed, catalog, terminal) ?? wanted.Catalog };
            }

            using var aws = PartnerCentralLink.Open();
            var opportunity = await aws.GetOpportunity(wanted.Catalog, wanted.Id, cancellation);
            var summary = await Summary(aws, wanted.Catalog, wanted.Id, cancellation);
            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                var json = lines.Begin();
                LineWriter.Raw(json, "opportunity", opportunity.Span);
                if (summary is { } found)
                    LineWriter.Raw(json, "aws", found.Span);
                if (sync is { } standing)
                    WriteSync(json, standing.Record, standing.Explanation);
                lines.End();
                return Exit.Done;
            }

            var table = new Table().AddColumns("field", "value");
            DocumentRows.Add(table, opportunity, "");
            if (summary is { } aside)
                DocumentRows.Add(table, aside, "aws:");
            foreach (var (name, value) in sync is { } stands ? SyncRows(stands.Record, stands.Explanation) : [])
                table.AddRow(new Text("sync:" + name), new Text(value));
            Options.Console(terminal).Write(table);
            return Exit.Done;
        });
        return command;
    }

    static IEnumerable<(string Name, string Value)> SyncRows(RecordFacts record, Explanation explanation) =>
        [("crmId", record.CrmId ?? ""), ("situation", explanation.Situation.ToString()), ("text", explanation.Text), ("first", explanation.First)];

    static void WriteSync(Utf8JsonWriter json, RecordFacts record, Explanation explanation)
    {
        json.WriteStartObject("sync");
        foreach (var (name, value) in SyncRows(record, explanation))
            json.WriteString(name, value);
        json.WriteEndObject();
    }

    // A draft has none: AWS has not seen it.
    static async Task<ReadOnlyMemory<byte>?> Summary(PartnerCentralClient aws, string catalog, string id, CancellationToken cancellation)
    {
        try
        {
            return await aws.GetAwsOpportunitySummary(catalog, id, cancellation);
        }
        catch (AwsServiceException none) when (none.Code == "ResourceNotFoundException")
        {
            return null;
        }
    }
}
