using System.Text;
using System.Text.Json;
using LambdaSync.Connections.BuiltIn;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Json;
using LambdaSync.Sync;

namespace LambdaSync.Functions;

/// <summary>The partner's solutions, all pages, into the CRM; those that AWS no longer lists as active are marked (row A7).</summary>
public sealed class SolutionRefresh(PartnerCentralClient aws, IBuiltInCrm crm)
{
    public const string Object = "AWS_Solution__c", IdField = "AWS_Solution_Id__c";

    const int PageSize = 100, Batch = 200;

    /// <exception cref="Connections.Aws.AwsServiceException">AWS refuses or can't be reached; what was written before stays.</exception>
    public async Task<Result> Run(string catalog, CancellationToken cancellation)
    {
        byte[] filter = [.. "{\"Catalog\":"u8, .. JsonText.Quote(catalog), .. "}"u8];
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = new List<CrmWrite>();
        var issues = new List<Issue>();
        await foreach (var solution in aws.ListSolutions(filter, PageSize, cancellation))
        {
            if (Row(catalog, solution) is not { } row)
                issues.Add(HandlerIssues.SolutionUnreadable(Encoding.UTF8.GetString(solution.Span)));
            else if (seen.Add(row.ExternalId!))
                rows.Add(row);
        }

        // What AWS gave up is still named by older opportunities: it is marked, not removed. An entry that can't be read may be any of them.
        var known = issues.Count > 0 ? [] : await Known(catalog, cancellation);
        var gone = known.Where(id => !seen.Contains(id)).ToList();
        rows.AddRange(gone.Select(id => Write(id, new FlatRecord { ["Active__c"] = "false" })));

        var unreadable = issues.Count;
        var (added, refused) = (0, 0);
        foreach (var chunk in rows.Chunk(Batch))
        {
            foreach (var result in await crm.Write(Object, chunk, cancellation))
            {
                added += result.Created ? 1 : 0;
                refused += result.Written ? 0 : 1;
                issues.AddRange(result.Issues);
            }
        }

        return new Result(seen.Count, added, gone.Count, refused, unreadable, IssueList.Limit(issues));
    }

    // Null: without an id it can't be stored.
    static CrmWrite? Row(string catalog, ReadOnlyMemory<byte> solution)
    {
        using var json = JsonDocument.Parse(solution);
        if (Text("Id") is not { Length: > 0 } id)
            return null;
        return Write(Key(catalog, id), new FlatRecord
        {
            ["Catalog__c"] = Quote(catalog),
            ["Name"] = Quoted("Name"),
            ["Status__c"] = Quoted("Status"),
            ["Category__c"] = Quoted("Category"),
            ["Active__c"] = Text("Status") == "Active" ? "true" : "false",
        });

        string Quoted(string name) => Text(name) is { } text ? Quote(text) : "null";

        string? Text(string name) => json.RootElement.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }

    static CrmWrite Write(string id, FlatRecord fields) => new(null, IdField, id, fields.ToJson(), null, []);

    // The catalog is part of every key: Sandbox and AWS never meet.
    static string Key(string catalog, string id) => catalog == "AWS" ? id : $"{catalog}:{id}";

    static string Quote(string text) => Encoding.UTF8.GetString(JsonText.Quote(text));

    async Task<List<string>> Known(string catalog, CancellationToken cancellation)
    {
        var known = new List<string>();
        string? after = null;
        do
        {
            var page = await crm.List(Object, Batch, after, cancellation);
            foreach (var record in page)
            {
                using var fields = JsonDocument.Parse(record.Fields);
                if (fields.RootElement.TryGetProperty("Catalog__c", out var of) && of.ValueEquals(catalog) && fields.RootElement.TryGetProperty(IdField, out var id))
                    known.Add(id.GetString()!);
            }

            after = page.Count == Batch ? page[^1].Id : null;
        }
        while (after is not null);
        return known;
    }

    /// <param name="Listed">Solutions that AWS lists.</param>
    /// <param name="Gone">Known ones that it does not list any more.</param>
    /// <param name="Refused">Rows that the CRM did not take.</param>
    /// <param name="Unreadable">Entries of AWS's list without an id; as long as there is one, no solution is marked as gone.</param>
    public sealed record Result(int Listed, int Added, int Gone, int Refused, int Unreadable, IReadOnlyList<Issue> Issues);
}
