using System.CommandLine;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;

namespace LambdaSync.Cli.Commands;

/// <summary>Verbs that change private offers in AWS Marketplace. Each may be run again: it sends nothing twice on the same day.</summary>
static class OfferWriteCommands
{
    public static Command Create(Terminal terminal) => FromDocument(terminal, "create", "Creates and publishes a private offer.", release: true);

    public static Command Draft(Terminal terminal) => FromDocument(terminal, "draft", "Creates a private offer as a draft, which AWS keeps for ever: drafts can't be deleted.", release: false);

    public static Command Publish(Terminal terminal)
    {
        var (run, id) = (new ChangeSetRun(terminal), Id());
        var command = new Command("publish", "Publishes a draft to its buyers.") { id };
        run.AddTo(command);
        command.SetAction((parsed, cancellation) => Send(run, parsed, "offer publish", [OfferChanges.Release(parsed.GetValue(id)!)], cancellation));
        return command;
    }

    public static Command Expiry(Terminal terminal)
    {
        var (run, id, until) = (new ChangeSetRun(terminal), Id(), Day("--until", "The last UTC day on which the buyer may accept"));
        until.Required = true;
        var duration = new Option<IsoPeriod?>("--agreement-duration")
        {
            Description = "Also changes the agreement's duration, such as P12M.",
            CustomParser = argument =>
            {
                if (IsoPeriod.Parse(argument.Tokens[0].Value) is { } period)
                    return period;
                argument.AddError($"--agreement-duration takes a duration such as P12M, not '{argument.Tokens[0].Value}'");
                return null;
            },
        };
        var command = new Command("expiry", "Changes until when the buyer may accept an offer, published or not.") { id, until, duration };
        run.AddTo(command);
        command.SetAction((parsed, cancellation) =>
        {
            var (offer, end) = (parsed.GetValue(id)!, parsed.GetValue(until)!.Value);
            if (end < MarketplaceLink.Today)
            {
                terminal.Tell(Issue.Error(IssueCodes.OfferDates, "--until", UtcDay.Text(end), "The day is in the past, which cancels a published offer.", "Use today or a later day, or 'lambdasync offer cancel'."), run.Format(parsed));
                return Task.FromResult(Exit.Failed);
            }

            return Send(run, parsed, "offer expiry", parsed.GetValue(duration) is { } period ? OfferChanges.Extend(offer, end, period) : [OfferChanges.Availability(offer, end)], cancellation);
        });
        return command;
    }

    public static Command Cancel(Terminal terminal)
    {
        var (run, id) = (new ChangeSetRun(terminal), Id());
        var command = new Command("cancel", "Cancels a published offer: no buyer can accept it from then on. Agreements made from it stay.") { id };
        run.AddTo(command, asks: true);
        command.SetAction(async (parsed, cancellation) =>
            await run.Ask(parsed, $"{parsed.GetValue(id)} is cancelled: no buyer can accept it from then on.", cancellation)
            ?? await Send(run, parsed, "offer cancel", [OfferChanges.Cancel(parsed.GetValue(id)!, MarketplaceLink.Today)], cancellation));
        return command;
    }

    public static Command Clone(Terminal terminal)
    {
        var (run, id, until) = (new ChangeSetRun(terminal), Id(), Day("--until", "The new offer's last UTC day"));
        until.Required = true;
        var (name, eula) = (new Option<string?>("--name") { Description = "The new offer's name. Default: the old one's." }, new Option<string?>("--eula-url") { Description = "Address of the custom license agreement, which has to be uploaded again." });
        var draft = new Option<bool>("--draft") { Description = "Leave the new offer a draft." };
        var command = new Command("clone", "Creates a new offer with the terms of an existing one. To change a published offer, clone it and cancel the old one.") { id, until, name, eula, draft };
        run.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            using var catalog = MarketplaceLink.Catalog();
            var (offer, product) = await OfferReadCommands.WithProduct(catalog, parsed.GetValue(id)!, cancellation);
            var (changes, issues) = OfferCopy.Of(offer, product, parsed.GetValue(name), parsed.GetValue(until)!.Value, parsed.GetValue(eula), !parsed.GetValue(draft));
            foreach (var issue in issues)
                terminal.Tell(issue, run.Format(parsed));
            return changes.Count == 0 ? Exit.Failed : await run.Run(parsed, catalog, "offer clone", "Offer", changes, cancellation);
        });
        return command;
    }

    static Command FromDocument(Terminal terminal, string verb, string description, bool release)
    {
        var run = new ChangeSetRun(terminal);
        var file = new Argument<string>("file") { Description = "An offer document, or - for standard input. See docs/marketplace.md." };
        var command = new Command(verb, description + " The same document on the same day is the same offer, however often the command runs.") { file };
        run.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            if (await InputFile.Read(parsed.GetValue(file)!, terminal, cancellation) is not { } bytes)
                return Exit.Failed;
            var issues = new List<Issue>();
            var offer = OfferReader.Read(bytes, issues);
            if (offer is not null)
                issues.AddRange(OfferCheck.Of(offer, MarketplaceLink.Today, release));
            foreach (var issue in issues)
                terminal.Tell(issue, run.Format(parsed));
            return offer is null || issues.Any(i => i.Severity == Severity.Error) ? Exit.Failed : await Send(run, parsed, "offer " + verb, OfferChanges.Create(offer, release), cancellation);
        });
        return command;
    }

    static async Task<int> Send(ChangeSetRun run, ParseResult parsed, string purpose, IReadOnlyList<Change> changes, CancellationToken cancellation)
    {
        using var catalog = MarketplaceLink.Catalog();
        return await run.Run(parsed, catalog, purpose, "Offer", changes, cancellation);
    }

    static Argument<string> Id() => new("id") { Description = "offer-..." };

    static Option<DateOnly?> Day(string name, string description) => new(name)
    {
        Description = description + ", such as 2027-01-31.",
        CustomParser = argument =>
        {
            if (UtcDay.Parse(argument.Tokens[0].Value) is { } day)
                return day;
            argument.AddError($"{name} takes a day such as 2027-01-31, not '{argument.Tokens[0].Value}'");
            return null;
        },
    };
}
