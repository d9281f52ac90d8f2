using System.CommandLine;
using System.Text.Json;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.PartnerCentral;
using Spectre.Console;

namespace LambdaSync.Cli.Commands;

/// <summary><c>opportunity show</c>: one opportunity as AWS has it now, both sides.</summary>
static class OpportunityShowCommand
{
    public static Command Create(Terminal terminal)
    {
        var (catalog, output) = (PartnerCentralLink.Catalog(), Options.Output("table", "json"));
        var id = new Argument<string>("id") { Description = "AWS's identifier, O and digits." };
        var command = new Command("show", "Shows an opportunity from Partner Central with AWS's own summary of it.") { id, catalog, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var aws = PartnerCentralLink.Open();
            var opportunity = await aws.GetOpportunity(parsed.GetValue(catalog)!, parsed.GetValue(id)!, cancellation);
            var summary = await Summary(aws, parsed.GetValue(catalog)!, parsed.GetValue(id)!, cancellation);
            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                var json = lines.Begin();
                LineWriter.Raw(json, "opportunity", opportunity.Span);
                if (summary is { } found)
                    LineWriter.Raw(json, "aws", found.Span);
                lines.End();
                return Exit.Done;
            }

            var table = new Table().AddColumns("field", "value");
            Rows(table, opportunity, "");
            if (summary is { } aside)
                Rows(table, aside, "aws:");
            Options.Console(terminal).Write(table);
            return Exit.Done;
        });
        return command;
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

    static void Rows(Table table, ReadOnlyMemory<byte> document, string root)
    {
        using var json = JsonDocument.Parse(document);
        Rows(table, json.RootElement, root);
    }

    static void Rows(Table table, JsonElement value, string path)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Rows(table, member.Value, path.Length == 0 || path.EndsWith(':') ? path + member.Name : $"{path}.{member.Name}");
                break;
            case JsonValueKind.Array when value.EnumerateArray().Any(item => item.ValueKind == JsonValueKind.Object):
                foreach (var (item, index) in value.EnumerateArray().Select((item, index) => (item, index)))
                    Rows(table, item, $"{path}[{index}]");
                break;
            case JsonValueKind.Array:
                table.AddRow(new Text(path), new Text(string.Join("; ", value.EnumerateArray().Select(item => item.ToString()))));
                break;
            default:
                table.AddRow(new Text(path), new Text(value.ToString()));
                break;
        }
    }
}
