using System.CommandLine;
using System.Text;
using LambdaSync.Commands;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.LegalDocuments;

namespace LambdaSync.Cli.Commands;

/// <summary>Verbs that change private offers in AWS Marketplace. Each may be run again: it sends nothing twice on the same day.</summary>
static class OfferWriteCommands
{
    public static Command Create(Terminal terminal) => FromDocument(terminal, "create", "Creates and publishes a private offer.", CommandVerbs.OfferCreate);

    public static Command Draft(Terminal terminal) => FromDocument(terminal, "draft", "Creates a private offer as a draft, which AWS keeps for ever: drafts can't be deleted.", CommandVerbs.OfferDraft);

    public static Command Publish(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), Id());
        var command = new Command("publish", "Publishes a draft to its buyers.") { id };
        run.AddTo(command);
        command.SetAction((parsed, cancellation) => Send(run, parsed, CommandVerbs.OfferPublish, parsed.GetValue(id)!, cancellation));
        return command;
    }

    public static Command Expiry(Terminal terminal)
    {
        var (run, id, until) = (new MarketplaceRun(terminal), Id(), Day("--until", "The last UTC day on which the buyer may accept"));
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
        command.SetAction((parsed, cancellation) => Send(
            run, parsed, CommandVerbs.OfferExpiry, parsed.GetValue(id)!, cancellation, (CommandVerbs.Until, UtcDay.Text(parsed.GetValue(until)!.Value)), (CommandVerbs.AgreementDuration, parsed.GetValue(duration)?.ToString())));
        return command;
    }

    public static Command Cancel(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), Id());
        var command = new Command("cancel", "Cancels a published offer: no buyer can accept it from then on. Agreements made from it stay.") { id };
        run.AddTo(command, asks: true);
        command.SetAction((parsed, cancellation) => run.Run(
            parsed, CommandVerbs.OfferCancel, parsed.GetValue(id)!, new Dictionary<string, string?>(StringComparer.Ordinal), cancellation, $"{parsed.GetValue(id)} is cancelled: no buyer can accept it from then on."));
        return command;
    }

    public static Command Clone(Terminal terminal)
    {
        var (run, id, until) = (new MarketplaceRun(terminal), Id(), Day("--until", "The new offer's last UTC day"));
        until.Required = true;
        var (name, eula) = (new Option<string?>("--name") { Description = "The new offer's name. Default: the old one's." }, new Option<string?>("--eula-url") { Description = "Address of the custom license agreement, which has to be uploaded again." });
        var (draft, upload) = (new Option<bool>("--draft") { Description = "Leave the new offer a draft." }, new EulaUpload(terminal));
        var command = new Command("clone", "Creates a new offer with the terms of an existing one. To change a published offer, clone it and cancel the old one.") { id, until, name, eula, draft };
        upload.AddTo(command);
        run.AddTo(command);
        command.SetAction(async (parsed, cancellation) =>
        {
            var address = parsed.GetValue(eula);
            return upload.FileOf(parsed) is { } agreement && (address = await upload.Upload(parsed, agreement, run.Format(parsed), cancellation)) is null ? Exit.Failed : await Send(
                run, parsed, CommandVerbs.OfferClone, parsed.GetValue(id)!, cancellation, (CommandVerbs.Until, UtcDay.Text(parsed.GetValue(until)!.Value)), (CommandVerbs.Name, parsed.GetValue(name)),
                (CommandVerbs.EulaUrl, address), (CommandVerbs.Draft, parsed.GetValue(draft) ? "true" : null));
        });
        return command;
    }

    public static Command Replace(Terminal terminal)
    {
        var (run, id, until) = (new MarketplaceRun(terminal), Id(), Day("--until", "Without a document: the new offer's last UTC day"));
        var file = new Argument<string?>("file") { Description = "The new offer's document, or - for standard input. Without it the new offer has the old one's terms.", Arity = ArgumentArity.ZeroOrOne };
        var (name, eula) = (new Option<string?>("--name") { Description = "Without a document: the new offer's name. Default: the old one's." }, new Option<string?>("--eula-url") { Description = "Without a document: address of the custom license agreement, which has to be uploaded again." });
        var upload = new EulaUpload(terminal);
        var command = new Command("replace", "Changes a published offer, which AWS does not allow: publishes a new one and cancels the old one, both or neither. Refused once a buyer has accepted the old one.") { id, file, until, name, eula };
        upload.AddTo(command);
        run.AddTo(command, asks: true);
        command.SetAction(async (parsed, cancellation) =>
        {
            var document = parsed.GetValue(file) is { } path ? await InputFile.Read(path, terminal, cancellation) : [];
            if (document is null)
                return Exit.Failed;
            var address = parsed.GetValue(eula);
            if (document.Length > 0)
                document = await upload.Into(parsed, document, run.Format(parsed), cancellation);
            else if (upload.FileOf(parsed) is { } agreement && (address = await upload.Upload(parsed, agreement, run.Format(parsed), cancellation)) is null)
                return Exit.Failed;
            return document is null ? Exit.Failed : await run.Run(parsed, CommandVerbs.OfferReplace, parsed.GetValue(id)!, new Dictionary<string, string?>(StringComparer.Ordinal)
            {
                [CommandVerbs.Document] = Encoding.UTF8.GetString(document),
                [CommandVerbs.Until] = parsed.GetValue(until) is { } day ? UtcDay.Text(day) : null,
                [CommandVerbs.Name] = parsed.GetValue(name),
                [CommandVerbs.EulaUrl] = address,
            }, cancellation, $"{parsed.GetValue(id)} is cancelled, and a new offer takes its place.");
        });
        return command;
    }

    public static Command UploadEula(Terminal terminal)
    {
        var (upload, output) = (new EulaUpload(terminal), Options.Output("table", "json"));
        var file = new Argument<string>("file") { Description = "A license agreement, .pdf or .txt." };
        var command = new Command("upload-eula", "Uploads a license agreement of your own to the account's bucket, and prints the address that an offer or a resale authorization names. The address lasts 7 days, or as long as the credentials.") { file, MarketplaceLink.AccountOption(), output };
        upload.AddTo(command, hasFile: false);
        command.SetAction(async (parsed, cancellation) =>
        {
            var format = Options.Format(parsed, output, terminal, "table", "json");
            if (await upload.Upload(parsed, parsed.GetValue(file)!, format, cancellation) is not { } url)
                return Exit.Failed;
            if (format != "json")
            {
                terminal.Text.WriteLine(url);
                return Exit.Done;
            }

            using var lines = new LineWriter(terminal.Out);
            var json = lines.Begin();
            json.WriteString("url", url);
            if (PresignedUrl.Read(url) is { } signed)
                json.WriteString("until", signed.Ends);
            lines.End();
            return Exit.Done;
        });
        return command;
    }

    static Command FromDocument(Terminal terminal, string verb, string description, string commandVerb)
    {
        var (run, upload) = (new MarketplaceRun(terminal), new EulaUpload(terminal));
        var file = new Argument<string>("file") { Description = "An offer document, or - for standard input. See docs/marketplace.md." };
        var command = new Command(verb, description + " The same document on the same day is the same offer, however often the command runs.") { file };
        upload.AddTo(command);
        run.AddTo(command);
        command.SetAction(async (parsed, cancellation) => await InputFile.Read(parsed.GetValue(file)!, terminal, cancellation) is { } written && await upload.Into(parsed, written, run.Format(parsed), cancellation) is { } document
            ? await Send(run, parsed, commandVerb, MarketplaceRun.New, cancellation, (CommandVerbs.Document, Encoding.UTF8.GetString(document))) : Exit.Failed);
        return command;
    }

    static Task<int> Send(MarketplaceRun run, ParseResult parsed, string verb, string id, CancellationToken cancellation, params (string Name, string? Value)[] arguments) =>
        run.Run(parsed, verb, id, arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal), cancellation);

    static Argument<string> Id() => new("id") { Description = "offer-..." };

    /// <summary>An option that takes a UTC day.</summary>
    public static Option<DateOnly?> Day(string name, string description) => new(name)
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
