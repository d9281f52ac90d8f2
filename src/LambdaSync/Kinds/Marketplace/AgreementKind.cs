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
public sealed class AgreementKind(KindRules? rules) : MarketKind(MarketSection.Agreement, rules)
{
    protected override AwsRequest? Read(RecordView view)
    {
        var describe = MarketplaceReads.DescribeAgreement(view.Key.Id);
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
        return (MarketDocuments.Agreement(view.Key.Id, agreement.Span, view.Answers.TryGetValue("GetAgreementTerms", out var terms) ? terms.Span : default, announced), null);
    }

    protected override Turn End(RecordView view, DateTimeOffset now)
    {
        var memo = MemoOf(view);
        if (memo.HasToldOpportunities || OfferOf(memo, view.Key.Catalog) is not { } offer)
            return new(view, new Step.Done());
        if (view.Other is null)
            return new(view, new Step.ReadOther(offer));
        var linked = MarketMemo.Read(view.Other.Work?.Data).Opportunities;
        view = view with { Data = (memo with { HasToldOpportunities = true }).ToJson() };
        if (linked.Count == 0)
            return new(view, new Step.Done());
        view = view with { Notifications = [.. view.Notifications, .. linked.Select(key => new Notification($"accepted-{view.Key.Id}-{key.Id.Replace('/', '-')}", key.Catalog, now, "Purchase Agreement Created", key.Id, null, Found: true))] };
        return new(view, new Step.Hand([.. linked.Select(key => (key, Reason.Refresh))]));
    }

    // An offer set is accepted as a whole, and linked as a whole.
    static WorkKey? OfferOf(MarketMemo memo, string catalog) =>
        Text(memo.Document, "offerSetId") is { } set ? MarketSection.OfferSet.Key(catalog, set)
        : Text(memo.Document, "offerId") is { } offer ? MarketSection.Offer.Key(catalog, offer) : null;

    static string? Text(JsonElement? json, string name) => json is { ValueKind: JsonValueKind.Object } record && record.TryGetProperty(name, out var value) ? value.GetString() : null;
}
