using System.CommandLine;
using System.Text;
using System.Text.Json;
using LambdaSync.Commands;

namespace LambdaSync.Cli.Commands;

/// <summary>Verbs of what a seller requests after the sale. Each may be run again: it sends nothing twice on the same day.</summary>
static class AgreementWriteCommands
{
    static readonly Listing<JsonElement> InvoiceLines = MarketplaceDocument.Listing(
        MarketplaceDocument.Column("id", "invoiceId"), MarketplaceDocument.Column("type", "invoiceType"), new("issued", i => MarketplaceDocument.Time(i, "issuedTime")),
        MarketplaceDocument.Column("amount", "pricingCurrencyAmount.amount"), MarketplaceDocument.Column("adjustable", "pricingCurrencyAmount.maxAdjustmentAmount"), MarketplaceDocument.Column("currency", "pricingCurrencyAmount.currencyCode"));

    static readonly Listing<JsonElement> RequestLines = MarketplaceDocument.Listing(
        new("id", Id), MarketplaceDocument.Column("status", "status"), new("amount", r => MarketplaceDocument.Text(r, "adjustmentAmount") + MarketplaceDocument.Text(r, "chargeAmount")), MarketplaceDocument.Column("currency", "currencyCode"),
        MarketplaceDocument.Column("invoice", "originalInvoiceId"), MarketplaceDocument.Column("reason", "reasonCode"), new("created", r => MarketplaceDocument.Time(r, "createdAt")));

    public static Command Cancel(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), Agreement());
        var reason = new Option<string>("--reason-code") { Description = $"Why: {string.Join(", ", AgreementCommands.ReasonCodes)}.", Required = true };
        reason.AcceptOnlyFromAmong([.. AgreementCommands.ReasonCodes]);
        var description = new Option<string?>("--description") { Description = "What the buyer reads, at most 255 characters." };
        var command = new Command("cancel", "Asks the buyer to cancel an agreement. AWS approves the request after 7 days without an answer. Nothing is refunded: see 'agreement adjust'.") { id, reason, description };
        run.AddTo(command, asks: true);
        command.SetAction((parsed, cancellation) => Send(
            run, parsed, CommandVerbs.AgreementCancel, parsed.GetValue(id)!, $"The buyer is asked to cancel {parsed.GetValue(id)}; AWS approves it after 7 days without an answer.", cancellation, (CommandVerbs.ReasonCode, parsed.GetValue(reason)), (CommandVerbs.Description, parsed.GetValue(description))));
        return command;
    }

    public static Command Adjust(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), Agreement());
        var file = new Argument<string>("file") { Description = "A list of billing adjustments, or - for standard input. See docs/marketplace.md." };
        var command = new Command("adjust", "Credits invoices of an agreement to the buyer. All adjustments are checked before the first is sent; each is sent once.") { id, file };
        run.AddTo(command, asks: true);
        command.SetAction(async (parsed, cancellation) => await InputFile.Read(parsed.GetValue(file)!, terminal, cancellation) is not { } document ? Exit.Failed
            : await Send(run, parsed, CommandVerbs.AgreementAdjust, parsed.GetValue(id)!, $"Invoices of {parsed.GetValue(id)} are credited to the buyer: this can't be taken back.", cancellation, (CommandVerbs.Document, Encoding.UTF8.GetString(document))));
        return command;
    }

    public static Command RequestPayment(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), Agreement());
        var (name, amount) = (new Option<string>("--name") { Description = "What the buyer reads, 5 to 64 characters.", Required = true }, new Option<string>("--amount") { Description = "In the currency of the agreement's term, such as 1250.00.", Required = true });
        var (term, description) = (new Option<string?>("--term") { Description = "The id of the VariablePaymentTerm, if the agreement has several." }, new Option<string?>("--description") { Description = "At most 255 characters." });
        var command = new Command("request-payment", "Asks the buyer for a payment that a VariablePaymentTerm of the agreement allows.") { id, name, amount, term, description };
        run.AddTo(command, asks: true);
        command.SetAction((parsed, cancellation) => Send(
            run, parsed, CommandVerbs.AgreementRequestPayment, parsed.GetValue(id)!, $"The buyer of {parsed.GetValue(id)} is asked to pay {parsed.GetValue(amount)}.", cancellation, (CommandVerbs.Name, parsed.GetValue(name)), (CommandVerbs.Amount, parsed.GetValue(amount)),
            (CommandVerbs.Term, parsed.GetValue(term)), (CommandVerbs.Description, parsed.GetValue(description))));
        return command;
    }

    public static Command Withdraw(Terminal terminal)
    {
        var (run, id) = (new MarketplaceRun(terminal), new Argument<string>("request") { Description = "acr-... or pr-..." });
        var (agreement, reason) = (new Option<string>("--agreement") { Description = "The agreement that the request is of, agmt-...", Required = true }, new Option<string?>("--reason") { Description = "Why; needed of a cancellation request." });
        var command = new Command("withdraw", "Withdraws a cancellation or payment request that the buyer has not answered.") { id, agreement, reason };
        run.AddTo(command);
        command.SetAction((parsed, cancellation) => Send(
            run, parsed, CommandVerbs.AgreementWithdraw, parsed.GetValue(id)!, null, cancellation, (CommandVerbs.Agreement, parsed.GetValue(agreement)), (CommandVerbs.WithdrawalReason, parsed.GetValue(reason))));
        return command;
    }

    public static Command Invoices(Terminal terminal)
    {
        var (output, limit, id) = (Options.Output("table", "json", "csv"), Limits.Option(1000), Agreement());
        var account = MarketplaceLink.AccountOption();
        var command = new Command("invoices", "Lists the invoices of an agreement, with the amount by which each can still be adjusted.") { id, limit, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var agreements = MarketplaceLink.Agreements(parsed.GetValue(account));
            var found = await MarketplaceDocument.All(agreements.ListAgreementInvoiceLineItems(parsed.GetValue(id)!, cancellation), parsed.GetValue(limit), cancellation);
            InvoiceLines.Write(Limits.Cut(found, parsed.GetValue(limit), "invoices", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    public static Command Requests(Terminal terminal)
    {
        var (output, limit, id) = (Options.Output("table", "json", "csv"), Limits.Option(1000), Agreement());
        var account = MarketplaceLink.AccountOption();
        var command = new Command("requests", "Lists the cancellation requests, billing adjustments and payment requests of an agreement.") { id, limit, account, output };
        command.SetAction(async (parsed, cancellation) =>
        {
            using var agreements = MarketplaceLink.Agreements(parsed.GetValue(account));
            var (agreement, most) = (parsed.GetValue(id)!, parsed.GetValue(limit));
            List<JsonElement> found =
            [
                .. await MarketplaceDocument.All(agreements.ListAgreementCancellationRequests(agreement, cancellation), most, cancellation),
                .. await MarketplaceDocument.All(agreements.ListBillingAdjustmentRequests(agreement, cancellation), most, cancellation),
                .. await MarketplaceDocument.All(agreements.ListAgreementPaymentRequests(agreement, cancellation), most, cancellation),
            ];
            RequestLines.Write(Limits.Cut(found, most, "requests", terminal), Options.Format(parsed, output, terminal, "table", "csv"), terminal);
            return Exit.Done;
        });
        return command;
    }

    static string Id(JsonElement request) =>
        MarketplaceDocument.Text(request, "agreementCancellationRequestId") + MarketplaceDocument.Text(request, "billingAdjustmentRequestId") + MarketplaceDocument.Text(request, "paymentRequestId");

    static Task<int> Send(MarketplaceRun run, ParseResult parsed, string verb, string id, string? ask, CancellationToken cancellation, params (string Name, string? Value)[] arguments) =>
        run.Run(parsed, verb, id, arguments.ToDictionary(a => a.Name, a => a.Value, StringComparer.Ordinal), cancellation, ask);

    static Argument<string> Agreement() => new("id") { Description = "agmt-..." };
}
