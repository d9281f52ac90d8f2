using LambdaSync.Mapping;
using LambdaSync.Marketplace.Offers;

namespace LambdaSync.Marketplace.OfferSets;

/// <summary>Reads a document of an offer set strictly: an unknown member is an error.</summary>
public static class OfferSetReader
{
    /// <summary>The document, or null when anything is wrong with its form; every mistake is an issue whose field is its place in the JSON.</summary>
    public static OfferSetDocument? Read(ReadOnlySpan<byte> json, ICollection<Issue> issues) =>
        WrittenJson.Strict(json, "offer set document", IssueCodes.OfferSetInvalid, issues, Document);

    static OfferSetDocument? Document(Place place) => place.Object("Name", "BuyerNotes", "SolutionId", "Offers") is not { } members ? null : new OfferSetDocument(
        members.Required("Name")?.Text() ?? "", members.Text("BuyerNotes"), members.Text("SolutionId"), [.. OfferReader.Items(members.Required("Offers")).Select(OfferReader.Offer).OfType<OfferDocument>()]);
}
