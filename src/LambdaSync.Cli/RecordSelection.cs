using System.CommandLine;
using System.Text.Json;
using LambdaSync.Connections.Crm;
using LambdaSync.Cli.Commands;
using LambdaSync.Commands;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Mapping;
using LambdaSync.Sync;

namespace LambdaSync.Cli;

/// <summary>What <see cref="RecordSelection"/> may ask for records instead of naming them.</summary>
enum SelectionQuery
{
    /// <summary>AWS's list of opportunities.</summary>
    Opportunities,

    /// <summary>The CRM's leads.</summary>
    Leads,

    /// <summary>Nothing: invitations are in no list that has a query.</summary>
    None,
}

/// <summary>The records that a command is for: named one by one, in a file, or by what AWS says of them; leads by what the CRM says of them.</summary>
/// <param name="instead">An option that names what the command is for in another way, or null.</param>
sealed class RecordSelection(SelectionQuery query = SelectionQuery.Opportunities, Option<string?>? instead = null)
{
    // More is a mistake, or a matter for a backfill.
    const int Max = 10_000, PageSize = 100;

    readonly Argument<string[]> _ids = new("id") { Description = query switch { SelectionQuery.Leads => "Engagements (eng-...) or CRM record ids of leads.", SelectionQuery.Opportunities => "O-numbers or CRM record ids.", _ => "Invitations (engi-...) or CRM record ids." }, Arity = ArgumentArity.ZeroOrMore };
    readonly Option<FileInfo?> _from = new("--from") { Description = "A file with one id per line; blank lines and lines that begin with # are skipped." };
    readonly Option<string[]> _stages = new("--stage") { Description = "The opportunities that Partner Central lists in this stage; may be given several times." };
    readonly Option<string[]> _reviews = new("--review-status") { Description = "The opportunities that Partner Central lists in this review status; may be given several times." };

    readonly Option<string[]> _fields = new("--field") { Description = "The CRM's leads whose field has this value, NAME=VALUE; may be given several times." };

    public void AddTo(Command command)
    {
        command.Add(_ids);
        command.Add(_from);
        foreach (var option in query switch { SelectionQuery.Leads => [_fields], SelectionQuery.Opportunities => (Option<string[]>[])[_stages, _reviews], _ => [] })
            command.Add(option);
        command.Validators.Add(result =>
        {
            var hasQuery = query switch
            {
                SelectionQuery.Leads => result.GetValue(_fields) is { Length: > 0 },
                SelectionQuery.Opportunities => HasQuery(result.GetValue(_stages), result.GetValue(_reviews)),
                _ => false,
            };
            var ways = (result.GetValue(_ids) is { Length: > 0 } ? 1 : 0) + (result.GetValue(_from) is not null ? 1 : 0) + (hasQuery ? 1 : 0) + (instead is not null && result.GetValue(instead) is not null ? 1 : 0);
            if (result.GetValue(_ids)?.FirstOrDefault(id => id.StartsWith('-')) is { } option)
                result.AddError($"{command.Name} has no option {option}");
            else if (ways != 1)
                result.AddError($"{command.Name} takes ids, or --from{(instead is null ? "" : $", or {instead.Name}")}{query switch { SelectionQuery.Leads => ", or --field", SelectionQuery.Opportunities => ", or --stage and --review-status", _ => "" }}");
            else if (query == SelectionQuery.Leads && result.GetValue(_fields)?.FirstOrDefault(f => f.IndexOf('=', StringComparison.Ordinal) < 1) is { } wrong)
                result.AddError($"--field takes NAME=VALUE, not '{wrong}'");
        });
    }

    /// <summary>The ids, each once; null after telling what is wrong with the file, or that they are too many.</summary>
    /// <exception cref="Connections.Aws.AwsServiceException">AWS refuses the query or can't be reached.</exception>
    public async Task<(IReadOnlyList<string> Ids, string From)?> Read(ParseResult parsed, DataSource data, string catalog, Terminal terminal, CancellationToken cancellation)
    {
        var (stages, reviews) = query == SelectionQuery.Opportunities ? (parsed.GetValue(_stages) ?? [], parsed.GetValue(_reviews) ?? []) : ([], []);
        var (ids, from) = parsed.GetValue(_from) is { } file ? (Lines(await File.ReadAllLinesAsync(file.FullName, cancellation)), $"in {file.Name}")
            : query == SelectionQuery.Leads && parsed.GetValue(_fields) is { Length: > 0 } fields ? (await OfCrm(data, fields, cancellation), "with " + string.Join(", ", fields))
            : HasQuery(stages, reviews) ? (await Query(data, catalog, stages, reviews, cancellation), "of " + string.Join(", ", stages.Select(s => $"stage {s}").Concat(reviews.Select(r => $"review status {r}"))))
            : (parsed.GetValue(_ids)!, "");
        string[] each = [.. ids.Select(CommandReader.Normal).Select(RecordIds.Normal).Distinct(StringComparer.Ordinal)];
        if (each.Length <= Max)
            return (each, from);
        await terminal.Error.WriteLineAsync($"error: more than {Max} records are named. Fix: name fewer at a time.");
        return null;
    }

    static async Task<List<string>> OfCrm(DataSource data, string[] conditions, CancellationToken cancellation)
    {
        var found = new List<string>();
        if ((await data.Mapping(cancellation))?.Lead is not { } leads)
            return found;
        var wanted = conditions.Select(c => (Name: c[..c.IndexOf('=', StringComparison.Ordinal)].Trim(), Value: c[(c.IndexOf('=', StringComparison.Ordinal) + 1)..].Trim())).ToList();
        await foreach (var page in data.CrmIds(leads, cancellation))
        {
            foreach (var record in await data.SyncCrm.FindRecords(leads.CrmObject, "Id", page, [.. wanted.Select(w => w.Name).Distinct(StringComparer.Ordinal)], cancellation))
            {
                var fields = new FlatRecord(record.Fields);
                if (wanted.TrueForAll(w => Shown(fields[w.Name]) == w.Value))
                    found.Add(record.Id);
            }

            if (found.Count > Max)
                break;
        }

        return found;
    }

    static string Shown(string? json) => json is null or "null" ? "" : Scalars.TextOf(json) ?? json;

    static bool HasQuery(string[]? stages, string[]? reviews) => stages is { Length: > 0 } || reviews is { Length: > 0 };

    static IEnumerable<string> Lines(IEnumerable<string> lines) => lines.Select(line => line.Trim('\uFEFF', ' ', '\t', '\r')).Where(line => line.Length > 0 && line[0] != '#');

    static async Task<List<string>> Query(DataSource data, string catalog, string[] stages, string[] reviews, CancellationToken cancellation)
    {
        using var link = data.PartnerCentral();
        var found = new List<string>();
        await foreach (var summary in link.Lanes[Lane.Person].List(SellingOperations.ListOpportunities, BackfillCommand.Filter(catalog, stages, reviews, null), PageSize, cancellation))
        {
            using var json = JsonDocument.Parse(summary);
            if (json.RootElement.TryGetProperty("Id", out var id) && id.GetString() is { Length: > 0 } text)
                found.Add(text);
            if (found.Count > Max)
                break;
        }

        return found;
    }
}
