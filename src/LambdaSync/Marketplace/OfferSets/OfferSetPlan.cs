using System.Text;
using System.Text.Json;
using LambdaSync.Marketplace.ChangeSets;

namespace LambdaSync.Marketplace.OfferSets;

/// <summary>An offer set that is made with several change sets: how far it is. A change set that fails leaves what the ones before it have made.</summary>
/// <param name="Document">The document of the offer set.</param>
public sealed record OfferSetPlan(JsonElement Document)
{
    /// <summary>The offer set's id, once it was created.</summary>
    public string? SetId { get; init; }

    /// <summary>The offers that were created and released.</summary>
    public IReadOnlyList<string> OfferIds { get; init; } = [];

    /// <summary>The last change set is under way: it releases the offer set.</summary>
    public bool IsEnding { get; init; }

    /// <summary>What has been made, for people; empty: nothing.</summary>
    public string Made => SetId is null ? "" : string.Join(", ", OfferIds.Prepend(SetId));

    /// <summary>The plan and the next change set once one has succeeded, or null: the offer set is released.</summary>
    /// <param name="entityId">What the change set has created.</param>
    public (OfferSetPlan Plan, IReadOnlyList<Change> Changes, string Kind)? After(string entityId)
    {
        if (IsEnding)
            return null;
        var plan = SetId is null ? this with { SetId = entityId } : this with { OfferIds = [.. OfferIds, entityId] };
        var document = OfferSetReader.Read(Encoding.UTF8.GetBytes(Document.GetRawText()), new List<Issue>()) ?? throw new InvalidOperationException("a stored document was read before");
        return plan.OfferIds.Count < document.Offers.Count
            ? (plan, OfferSetChanges.Offer(document.Offers[plan.OfferIds.Count], plan.SetId!), "Offer")
            : (plan with { IsEnding = true }, OfferSetChanges.End(plan.SetId!, plan.OfferIds), "OfferSet");
    }
}
