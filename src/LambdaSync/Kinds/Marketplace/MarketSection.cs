using LambdaSync.Mapping;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds.Marketplace;

/// <summary>One kind of what AWS Marketplace has.</summary>
/// <param name="Name">The mapping's section, and the root of its lines' paths.</param>
/// <param name="Prefix">How its ids begin.</param>
/// <param name="EntityTypes">The Catalog API's types without version; empty: the Agreement API has it.</param>
public sealed record MarketSection(string Name, WorkKind Kind, string Prefix, IReadOnlyList<string> EntityTypes)
{
    public static MarketSection Product { get; } = new(
        MarketplaceSections.Product, WorkKind.Product, "prod-", ["SaaSProduct", "AmiProduct", "ContainerProduct", "ProfessionalServicesProduct", "DataProduct", "MachineLearningProduct"]);

    public static MarketSection Offer { get; } = new(MarketplaceSections.Offer, WorkKind.Offer, "offer-", ["Offer"]);

    public static MarketSection OfferSet { get; } = new(MarketplaceSections.OfferSet, WorkKind.OfferSet, "offerset-", ["OfferSet"]);

    public static MarketSection ResaleAuthorization { get; } = new(MarketplaceSections.ResaleAuthorization, WorkKind.ResaleAuthorization, "resaleauthz-", ["ResaleAuthorization"]);

    public static MarketSection Agreement { get; } = new(MarketplaceSections.Agreement, WorkKind.Agreement, "agmt-", []);

    public static IReadOnlyList<MarketSection> All { get; } = [Product, Offer, OfferSet, ResaleAuthorization, Agreement];

    /// <summary>The kind that an id is of, or null.</summary>
    public static MarketSection? OfId(string id) => All.FirstOrDefault(section => id.Length > section.Prefix.Length && id.StartsWith(section.Prefix, StringComparison.Ordinal));

    /// <summary>The kind of an entity type of the Catalog API, or null.</summary>
    /// <param name="entityType">Without version.</param>
    public static MarketSection? OfType(string entityType) => All.FirstOrDefault(section => section.EntityTypes.Contains(entityType));

    public WorkKey Key(string catalog, string id) => new(catalog, Kind, id);
}
