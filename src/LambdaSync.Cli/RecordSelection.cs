using System.CommandLine;
using System.Text.Json;
using LambdaSync.Cli.Commands;
using LambdaSync.Commands;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Sync;

namespace LambdaSync.Cli;

/// <summary>The records that a command is for: named one by one, in a file, or by what AWS says of them.</summary>
/// <param name="hasQuery">Whether AWS's list of opportunities may be asked; invitations are not in it.</param>
sealed class RecordSelection(bool hasQuery = true)
{
    // More is a mistake, or a matter for a backfill.
    const int Max = 10_000, PageSize = 100;

    readonly Argument<string[]> _ids = new("id") { Description = "O-numbers or CRM record ids.", Arity = ArgumentArity.ZeroOrMore };
    readonly Option<FileInfo?> _from = new("--from") { Description = "A file with one id per line; blank lines and lines that begin with # are skipped." };
    readonly Option<string[]> _stages = new("--stage") { Description = "The opportunities that Partner Central lists in this stage; may be given several times." };
    readonly Option<string[]> _reviews = new("--review-status") { Description = "The opportunities that Partner Central lists in this review status; may be given several times." };

    public void AddTo(Command command)
    {
        command.Add(_ids);
        command.Add(_from);
        if (hasQuery)
        {
            command.Add(_stages);
            command.Add(_reviews);
        }

        command.Validators.Add(result =>
        {
            var ways = (result.GetValue(_ids) is { Length: > 0 } ? 1 : 0) + (result.GetValue(_from) is not null ? 1 : 0) + (hasQuery && HasQuery(result.GetValue(_stages), result.GetValue(_reviews)) ? 1 : 0);
            if (result.GetValue(_ids)?.FirstOrDefault(id => id.StartsWith('-')) is { } option)
                result.AddError($"{command.Name} has no option {option}");
            else if (ways != 1)
                result.AddError(hasQuery ? $"{command.Name} takes ids, or --from, or --stage and --review-status" : $"{command.Name} takes ids, or --from");
        });
    }

    /// <summary>The ids, each once; null after telling what is wrong with the file, or that they are too many.</summary>
    /// <exception cref="Connections.Aws.AwsServiceException">AWS refuses the query or can't be reached.</exception>
    public async Task<(IReadOnlyList<string> Ids, string From)?> Read(ParseResult parsed, DataSource data, string catalog, Terminal terminal, CancellationToken cancellation)
    {
        var (stages, reviews) = hasQuery ? (parsed.GetValue(_stages) ?? [], parsed.GetValue(_reviews) ?? []) : ([], []);
        var (ids, from) = parsed.GetValue(_from) is { } file ? (Lines(await File.ReadAllLinesAsync(file.FullName, cancellation)), $"in {file.Name}")
            : HasQuery(stages, reviews) ? (await Query(data, catalog, stages, reviews, cancellation), "of " + string.Join(", ", stages.Select(s => $"stage {s}").Concat(reviews.Select(r => $"review status {r}"))))
            : (parsed.GetValue(_ids)!, "");
        string[] each = [.. ids.Select(CommandReader.Normal).Select(RecordIds.Normal).Distinct(StringComparer.Ordinal)];
        if (each.Length <= Max)
            return (each, from);
        await terminal.Error.WriteLineAsync($"error: more than {Max} records are named. Fix: name fewer at a time.");
        return null;
    }

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
