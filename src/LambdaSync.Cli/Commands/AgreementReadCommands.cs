using System.CommandLine;
using System.Text.Json;

namespace LambdaSync.Cli.Commands;

/// <summary><c>agreement list</c>, <c>agreement show</c>: agreements that this account has proposed.</summary>
static class AgreementReadCommands
{
    static readonly string[] Statuses = ["ACTIVE", "CANCELLED", "EXPIRED", "RENEWED", "REPLACED", "TERMINATED"];

    static readonly Listing<JsonElement> Lines = MarketplaceDocument.Listing(
        MarketplaceDocument.Column("id", "agreementId"), new("status", Status), MarketplaceDocument.Column("buyer", "acceptor.accountId"), MarketplaceDocument.Column("offer", "proposalSummary.offerId"),
        new("start", a => MarketplaceDocument.Time(a, "startTime")), new("end", a => MarketplaceDocument.Time(a, "endTime")), MarketplaceDocument.Column("atEnd", "endTimeBehaviorType"), new("updated", a => MarketplaceDocument.Time(a, "lastUpdateTime")));

    public static Command List(Terminal terminal)
    {
        var (output, limit) = (Options.Output("table", "json", "csv"), Limits.Option(1000));
        var status = new Option<string?>("--status") { Description = $"Only those with this status: {string.Join(", ", Statuses)}." };
        status.AcceptOnlyFromAmong(Statuses);
        var (buyer, offer) = (new Option<string?>("--buyer") { Description = "Only those of this AWS account." }, new Option<string?>("--offer") { Description = "Only those from this offer." });
        var account = MarketplaceLink.AccountOption();
        var command = new Command("list", "Lists agreements that this account has proposed, last updated first. A channel partner's agreement for a product of this account is not among them.") { status, buyer, offer, limit, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var agreements = MarketplaceLink.Agreements(parsed.GetValue(account));
            (string Name, string? Value)[] wanted = [("Status", parsed.GetValue(status)), ("AcceptorAccountId", parsed.GetValue(buyer)), ("OfferId", parsed.GetValue(offer))];
            var found = await MarketplaceDocument.All(agreements.SearchAgreements([.. wanted.Where(f => f.Value is not null).Select(f => (f.Name, f.Value!))], cancellation), parsed.GetValue(limit), cancellation);
            Lines.Write(Limits.Cut(found, parsed.GetValue(limit), "agreements", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    public static Command Show(Terminal terminal)
    {
        var (output, id) = (Options.Output("table", "json"), new Argument<string>("id") { Description = "agmt-..." });
        var account = MarketplaceLink.AccountOption();
        var command = new Command("show", "Shows an agreement with its accepted terms. Opting out of its renewal, or setting the renewal's price, is possible in the AWS Marketplace Management Portal only: AWS has no API for it.") { id, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var agreements = MarketplaceLink.Agreements(parsed.GetValue(account));
            var described = await agreements.DescribeAgreement(parsed.GetValue(id)!, cancellation);
            var terms = await MarketplaceDocument.All(agreements.GetAgreementTerms(parsed.GetValue(id)!, cancellation), 1000, cancellation);
            using var buffer = new MemoryStream();
            using (var json = new Utf8JsonWriter(buffer))
            {
                json.WriteStartObject();
                foreach (var member in MarketplaceDocument.Parse(described).EnumerateObject())
                    member.WriteTo(json);
                json.WriteStartArray("acceptedTerms");
                foreach (var term in terms)
                    term.WriteTo(json);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            MarketplaceView.Write(MarketplaceDocument.Parse(buffer.ToArray()), Options.Format(parsed, output, terminal, "table", "json"), terminal);
            return Exit.Done;
        });
        return command;
    }

    // An agreement of a future-dated offer is active from its acceptance on, and AWS sends no event before its start.
    internal static string Status(JsonElement agreement)
    {
        var (status, start) = (MarketplaceDocument.Text(agreement, "status"), MarketplaceDocument.Time(agreement, "startTime"));
        return status == "ACTIVE" && start.Length > 0 && string.CompareOrdinal(start, TimeProvider.System.GetUtcNow().UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture)) > 0 ? $"accepted, starts on {start[..10]}" : status;
    }
}
