namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>One change of a change set.</summary>
/// <param name="Type">Such as <c>UpdatePricingTerms</c>.</param>
/// <param name="Entity">The entity's type and version, such as <c>Offer@1.0</c>.</param>
/// <param name="Identifier">The entity's id, <see cref="Reference"/> of a change of the same set, or null for a new entity.</param>
/// <param name="Name">The change's name within its set, or null: nothing refers to it.</param>
/// <param name="Details">The <c>DetailsDocument</c> as JSON.</param>
public sealed record Change(string Type, string Entity, string? Identifier, string? Name, byte[] Details)
{
    public const string Offer = "Offer@1.0", ResaleAuthorization = "ResaleAuthorization@1.0", OfferSet = "OfferSet@1.0";

    /// <summary>How a change names the entity that another change of its set creates (developer guide, catalog-apis).</summary>
    public static string Reference(string name) => $"${name}.Entity.Identifier";
}
