using System.Text.Json.Nodes;
using LambdaSync.Marketplace;
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

    // AWS says nothing when the last day of an offer or a resale authorization is over.
    protected override Turn End(RecordView view, DateTimeOffset now) =>
        Kind is WorkKind.Offer or WorkKind.ResaleAuthorization && MarketDocuments.End(MemoOf(view).Document) is { } end && end > now
            ? new(view, new Step.Wait(end - now, "it can be used until its last day is over", [Reason.Timer], ResetsAttempts: true))
            : new(view, new Step.Done());
}
