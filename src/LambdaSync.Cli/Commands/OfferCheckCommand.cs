using System.CommandLine;
using System.Text;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;

namespace LambdaSync.Cli.Commands;

/// <summary><c>offer check</c>: what AWS Marketplace would refuse of a private offer, before anything is sent (row F3).</summary>
static class OfferCheckCommand
{
    public static Command Create(Terminal terminal)
    {
        var output = Options.Output("table", "json");
        var file = new Argument<string>("file") { Description = "An offer document, or - for standard input. See docs/marketplace.md." };
        var draft = new Option<bool>("--draft") { Description = "Check a draft, which may lack what an offer needs to be published." };
        var body = new Option<bool>("--change-set") { Description = "Print the body of StartChangeSet that makes the offer, if no rule is broken. Nothing is sent." };
        var command = new Command("check", "Checks a private offer against AWS Marketplace's rules. Exit 1 when it breaks one.") { file, draft, body, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            var format = Options.Format(parsed, output, terminal, "table", "json");
            if (await InputFile.Read(parsed.GetValue(file)!, terminal, cancellation) is not { } bytes)
                return Exit.Failed;
            var (issues, release) = (new List<Issue>(), !parsed.GetValue(draft));
            var offer = OfferReader.Read(Encoding.UTF8.GetBytes(SellerAsBuyer.Resolve(Encoding.UTF8.GetString(bytes), MarketplaceLink.Account, issues)), issues);
            if (offer is not null)
                issues.AddRange(OfferCheck.Of(offer, DateOnly.FromDateTime(TimeProvider.System.GetUtcNow().UtcDateTime), release));
            var errors = issues.Count(i => i.Severity == Severity.Error);
            if (parsed.GetValue(body))
            {
                foreach (var issue in issues)
                    terminal.Tell(issue, format);
                if (offer is null || errors > 0)
                    return Exit.Failed;
                terminal.Out.Write(ChangeSet.Body(OfferChanges.Create(offer, release)));
                terminal.Out.WriteByte((byte)'\n');
                return Exit.Done;
            }

            if (issues.Count > 0)
                IssueReport.Write(issues, format, terminal);
            terminal.Error.WriteLine(errors > 0 ? Words.Count(errors, "error") : "No rule is broken. AWS Marketplace also checks the product, the buyers and your account when the offer is sent.");
            return errors > 0 ? Exit.Failed : Exit.Done;
        });
        return command;
    }
}
