using System.CommandLine;
using System.Text;
using System.Text.Json;
using LambdaSync.Commands;

namespace LambdaSync.Cli.Commands;

/// <summary>Verbs of offer sets: offers that a buyer accepts together.</summary>
static class OfferSetCommands
{
    static readonly Listing<JsonElement> Lines = MarketplaceDocument.Listing(
        MarketplaceDocument.Column("id", "EntityId"), MarketplaceDocument.Column("name", "Name", breaks: true), MarketplaceDocument.Column("state", "OfferSetSummary.State"),
        MarketplaceDocument.Column("offers", "OfferSetSummary.AssociatedOfferIds", breaks: true), MarketplaceDocument.Column("solution", "OfferSetSummary.SolutionId"));

    public static Command List(Terminal terminal)
    {
        var (output, limit) = (Options.Output("table", "json", "csv"), Limits.Option(1000));
        var account = MarketplaceLink.AccountOption();
        var command = new Command("list", "Lists offer sets in AWS Marketplace.") { limit, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
            var found = await MarketplaceDocument.All(catalog.ListEntities("OfferSet", isShared: false, cancellation), parsed.GetValue(limit), cancellation);
            Lines.Write(Limits.Cut(found, parsed.GetValue(limit), "offer sets", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    public static Command Status(Terminal terminal)
    {
        var (output, id) = (Options.Output("table", "json"), new Argument<string>("id") { Description = "offerset-..." });
        var account = MarketplaceLink.AccountOption();
        var command = new Command("status", "Shows an offer set.") { id, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
            MarketplaceView.Write(MarketplaceDocument.Parse(await catalog.DescribeEntity(parsed.GetValue(id)!, cancellation)).GetProperty("DetailsDocument"), Options.Format(parsed, output, terminal, "table", "json"), terminal);
            return Exit.Done;
        });
        return command;
    }

    public static Command Create(Terminal terminal)
    {
        var run = new MarketplaceRun(terminal);
        var file = new Argument<string>("file") { Description = "An offer set document, or - for standard input. See docs/marketplace.md." };
        var command = new Command("create", "Creates an offer set with its offers and releases all of it. The same document on the same day is the same set, however often the command runs.") { file };
        run.AddTo(command);
        command.SetAction(async (parsed, cancellation) => await InputFile.Read(parsed.GetValue(file)!, terminal, cancellation) is { } document
            ? await run.Run(parsed, CommandVerbs.OfferSetCreate, MarketplaceRun.New, new Dictionary<string, string?>(StringComparer.Ordinal) { [CommandVerbs.Document] = Encoding.UTF8.GetString(document) }, cancellation)
            : Exit.Failed);
        return command;
    }
}
