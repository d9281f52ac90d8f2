using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Marketplace.Offers;
using LambdaSync.PartnerCentral;

namespace LambdaSync.Marketplace.OfferSets;

/// <summary>
/// The change sets that make an offer set (row F14): the set, its offers with its id, their association and release, the release of the set.
/// Where that is at most 20 changes, it is one change set, which fails without leaving anything behind; else it is several, one after the
/// other: <see cref="Begin"/>, <see cref="Offer"/> for each, <see cref="End"/>.
/// </summary>
public static class OfferSetChanges
{
    const string Created = "OfferSet";

    /// <summary>All in one change set, or null: it has more than <see cref="ChangeSet.Most"/> changes.</summary>
    public static IReadOnlyList<Change>? InOne(OfferSetDocument set)
    {
        var id = Change.Reference(Created);
        List<Change> changes = [.. Begin(set), .. set.Offers.SelectMany((offer, n) => OfferChanges.Create(offer with { OfferSetId = id }, release: true, NameOf(n))), .. End(id, [.. set.Offers.Select((_, n) => Change.Reference(NameOf(n)))])];
        return changes.Count <= ChangeSet.Most ? changes : null;
    }

    /// <summary>The first of several change sets: the offer set with its notes and solution.</summary>
    public static IReadOnlyList<Change> Begin(OfferSetDocument set)
    {
        var id = Change.Reference(Created);
        var changes = new List<Change> { new("CreateOfferSet", Change.OfferSet, null, Created, RequestBody.Of(json => json.WriteString("Name", set.Name))) };
        if (set.BuyerNotes is { } notes)
            changes.Add(new Change("UpdateInformation", Change.OfferSet, id, null, RequestBody.Of(json => json.WriteString("BuyerNotes", notes))));
        if (set.SolutionId is { } solution)
            changes.Add(new Change("AssociateSolution", Change.OfferSet, id, null, RequestBody.Of(json => json.WriteString("SolutionId", solution))));
        return changes;
    }

    /// <summary>One of the offers, released.</summary>
    /// <param name="setId">The offer set's id.</param>
    public static IReadOnlyList<Change> Offer(OfferDocument offer, string setId) => OfferChanges.Create(offer with { OfferSetId = setId }, release: true);

    /// <summary>The last one: the offers' association and the set's release.</summary>
    public static IReadOnlyList<Change> End(string setId, IReadOnlyList<string> offerIds) =>
    [
        new Change("AssociateOffers", Change.OfferSet, setId, null, RequestBody.Of(json =>
        {
            json.WriteStartArray("Offers");
            foreach (var offer in offerIds)
            {
                json.WriteStartObject();
                json.WriteString("OfferId", offer);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        })),
        new Change("ReleaseOfferSet", Change.OfferSet, setId, null, RequestBody.Of(_ => { })),
    ];

    // A change's name has letters only.
    static string NameOf(int n) => "Offer" + (char)('A' + n);
}
