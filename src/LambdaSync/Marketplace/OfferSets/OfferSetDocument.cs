using LambdaSync.Marketplace.Offers;

namespace LambdaSync.Marketplace.OfferSets;

/// <summary>Offers that a buyer accepts together (row F14).</summary>
/// <param name="BuyerNotes">What the buyer reads; needed to release the set.</param>
/// <param name="SolutionId">The solution that the set belongs to, or null.</param>
/// <param name="Offers">Two to seven, each of another product.</param>
public sealed record OfferSetDocument(string Name, string? BuyerNotes, string? SolutionId, IReadOnlyList<OfferDocument> Offers);
