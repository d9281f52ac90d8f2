using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>
/// What AssociateOpportunity would refuse, before it is called: the form of the identifiers, how many there are, and that an offer and an
/// offer set exclude each other.
/// </summary>
public static class AssociationGates
{
    /// <param name="facts">The document with the associations as they will be.</param>
    public static IReadOnlyList<Issue> Of(GateFacts facts) => Of(new GateOpportunity(facts.Document), facts.Mapping);

    internal static IReadOnlyList<Issue> Of(GateOpportunity opportunity, CompiledMapping mapping)
    {
        var issues = new List<Issue>();
        foreach (var entity in RelatedEntities.All)
        {
            var (ids, name) = (opportunity.Related(entity.Type), GateFields.Name(mapping, entity.Path));
            foreach (var id in ids.Where(id => !RelatedEntities.HasForm(entity.Type, id)))
                issues.Add(AssociationIssues.Form(name, entity, id));
            if (ids.Count > entity.Max)
                issues.Add(AssociationIssues.TooMany(name, entity, ids.Count));
        }

        if (opportunity.Related("AwsMarketplaceOffers").Count > 0 && opportunity.Related("AwsMarketplaceOfferSets").Count > 0)
            issues.Add(AssociationIssues.OfferAndSet(GateFields.Name(mapping, "related:AwsMarketplaceOffers[]"), GateFields.Name(mapping, "related:AwsMarketplaceOfferSets[]")));
        return issues;
    }

    /// <summary>Why one more association is refused, or null.</summary>
    /// <param name="document">The record document with the associations that are there.</param>
    /// <param name="type">AWS's RelatedEntityType.</param>
    /// <param name="id">An AWS product's as <see cref="Fields.AwsProducts.Identifier"/> gives it.</param>
    public static Issue? Adding(ReadOnlyMemory<byte> document, string type, string id, CompiledMapping mapping)
    {
        // A type that is newer than this release: AWS says whether it takes it.
        if (RelatedEntities.Of(type) is not { } entity)
            return null;
        var (opportunity, name) = (new GateOpportunity(document), GateFields.Name(mapping, entity.Path));
        if (!RelatedEntities.HasForm(type, id))
            return AssociationIssues.Form(name, entity, id);
        if (opportunity.Related(type) is var there && !there.Contains(id) && there.Count >= entity.Max)
            return AssociationIssues.TooMany(name, entity, there.Count + 1);
        var other = type switch { "AwsMarketplaceOffers" => "AwsMarketplaceOfferSets", "AwsMarketplaceOfferSets" => "AwsMarketplaceOffers", _ => null };
        return other is not null && opportunity.Related(other).Count > 0
            ? AssociationIssues.OfferAndSet(name, GateFields.Name(mapping, $"related:{other}[]"))
            : null;
    }

    /// <summary>Why an offer is not associated, or null: only those of the seller account that is linked to Partner Central are (row F10).</summary>
    /// <param name="arn">The offer's or offer set's.</param>
    /// <param name="account">The linked account; null: not known.</param>
    public static Issue? OfAccount(string type, string arn, string? account, CompiledMapping mapping) =>
        account is not null && type is ("AwsMarketplaceOffers" or "AwsMarketplaceOfferSets") && arn.Split(':') is [_, _, _, _, { Length: > 0 } owner, ..] && owner != account
            ? AssociationIssues.OtherAccount(GateFields.Name(mapping, $"related:{type}[]"), arn, owner, account) : null;

    /// <summary>Why an association is not removed, or null: Committed and Launched keep a solution or Marketplace product.</summary>
    /// <param name="document">The record document with the associations that are there.</param>
    public static Issue? Removing(ReadOnlyMemory<byte> document, string type, string id, CompiledMapping mapping)
    {
        var opportunity = new GateOpportunity(document);
        return opportunity.Stage is { } stage and ("Committed" or "Launched") && GateOpportunity.SellableTypes.Contains(type) && opportunity.Sellable is [var last] && last == id
            ? AssociationIssues.Last(GateFields.Name(mapping, $"related:{type}[]"), id, GateFields.Values(mapping, "LifeCycle.Stage", stage))
            : null;
    }

    /// <summary>A solution that the catalog does not list: AWS would answer that it is not found.</summary>
    /// <param name="catalog">AWS or Sandbox, which share no solutions.</param>
    public static Issue Unlisted(string catalog, string id, CompiledMapping mapping) =>
        AssociationIssues.Unlisted(GateFields.Name(mapping, "related:Solutions[]"), catalog, id);
}
