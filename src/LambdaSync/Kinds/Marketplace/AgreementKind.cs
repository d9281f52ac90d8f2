using System.Text.Json;
using System.Text.Json.Nodes;
using LambdaSync.Marketplace;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>
/// An agreement. The maker of a resold product may not read the channel partner's: what events say is its record. The opportunities that its
/// offer is linked to are compared once it is there.
/// </summary>
public sealed class AgreementKind(KindRules? rules, SellerAccounts? sellers = null) : MarketKind(MarketSection.Agreement, rules, sellers)
{
    protected override AwsRequest? Read(RecordView view)
    {
        // AWS finds another seller's agreement or denies it; of the account's own a denial is a missing right.
        var announced = MemoOf(view).Announced;
        var describe = MarketplaceReads.DescribeAgreement(view.Key.Id) with { MayBeDenied = announced.TryGetValue("proposerId", out var proposer) && (ReadAs(view) ?? announced.GetValueOrDefault("account")) is { } own && proposer != own };
        if (!view.Answers.TryGetValue(describe.Operation, out var agreement))
            return describe;
        var terms = MarketplaceReads.GetAgreementTerms(view.Key.Id);
        return agreement.IsEmpty || view.Answers.ContainsKey(terms.Operation) ? null : terms;
    }

    protected override (JsonObject Document, DateTimeOffset? Modified)? Document(RecordView view, DateTimeOffset now)
    {
        var (agreement, announced) = (view.Answers["DescribeAgreement"], MemoOf(view).Announced);
        if (agreement.IsEmpty && announced.Count == 0)
            return null;
        return (MarketDocuments.Agreement(view.Key.Id, agreement.Span, view.Answers.TryGetValue("GetAgreementTerms", out var terms) ? terms.Span : default, announced, now), null);
    }

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
            reminders = [.. reminders.Append((start, null)).OrderBy(reminder => reminder.Item1)];
        if (reminders.LastOrDefault(reminder => reminder.At <= now) is { Kind: { } kind } due)
            view = view with { Notifications = [.. view.Notifications, Notify(view.Key, $"reminder-{view.Key.Id}-{kind.Replace(' ', '-')}", kind, view.Key.Id, due.At)] };
        return reminders.Where(reminder => reminder.At > now).Select(reminder => (DateTimeOffset?)reminder.At).FirstOrDefault() is { } next
            ? new(view, new Step.Wait(next - now, "the agreement is active until its end", [Reason.Timer], ResetsAttempts: true))
            : new(view, new Step.Done());
    }

    static Notification Notify(WorkKey key, string id, string kind, string subject, DateTimeOffset at) => new(id, key.Catalog, at, kind, subject, null, Found: true);

    // An offer set is accepted as a whole, and linked as a whole.
    static WorkKey? OfferOf(MarketMemo memo, string catalog) =>
        Text(memo.Document, "offerSetId") is { } set ? MarketSection.OfferSet.Key(catalog, set)
        : Text(memo.Document, "offerId") is { } offer ? MarketSection.Offer.Key(catalog, offer) : null;

    static string? Text(JsonElement? json, string name) => json is { ValueKind: JsonValueKind.Object } record && record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
