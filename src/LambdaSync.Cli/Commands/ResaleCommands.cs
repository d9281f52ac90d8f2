using System.CommandLine;
using System.Text;
using System.Text.Json;
using LambdaSync.Commands;

namespace LambdaSync.Cli.Commands;

/// <summary>Verbs of resale authorizations: those that this account gives to channel partners, and those that others share with it.</summary>
static class ResaleCommands
{
    static readonly Listing<JsonElement> Lines = MarketplaceDocument.Listing(
        MarketplaceDocument.Column("id", "EntityId"), MarketplaceDocument.Column("name", "Name", breaks: true), MarketplaceDocument.Column("product", "ResaleAuthorizationSummary.ProductId"),
        MarketplaceDocument.Column("manufacturer", "ResaleAuthorizationSummary.ManufacturerAccountId"), MarketplaceDocument.Column("reseller", "ResaleAuthorizationSummary.ResellerAccountID"),
        MarketplaceDocument.Column("status", "ResaleAuthorizationSummary.Status"), MarketplaceDocument.Column("offers", "ResaleAuthorizationSummary.OfferExtendedStatus"), MarketplaceDocument.Column("until", "ResaleAuthorizationSummary.AvailabilityEndDate"));

    public static Command List(Terminal terminal)
    {
        var (output, limit) = (Options.Output("table", "json", "csv"), Limits.Option(1000));
        var shared = new Option<bool>("--shared") { Description = "Those that other sellers share with this account, not its own." };
        var command = new Command("list", "Lists resale authorizations in AWS Marketplace.") { shared, limit, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog();
            var found = await MarketplaceDocument.All(catalog.ListEntities("ResaleAuthorization", parsed.GetValue(shared), cancellation), parsed.GetValue(limit), cancellation);
            Lines.Write(Limits.Cut(found, parsed.GetValue(limit), "resale authorizations", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    public static Command Create(Terminal terminal)
    {
        var run = new MarketplaceRun(terminal);
        var file = new Argument<string>("file") { Description = "A resale authorization document, or - for standard input. See docs/marketplace.md." };
        var draft = new Option<bool>("--draft") { Description = "Leave it a draft. A released one can only be restricted." };
        var command = new Command("create", "Creates and releases a resale authorization. The same document on the same day is the same authorization, however often the command runs.") { file, draft };
        run.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (await InputFile.Read(parsed.GetValue(file)!, terminal, cancellation) is not { } document)
                return Exit.Failed;
            var verb = parsed.GetValue(draft) ? CommandVerbs.ResaleDraft : CommandVerbs.ResaleCreate;
            return await run.Run(parsed, verb, MarketplaceRun.New, new Dictionary<string, string?>(StringComparer.Ordinal) { [CommandVerbs.Document] = Encoding.UTF8.GetString(document) }, cancellation);
        });
        return command;
    }

    public static Command Restrict(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), new Argument<string>("id") { Description = "resaleauthz-..." });
        var command = new Command("restrict", "Ends a resale authorization for good. Offers that were made from it stay. AWS refuses it once the authorization has expired.") { id };
        run.AddTo(command, asks: true);
        command.SetAction(async (parsed, cancellation) =>
        {
            return await run.Ask(parsed, $"{parsed.GetValue(id)} is restricted: this can't be taken back.", cancellation)
                ?? await run.Run(parsed, CommandVerbs.ResaleRestrict, parsed.GetValue(id)!, new Dictionary<string, string?>(StringComparer.Ordinal), cancellation);
        });
        return command;
    }

    public static Command Status(Terminal terminal)
    {
        var (output, id) = (Options.Output("table", "json"), new Argument<string>("id") { Description = "resaleauthz-..." });
        var command = new Command("status", "Shows a resale authorization, own or shared.") { id, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog();
            MarketplaceView.Write(MarketplaceDocument.Parse(await catalog.DescribeEntity(parsed.GetValue(id)!, cancellation)).GetProperty("DetailsDocument"), Options.Format(parsed, output, terminal, "table", "json"), terminal);
            return Exit.Done;
        });
        return command;
    }
}
