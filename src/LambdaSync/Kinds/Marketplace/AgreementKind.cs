using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>
/// An agreement. The maker of a resold product may not read the channel partner's: what events say is its record. The opportunities that its
/// offer is linked to are compared once it is there.
/// </summary>
public sealed class AgreementKind(KindRules? rules, SellerAccounts? sellers = null, IReadOnlySet<string>? mapped = null) : MarketKind(MarketSection.Agreement, rules, sellers, mapped)
{
    const string Invoices = "ListAgreementInvoiceLineItems";

    // AWS reports no invoice with an event and moves no date of the agreement for one.
    static readonly TimeSpan InvoicesEvery = TimeSpan.FromDays(1);

    // The use of the last month is invoiced after the agreement's end, and credited later.
    static readonly TimeSpan InvoicesAfterEnd = TimeSpan.FromDays(92);

    protected override AwsRequest? Read(RecordView view, DateTimeOffset now)
    {
        // AWS finds another seller's agreement or denies it; of the account's own a denial is a missing right.
        var announced = MemoOf(view).Announced;
        var describe = MarketplaceReads.DescribeAgreement(view.Key.Id) with { MayBeDenied = announced.TryGetValue("proposerId", out var proposer) && (ReadAs(view) ?? announced.GetValueOrDefault("account")) is { } own && proposer != own };
        if (!view.Answers.TryGetValue(describe.Operation, out var agreement))
            return describe;
        var terms = MarketplaceReads.GetAgreementTerms(view.Key.Id);
        if (agreement.IsEmpty || !view.Answers.ContainsKey(terms.Operation))
            return agreement.IsEmpty ? null : terms;
        // Only the proposer may list them.
        var invoices = AgreementReads.Invoices(view.Key.Id) with { MayBeMissing = true, MayBeDenied = describe.MayBeDenied };
        return OwesInvoices(view, now) && !view.Answers.ContainsKey(invoices.Operation) ? invoices : null;
    }

    // Once a day, however many events come, or when a person or a billing adjustment asks.
    bool OwesInvoices(RecordView view, DateTimeOffset now) => Maps("invoices") && view.Aws is null && (view.Has(Reason.Refresh) || MemoOf(view).InvoicesRead is not { } read || now - read >= InvoicesEvery);

    protected override bool IsOurs(RecordView view) => !view.Answers["DescribeAgreement"].IsEmpty;

    protected override MarketMemo Kept(RecordView view, MarketMemo memo, DateTimeOffset now) => view.Answers.ContainsKey(Invoices) ? memo with { InvoicesRead = now } : memo;

    protected override (JsonObject Document, DateTimeOffset? Modified)? Document(RecordView view, DateTimeOffset now)
    {
        var (agreement, announced) = (view.Answers["DescribeAgreement"], MemoOf(view).Announced);
        if (agreement.IsEmpty && announced.Count == 0)
            return null;
        var record = MarketDocuments.Agreement(view.Key.Id, agreement.Span, view.Answers.TryGetValue("GetAgreementTerms", out var terms) ? terms.Span : default, announced, now);
        if (view.Answers.TryGetValue(Invoices, out var invoices) && !invoices.IsEmpty)
            record["invoices"] = InvoiceSummary.Of(invoices);
        else if (MemoOf(view).Document is { } before && before.TryGetProperty("invoices", out var known))
            record["invoices"] = JsonNode.Parse(known.GetRawText());
        return (record, null);
    }

    // When its invoices are looked for again, or null: no more are expected, or the mapping shows none.
    static DateTimeOffset? NextInvoices(MarketMemo memo) =>
        memo is not { InvoicesRead: { } read, Document: { } agreement } ? null
        : Text(agreement, "status") == "ACTIVE" || (Text(agreement, "endTime") is { } end && DateTimeOffset.Parse(end, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal) + InvoicesAfterEnd > read) ? read + InvoicesEvery : null;

    protected override Turn End(RecordView view, DateTimeOffset now)
    {
        var memo = MemoOf(view);
        if (memo.HasToldOpportunities || OfferOf(memo, view.Key.Catalog) is not { } offer)
            return Remind(view, memo, now);
        if (view.Other is null)
            return new(view, new Step.ReadOther(offer));
        // A link that was stored and not worked on yet is among the offer's reasons.
        var linked = view.Other.Work is { } work ? MarketMemo.Read(work.Data).With(work.Reasons.Select(RecordRequest.Read).OfType<RecordRequest>(), view.Key.Catalog).Opportunities : [];
        memo = memo with { HasToldOpportunities = true };
        view = view with { Data = memo.ToJson() };
        if (linked.Count == 0)
            return Remind(view, memo, now);
        view = view with { Notifications = [.. view.Notifications, .. linked.Select(key => Notify(view.Key, $"accepted-{view.Key.Id}-{key.Id.Replace('/', '-')}", "Purchase Agreement Created", key.Id, now))] };
        // It comes back to itself for its reminders.
        return new(view, new Step.Hand([.. linked.Select(key => (key, Reason.Refresh)), (view.Key, Reason.Timer)]));
    }

    // A reminder's id and time depend on the agreement alone, so that a repeated one is the same notification.
    static Turn Remind(RecordView view, MarketMemo memo, DateTimeOffset now)
    {
        List<(DateTimeOffset At, string? Kind)> reminders = [.. (memo.Document is { } agreement ? RenewalReminders.Of(agreement) : []).Select(reminder => (reminder.At, (string?)reminder.Kind))];
        // What the record says of a future-dated agreement changes with its start, which is no reminder.
        if (memo.Document is { } dated && MarketDocuments.Start(dated) is { } start && start > now)
            reminders.Add((start, null));
        if (NextInvoices(memo) is { } next)
            reminders.Add((next, null));
        reminders.Sort((a, b) => a.At.CompareTo(b.At));
        if (reminders.LastOrDefault(reminder => reminder.At <= now && reminder.Kind is not null) is { Kind: { } kind } due)
            view = view with { Notifications = [.. view.Notifications, Notify(view.Key, $"reminder-{view.Key.Id}-{kind.Replace(' ', '-')}", kind, view.Key.Id, due.At)] };
        return reminders.Where(reminder => reminder.At > now).Select(reminder => (DateTimeOffset?)reminder.At).FirstOrDefault() is { } again
            ? new(view, new Step.Wait(again - now, "the agreement is active until its end", [Reason.Timer], ResetsAttempts: true))
            : new(view, new Step.Done());
    }

    static Notification Notify(WorkKey key, string id, string kind, string subject, DateTimeOffset at) => new(id, key.Catalog, at, kind, subject, null, Found: true);

    // An offer set is accepted as a whole, and linked as a whole.
    static WorkKey? OfferOf(MarketMemo memo, string catalog) =>
        Text(memo.Document, "offerSetId") is { } set ? MarketSection.OfferSet.Key(catalog, set)
        : Text(memo.Document, "offerId") is { } offer ? MarketSection.Offer.Key(catalog, offer) : null;

    static string? Text(JsonElement? json, string name) => json is { ValueKind: JsonValueKind.Object } record && record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
