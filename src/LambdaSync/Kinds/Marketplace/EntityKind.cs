using System.Text.Json.Nodes;
using LambdaSync.Marketplace;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Steps;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>A record of the Catalog API: a product, an offer, an offer set, a resale authorization.</summary>
public sealed class EntityKind(MarketSection section, KindRules? rules, SellerAccounts? sellers = null, IReadOnlySet<string>? mapped = null) : MarketKind(section, rules, sellers, mapped)
{
    protected override AwsRequest? Read(RecordView view, DateTimeOffset now) =>
        MarketplaceReads.DescribeEntity(view.Key.Id) is var describe && view.Answers.ContainsKey(describe.Operation) ? null : describe;

    protected override (JsonObject Document, DateTimeOffset? Modified)? Document(RecordView view, DateTimeOffset now) =>
        view.Answers["DescribeEntity"] is { IsEmpty: false } answer ? MarketDocuments.Entity(view.Key.Id, answer.Span, now) : null;

    // AWS says nothing when the last day of an offer or of a resale authorization is over, or near.
    protected override Turn End(RecordView view, DateTimeOffset now)
    {
        var memo = MemoOf(view);
        if (Kind is not (WorkKind.Offer or WorkKind.ResaleAuthorization) || memo.Document is not { } entity || MarketDocuments.End(entity) is not { } end || end <= now)
            return new(view, new Step.Done());
        var reminders = Kind == WorkKind.Offer ? ExpiryReminders.Of(entity, end) : [];
        if (reminders.LastOrDefault(reminder => reminder.At <= now) is { Kind: { } kind } due && $"reminder-{view.Key.Id}-{end.UtcDateTime:yyyy-MM-dd}-{kind.Replace(' ', '-')}" is var id && memo.Reminded != id)
        {
            var search = AgreementReads.ActiveFrom(view.Key.Id);
            if (!view.Answers.TryGetValue(search.Operation, out var accepted))
                return new(view, new Step.ReadAws(search));
            view = view with { Data = (memo with { Reminded = id }).ToJson() };
            if (AgreementReads.Ids(accepted).Count == 0)
                view = view with { Notifications = [.. view.Notifications, new Notification(id, view.Key.Catalog, due.At, kind, view.Key.Id, null, Found: true)] };
        }

        var next = reminders.Select(reminder => reminder.At).Append(end).First(at => at > now);
        return new(view, new Step.Wait(next - now, "it can be used until its last day is over", [Reason.Timer], ResetsAttempts: true));
    }
}
