using System.CommandLine;
using System.Text.Json;
using LambdaSync.Connections.Marketplace;

namespace LambdaSync.Cli.Commands;

/// <summary><c>offer list</c>, <c>offer status</c>, <c>offer url</c>: private offers as AWS Marketplace has them.</summary>
static class OfferReadCommands
{
    static readonly Listing<JsonElement> Lines = MarketplaceDocument.Listing(
        MarketplaceDocument.Column("id", "EntityId"), MarketplaceDocument.Column("name", "Name", breaks: true), MarketplaceDocument.Column("product", "OfferSummary.ProductId"), new("status", Status),
        MarketplaceDocument.Column("until", "OfferSummary.AvailabilityEndDate"), MarketplaceDocument.Column("buyers", "OfferSummary.BuyerAccounts", breaks: true), MarketplaceDocument.Column("authorization", "OfferSummary.ResaleAuthorizationId"));

    public static Command List(Terminal terminal)
    {
        var (output, limit) = (Options.Output("table", "json", "csv"), Limits.Option(1000));
        var status = new Option<string?>("--status") { Description = "Only those that are draft, active or expired." };
        status.AcceptOnlyFromAmong("draft", "active", "expired");
        var account = MarketplaceLink.AccountOption();
        var command = new Command("list", "Lists the seller's private offers in AWS Marketplace.") { status, limit, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
            var (most, wanted, found) = (parsed.GetValue(limit), parsed.GetValue(status), new List<JsonElement>());
            await foreach (var item in catalog.ListEntities("Offer", isShared: false, cancellation))
            {
                var offer = MarketplaceDocument.Parse(item);
                if ((wanted is null || Status(offer) == wanted) && IsPrivate(offer))
                    found.Add(offer);
                if (found.Count > most)
                    break;
            }

            Lines.Write(Limits.Cut(found, most, "offers", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    public static Command ShowStatus(Terminal terminal)
    {
        var (output, id) = (Options.Output("table", "json"), new Argument<string>("id") { Description = "offer-..." });
        var account = MarketplaceLink.AccountOption();
        var command = new Command("status", "Shows an offer: draft, active or expired, and the agreements made from it.") { id, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
            using var agreements = MarketplaceLink.Agreements(parsed.GetValue(account));
            var offer = MarketplaceDocument.Parse(await catalog.DescribeEntity(parsed.GetValue(id)!, cancellation)).GetProperty("DetailsDocument");
            var made = await MarketplaceDocument.All(agreements.SearchAgreements([("OfferId", parsed.GetValue(id)!)], cancellation), 100, cancellation);
            var until = Until(offer);
            var status = StatusOf(MarketplaceDocument.Text(offer, "State"), until);
            if (Options.Format(parsed, output, terminal, "table", "json") == "json")
            {
                using var lines = new LineWriter(terminal.Out);
                var json = lines.Begin();
                json.WriteString("id", parsed.GetValue(id));
                json.WriteString("name", MarketplaceDocument.Text(offer, "Name"));
                json.WriteString("status", status);
                json.WriteString("until", until);
                json.WriteStartArray("agreements");
                foreach (var agreement in made)
                    agreement.WriteTo(json);
                json.WriteEndArray();
                lines.End();
                return Exit.Done;
            }

            terminal.Text.WriteLine($"{parsed.GetValue(id)} '{MarketplaceDocument.Text(offer, "Name")}': {status}{(until.Length > 0 ? $", {UtcDays.Until(until[..10])}" : "")}");
            foreach (var agreement in made)
                terminal.Text.WriteLine($"  agreement {MarketplaceDocument.Text(agreement, "agreementId")} with {MarketplaceDocument.Text(agreement, "acceptor.accountId")}: {MarketplaceDocument.Text(agreement, "status")}, starts {MarketplaceDocument.Time(agreement, "startTime")}");
            return Exit.Done;
        });
        return command;
    }

    // The address that sellers give to buyers of SaaS products; AWS publishes it in no reference.
    public static Command Url(Terminal terminal)
    {
        var id = new Argument<string>("id") { Description = "offer-..." };
        var account = MarketplaceLink.AccountOption();
        var command = new Command("url", "Prints the address at which the buyer accepts an offer of a SaaS product.") { id, account };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
            var (offer, product) = await WithProduct(catalog, parsed.GetValue(id)!, cancellation);
            if (product != "SaaSProduct")
            {
                terminal.Tell(Issue.Error(IssueCodes.OfferTerms, "ProductId", product, "Only offers of SaaS products have an address of this form.", "Copy the offer's address from the AWS Marketplace Management Portal."));
                return Exit.Failed;
            }

            terminal.Text.WriteLine($"https://aws.amazon.com/marketplace/saas/ordering?productId={Uri.EscapeDataString(MarketplaceDocument.Text(offer, "ProductId"))}&offerId={Uri.EscapeDataString(parsed.GetValue(id)!)}");
            return Exit.Done;
        });
        return command;
    }

    /// <summary>An offer's document and its product's type; empty for a product that only an authorization shares.</summary>
    public static async Task<(JsonElement Offer, string ProductType)> WithProduct(CatalogClient catalog, string offerId, CancellationToken cancellation)
    {
        var offer = MarketplaceDocument.Parse(await catalog.DescribeEntity(offerId, cancellation)).GetProperty("DetailsDocument");
        try
        {
            var product = MarketplaceDocument.Parse(await catalog.DescribeEntity(MarketplaceDocument.Text(offer, "ProductId"), cancellation));
            return (offer, MarketplaceDocument.Text(product, "EntityType").Split('@')[0]);
        }
        catch (Connections.Aws.AwsServiceException none) when (none.Code == "ResourceNotFoundException")
        {
            return (offer, "");
        }
    }

    static string Until(JsonElement offer) => offer.TryGetProperty("Rules", out var rules) && rules.ValueKind == JsonValueKind.Array
        ? rules.EnumerateArray().Select(rule => MarketplaceDocument.Text(rule, "AvailabilityEndDate")).FirstOrDefault(date => date.Length > 0) ?? "" : "";

    /// <summary>Public offers have no buyer accounts; they are part of the product's page.</summary>
    internal static bool IsPrivate(JsonElement summary) => MarketplaceDocument.Text(summary, "OfferSummary.BuyerAccounts").Length > 0 || MarketplaceDocument.Text(summary, "OfferSummary.State") == "Draft";

    internal static string Status(JsonElement summary) => StatusOf(MarketplaceDocument.Text(summary, "OfferSummary.State"), MarketplaceDocument.Text(summary, "OfferSummary.AvailabilityEndDate"));

    // AWS has Draft and Released; "active" and "expired" are what its console makes of the date.
    static string StatusOf(string state, string until) =>
        state == "Draft" ? "draft" : until.Length >= 10 && UtcDay.Parse(until[..10]) is { } day && day < MarketplaceLink.Today ? "expired" : "active";
}
