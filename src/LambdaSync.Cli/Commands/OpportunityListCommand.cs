using System.CommandLine;
using LambdaSync.Fields;
using LambdaSync.Mapping;

namespace LambdaSync.Cli.Commands;

/// <summary><c>opportunity list</c>: the opportunities of a folder or stack, as the sync knows them.</summary>
static class OpportunityListCommand
{
    static readonly Listing<OpportunityLine> Lines = new(
        [
            new("awsId", l => l.AwsId, "AWS id"), new("crmId", l => l.CrmId, "CRM id"), new("title", l => l.Title, Breaks: true), new("stage", l => l.Stage), new("reviewStatus", l => l.ReviewStatus, "review"),
            new("syncStatus", l => l.SyncStatus, "sync"), new("closeDate", l => l.CloseDate, "close date"), new("cause", l => l.Cause, Breaks: true),
        ],
        OpportunityLine.WriteJson);

    public static Command Create(Terminal terminal)
    {
        var (source, output, limit) = (new DataSource.Options(), Options.Output("table", "json", "csv"), Limits.Option(1000));
        var stage = Filter("--stage", "AWS's stage", Values("LifeCycle.Stage"));
        var review = Filter("--review-status", "AWS's review status", Values("LifeCycle.ReviewStatus"));
        var status = Filter("--sync-status", "the sync status", OpportunityLine.Statuses);
        var command = new Command("list", "Lists the opportunities that the CRM holds, linked or not, as the sync knows them. Makes no call to AWS.") { stage, review, status, limit, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data is null || await RecordLookup.Open(data, terminal, cancellation) is not { } lookup)
                return Exit.Failed;
            var (today, most) = (DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), parsed.GetValue(limit));
            var found = new List<OpportunityLine>();
            await foreach (var record in lookup.All(cancellation))
            {
                var line = OpportunityLine.Of(record, lookup.Mapping, today);
                if (Is(parsed.GetValue(stage), line.Stage) && Is(parsed.GetValue(review), line.ReviewStatus) && Is(parsed.GetValue(status), line.SyncStatus))
                    found.Add(line);
                if (found.Count > most)
                    break;
            }

            Lines.Write(Limits.Cut(found, most, "opportunities", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static bool Is(string? wanted, string value) => wanted is null || value == wanted;

    static IReadOnlyList<string> Values(string path) => FieldCatalogue.Opportunity.ByPath(path)!.Values!.Values;

    // In any case, as people type it.
    static Option<string?> Filter(string name, string what, IReadOnlyList<string> values)
    {
        var option = new Option<string?>(name)
        {
            Description = $"Only those with {what}: {string.Join(", ", values)}.",
            CustomParser = argument =>
            {
                var text = argument.Tokens[0].Value.Trim();
                if (values.FirstOrDefault(value => value.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } found)
                    return found;
                argument.AddError($"{name} takes {string.Join(", ", values)}, not '{text}'. {Nearest.Hint(text, values)}".TrimEnd());
                return null;
            },
        };
        option.CompletionSources.Add([.. values]);
        return option;
    }
}
