using System.CommandLine;
using System.Text.Json;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Kinds.Marketplace;

namespace LambdaSync.Cli.Commands;

/// <summary><c>report marketplace</c>: how many records a seller has in AWS Marketplace, by kind and status, and which of them ends first (row F11).</summary>
static class ReportMarketplaceCommand
{
    static readonly Listing<Count> Lines = new(
        [new("records", c => c.Records, Breaks: true), new("status", c => c.Status, Breaks: true), new("count", c => Words.Of(c.Number)), new("next", c => c.Next), new("id", c => c.Id)],
        (_, json, c) =>
        {
            json.WriteString("records", c.Records);
            json.WriteString("status", c.Status);
            json.WriteNumber("count", c.Number);
            if (c.Next.Length > 0)
            {
                json.WriteString("next", c.Next);
                json.WriteString("id", c.Id);
            }
        });

    public static Command Create(Terminal terminal)
    {
        var (output, account) = (Options.Output("table", "json", "csv"), MarketplaceLink.AccountOption());
        var command = new Command("marketplace", "Counts products, private offers, offer sets, resale authorizations and agreements by status, with the day on which the next one ends. It reads AWS's lists only.") { account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
            using var agreements = MarketplaceLink.Agreements(parsed.GetValue(account));
            Lines.Write(Of(await Entries(catalog, agreements, cancellation)), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    /// <summary>One line for each kind and status, in the order of the entries.</summary>
    public static IReadOnlyList<Count> Of(IEnumerable<Entry> entries) =>
    [
        .. entries.GroupBy(entry => (entry.Records, entry.Status)).GroupBy(group => group.Key.Records).SelectMany(kind => kind.OrderBy(group => group.Key.Status, StringComparer.Ordinal)).Select(group =>
        {
            var next = group.Where(entry => entry.Ends.Length >= 10).MinBy(entry => entry.Ends, StringComparer.Ordinal);
            return new Count(group.Key.Records, group.Key.Status, group.Count(), next is null ? "" : next.Ends[..10], next?.Id ?? "");
        }),
    ];

    static async Task<List<Entry>> Entries(CatalogClient catalog, AgreementClient agreements, CancellationToken cancellation)
    {
        var entries = new List<Entry>();
        foreach (var type in MarketSection.Product.EntityTypes)
            await Add("products", type, false, e => Text(e, "Visibility"), _ => "");
        // Public offers are part of the product's page.
        await Add("private offers", "Offer", false, OfferReadCommands.Status, e => OfferReadCommands.Status(e) == "active" ? Text(e, "OfferSummary.AvailabilityEndDate") : "", OfferReadCommands.IsPrivate);
        await Add("offer sets", "OfferSet", false, e => Text(e, "OfferSetSummary.State"), _ => "");
        await Add("resale authorizations given", "ResaleAuthorization", false, ResaleCommands.StatusOf, Until);
        await Add("resale authorizations received", "ResaleAuthorization", true, ResaleCommands.StatusOf, Until);
        await foreach (var item in agreements.SearchAgreements([], cancellation))
        {
            var agreement = MarketplaceDocument.Parse(item);
            entries.Add(new Entry("agreements", AgreementReadCommands.Status(agreement), Text(agreement, "status") == "ACTIVE" ? MarketplaceDocument.Time(agreement, "endTime") : "", Text(agreement, "agreementId")));
        }

        return entries;

        async Task Add(string records, string type, bool isShared, Func<JsonElement, string> status, Func<JsonElement, string> ends, Func<JsonElement, bool>? counts = null)
        {
            await foreach (var item in catalog.ListEntities(type, isShared, cancellation))
            {
                var entity = MarketplaceDocument.Parse(item);
                if (counts?.Invoke(entity) != false)
                    entries.Add(new Entry(records, status(entity), ends(entity), Text(entity, "EntityId")));
            }
        }
    }

    static string Until(JsonElement summary) => ResaleCommands.StatusOf(summary) == "Active" ? Text(summary, "ResaleAuthorizationSummary.AvailabilityEndDate") : "";

    static string Text(JsonElement json, string path) => MarketplaceDocument.Text(json, path);

    /// <summary>A record.</summary>
    /// <param name="Ends">The day or time from which it can't be used any more; empty: it has none, or is over.</param>
    public sealed record Entry(string Records, string Status, string Ends, string Id);

    /// <summary>The records of one kind and status.</summary>
    /// <param name="Next">The UTC day on which the first of them ends; empty: none does.</param>
    /// <param name="Id">Of that record.</param>
    public sealed record Count(string Records, string Status, int Number, string Next, string Id);
}
