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
        new("status", StatusOf), MarketplaceDocument.Column("offers", "ResaleAuthorizationSummary.OfferExtendedStatus"), MarketplaceDocument.Column("until", "ResaleAuthorizationSummary.AvailabilityEndDate"));

    public static Command List(Terminal terminal)
    {
        var (output, limit) = (Options.Output("table", "json", "csv"), Limits.Option(1000));
        var shared = new Option<bool>("--shared") { Description = "Those that other sellers share with this account, not its own." };
        var account = MarketplaceLink.AccountOption();
        var command = new Command("list", "Lists resale authorizations in AWS Marketplace.") { shared, limit, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
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
        command.SetAction((parsed, cancellation) => run.Run(
            parsed, CommandVerbs.ResaleRestrict, parsed.GetValue(id)!, new Dictionary<string, string?>(StringComparer.Ordinal), cancellation, $"{parsed.GetValue(id)} is restricted: this can't be taken back."));
        return command;
    }

    public static Command Publish(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), Id());
        var command = new Command("publish", "Releases the draft of a resale authorization. After that it can only be restricted or replaced.") { id };
        run.AddTo(command);
        command.SetAction((parsed, cancellation) => Send(run, parsed, CommandVerbs.ResalePublish, parsed.GetValue(id)!, cancellation));
        return command;
    }

    public static Command Modify(Terminal terminal)
    {
        var (run, id, file) = (new MarketplaceRun(terminal), Id(), new Argument<string>("file") { Description = "The draft's whole document, or - for standard input. See docs/marketplace.md." });
        var command = new Command("modify", "Changes the draft of a resale authorization to what a document says. A released one does not change: see 'resale replace'.") { id, file };
        run.AddTo(command);
        command.SetAction(async (parsed, cancellation) => await InputFile.Read(parsed.GetValue(file)!, terminal, cancellation) is { } document
            ? await Send(run, parsed, CommandVerbs.ResaleModify, parsed.GetValue(id)!, cancellation, (CommandVerbs.Document, Encoding.UTF8.GetString(document))) : Exit.Failed);
        return command;
    }

    public static Command Clone(Terminal terminal)
    {
        var (run, id, until) = (new MarketplaceRun(terminal), Id(), OfferWriteCommands.Day("--until", "The new one's last UTC day. Default: the old one's"));
        var (name, eula) = (new Option<string?>("--name") { Description = "The new one's name. Default: the old one's." }, new Option<string?>("--eula-url") { Description = "Address of the buyer's custom license agreement, which has to be uploaded again." });
        var (reseller, draft) = (new Option<string?>("--reseller") { Description = "The channel partner's account. Default: the old one's." }, new Option<bool>("--draft") { Description = "Leave the new one a draft." });
        var command = new Command("clone", "Creates a resale authorization with the terms of an existing one.") { id, until, name, reseller, eula, draft };
        run.AddTo(command);
        command.SetAction((parsed, cancellation) => Send(
            run, parsed, CommandVerbs.ResaleClone, parsed.GetValue(id)!, cancellation, (CommandVerbs.Until, parsed.GetValue(until) is { } day ? UtcDay.Text(day) : null), (CommandVerbs.Name, parsed.GetValue(name)),
            (CommandVerbs.Reseller, parsed.GetValue(reseller)), (CommandVerbs.EulaUrl, parsed.GetValue(eula)), (CommandVerbs.Draft, parsed.GetValue(draft) ? "true" : null)));
        return command;
    }

    public static Command Replace(Terminal terminal)
    {
        var (run, id, until) = (new MarketplaceRun(terminal), Id(), OfferWriteCommands.Day("--until", "Without a document: the new one's last UTC day. Default: the old one's"));
        var file = new Argument<string?>("file") { Description = "The new one's document, or - for standard input. Without it the new one has the old one's terms.", Arity = ArgumentArity.ZeroOrOne };
        var (name, eula) = (new Option<string?>("--name") { Description = "Without a document: the new one's name. Default: the old one's." }, new Option<string?>("--eula-url") { Description = "Without a document: address of the buyer's custom license agreement, which has to be uploaded again." });
        var command = new Command("replace", "Changes a released resale authorization, which AWS does not allow: releases a new one and restricts the old one for good, both or neither. Offers that were made from the old one stay.") { id, file, until, name, eula };
        run.AddTo(command, asks: true);
        command.SetAction(async (parsed, cancellation) =>
        {
            var document = parsed.GetValue(file) is { } path ? await InputFile.Read(path, terminal, cancellation) : [];
            return document is null ? Exit.Failed
                : await run.Run(parsed, CommandVerbs.ResaleReplace, parsed.GetValue(id)!, new Dictionary<string, string?>(StringComparer.Ordinal)
                {
                    [CommandVerbs.Document] = Encoding.UTF8.GetString(document),
                    [CommandVerbs.Until] = parsed.GetValue(until) is { } day ? UtcDay.Text(day) : null,
                    [CommandVerbs.Name] = parsed.GetValue(name),
                    [CommandVerbs.EulaUrl] = parsed.GetValue(eula),
                }, cancellation, $"{parsed.GetValue(id)} is restricted, which can't be taken back, and a new one takes its place.");
        });
        return command;
    }

    static Task<int> Send(MarketplaceRun run, ParseResult parsed, string verb, string id, CancellationToken cancellation, params (string Name, string? Value)[] arguments) =>
        run.Run(parsed, verb, id, arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal), cancellation);

    static Argument<string> Id() => new("id") { Description = "resaleauthz-..." };

    /// <summary>AWS has Draft, Active and Restricted; one whose last day is over is no use any more.</summary>
    internal static string StatusOf(JsonElement summary)
    {
        var (status, until) = (MarketplaceDocument.Text(summary, "ResaleAuthorizationSummary.Status"), MarketplaceDocument.Text(summary, "ResaleAuthorizationSummary.AvailabilityEndDate"));
        return status == "Active" && until.Length >= 10 && UtcDay.Parse(until[..10]) is { } day && day < MarketplaceLink.Today ? "Expired" : status;
    }

    public static Command Status(Terminal terminal)
    {
        var (output, id) = (Options.Output("table", "json"), new Argument<string>("id") { Description = "resaleauthz-..." });
        var account = MarketplaceLink.AccountOption();
        var command = new Command("status", "Shows a resale authorization, own or shared.") { id, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog(parsed.GetValue(account));
            MarketplaceView.Write(MarketplaceDocument.Parse(await catalog.DescribeEntity(parsed.GetValue(id)!, cancellation)).GetProperty("DetailsDocument"), Options.Format(parsed, output, terminal, "table", "json"), terminal);
            return Exit.Done;
        });
        return command;
    }
}
