using System.CommandLine;
using LambdaSync.Connections.Crm;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli.Commands;

/// <summary><c>migrate check</c>: what is to be done before opportunities travel through the API instead of in files (row B10).</summary>
static class MigrateCheckCommand
{
    const int MaxWork = 100_000, Page = 1_000;

    static readonly Listing<Finding> Findings = new(
        [
            new("check", f => f.Check, Breaks: true), new("count", f => Words.Of(f.Count)), new("state", f => f.State), new("examples", f => string.Join(' ', f.Examples), Breaks: true), new("fix", f => f.Fix, Breaks: true),
        ],
        (_, json, f) =>
        {
            json.WriteString("check", f.Check);
            json.WriteNumber("count", f.Count);
            json.WriteString("state", f.State);
            json.WriteStartArray("examples");
            foreach (var example in f.Examples)
                json.WriteStringValue(example);
            json.WriteEndArray();
            json.WriteString("fix", f.Fix);
        });

    public static Command Create(Terminal terminal)
    {
        var (source, catalog, output) = (new DataSource.Options(), PartnerCentralLink.Catalog(), Options.Output("table", "json", "csv"));
        var command = new Command("check", "Lists what is to be done before opportunities travel through Partner Central's API instead of in files. Makes no call to AWS. Exit 1 if something stops the change, 3 if records need a look.") { catalog, output };
        source.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var data = await source.Open(parsed, terminal, cancellation);
            if (data?.CatalogOf(parsed, catalog, terminal) is not { } of || await data.Mapping(cancellation) is not { Opportunity: { } mapping })
                return Exit.Failed;
            var found = await Check(data, of, mapping, cancellation);
            Findings.Write(found, Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return found.Any(f => f.State == Finding.Stops) ? Exit.Failed : found.Any(f => f.State == Finding.Look) ? Exit.Partly : Exit.Done;
        });
        return command;
    }

    /// <summary>Every check with its result.</summary>
    public static async Task<IReadOnlyList<Finding>> Check(DataSource data, string catalog, ObjectMapping mapping, CancellationToken cancellation)
    {
        var work = await data.Store.ListWork(catalog, MaxWork, cancellation);
        var inFlight = InFlight(work, AceObject.Opportunity);
        var parked = work.Where(item => item.Parked && (item.Key.IsOpportunity || item.Key.IsCrmRecord)).ToList();
        var (unlinked, byAws, unnamed) = (new List<string>(), new Dictionary<string, List<string>>(StringComparer.Ordinal), new List<string>());
        await foreach (var record in Records(data, mapping.CrmObject, cancellation))
        {
            var fields = new FlatRecord(record.Fields);
            if (fields.IsEmpty(mapping.AwsId))
            {
                if (mapping.SyncFlag is { } flag && fields[flag] == "true")
                    unnamed.Add(record.Id);
                continue;
            }

            var awsId = Scalars.TextOf(fields[mapping.AwsId]!) ?? fields[mapping.AwsId]!;
            if (!byAws.TryGetValue(awsId, out var holders))
                byAws.Add(awsId, holders = []);
            holders.Add(record.Id);
            if (await data.Store.FindByCrmId(catalog, mapping.CrmObject, record.Id, cancellation) is null)
                unlinked.Add(record.Id);
        }

        var twins = byAws.Where(pair => pair.Value.Count > 1).Select(pair => $"{pair.Key}: {string.Join(", ", pair.Value)}").ToList();
        return
        [
            Finding.Of("opportunities travel in files", data.Transports.InFiles(AceObject.Opportunity) ? 1 : 0, [], Finding.Stops, "when nothing is on its way, set the stack's parameter OpportunityTransport to api, or run 'lambdasync migrate set opportunity api' for a data folder; until then the API is not called for them"),
            Finding.Of("records on their way in a file", inFlight.Count, inFlight.Select(item => item.Key.Id), Finding.Stops, "wait until AWS's results are read; 'lambdasync deadletter list' shows what waits longer"),
            Finding.Of("AWS's identifier in several CRM records", twins.Count, twins, Finding.Stops, "keep the identifier in one of the records and empty it in the others"),
            Finding.Of("records with AWS's identifier and no link", unlinked.Count, unlinked, Finding.Look, "run 'lambdasync migrate backfill'; it links them by AWS's identifier"),
            Finding.Of("records to be shared that AWS does not have", unnamed.Count, unnamed, Finding.Look, "check that AWS really lacks them: after the change they are created through the API"),
            Finding.Of("records that wait for a correction", parked.Count, parked.Select(item => item.Key.Id), Finding.Look, "correct them first, or 'lambdasync record refresh' them after the change"),
        ];
    }

    /// <summary>The records of an object that are in a file without a result.</summary>
    public static IReadOnlyList<WorkItem> InFlight(IReadOnlyList<WorkItem> work, AceObject aceObject) =>
        [.. work.Where(item => item.Key.IsLead == (aceObject == AceObject.Lead) && item.Intent is { } intent && StoredIntent.Read(intent)?.Aws?.File is not null)];

    static async IAsyncEnumerable<CrmRecord> Records(DataSource data, string crmObject, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        string? after = null;
        while (await data.Crm.List(crmObject, Page, after, cancellation) is { Count: > 0 } page)
        {
            foreach (var record in page)
                yield return record;
            after = page[^1].Id;
        }
    }

    /// <summary>The result of one check.</summary>
    internal sealed record Finding(string Check, int Count, string State, IReadOnlyList<string> Examples, string Fix)
    {
        public const string Done = "ok", Look = "look", Stops = "stops";

        const int MaxExamples = 5;

        public static Finding Of(string check, int count, IEnumerable<string> examples, string weight, string fix) =>
            new(check, count, count == 0 ? Done : weight, [.. examples.Take(MaxExamples)], count == 0 ? "" : fix);
    }
}
