namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>
/// What a seller account may have open at once, or our part of it (developer guide, catalog-service-quotas). AWS refuses more with HTTP 402,
/// ServiceQuotaExceededException.
/// </summary>
/// <param name="Sets">Change sets.</param>
/// <param name="Offers">Offers that open change sets create or change.</param>
/// <param name="OfferSets">Offer sets that open change sets create or change.</param>
public sealed record ChangeSetLimits(int Sets, int Offers, int OfferSets)
{
    public static readonly ChangeSetLimits OfAws = new(250, 20, 20);

    /// <param name="share">Our part, above 0 and up to 1; one of each at least.</param>
    public static ChangeSetLimits Of(double share)
    {
        return new(Part(OfAws.Sets), Part(OfAws.Offers), Part(OfAws.OfferSets));

        int Part(int limit) => Math.Max(1, (int)(limit * share));
    }
}
