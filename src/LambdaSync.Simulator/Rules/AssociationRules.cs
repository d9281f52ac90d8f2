using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>What may be associated with an opportunity, and how many (DG associating-disassociating-assigning-opportunities, DG quotas).</summary>
static class AssociationRules
{
    static readonly Dictionary<string, int> Most = new(StringComparer.Ordinal)
    {
        ["AwsProducts"] = 20,
        ["Solutions"] = 10,
        ["AwsMarketplaceSolutions"] = 10,
        ["AwsMarketplaceProducts"] = 10,
        ["AwsMarketplaceOffers"] = 1,
        ["AwsMarketplaceOfferSets"] = 1,
    };

    public static bool IsAssociated(Opportunity opportunity, string type, string id) => Of(opportunity, type).Contains(id);

    /// <exception cref="AwsError">AWS reviews the record, and this reading of its pages refuses changes meanwhile.</exception>
    public static void CheckLock(Opportunity opportunity, Readings readings)
    {
        if (opportunity.ReviewStatus is ReviewRules.Submitted or ReviewRules.InReview && !readings.AssociatesInReview)
            throw AwsError.Refused(FieldError.NotPermitted("LifeCycle.ReviewStatus", $"Associations can't be changed while the review status is {opportunity.ReviewStatus}."));
    }

    /// <exception cref="AwsError">Too many are there, or the identifier has another form.</exception>
    public static void CheckAssociate(Opportunity opportunity, Catalog catalog, string type, string id)
    {
        if (type.StartsWith("AwsMarketplace", StringComparison.Ordinal))
            CheckEntity(catalog, type, id);
        if (type == "Solutions" && id != Solution.Other && !catalog.Solutions.ContainsKey(id))
            throw AwsError.NotFound("Solution", id);
        if (Of(opportunity, type).Count >= Most.GetValueOrDefault(type, int.MaxValue))
            throw AwsError.Refused(new FieldError("RelatedEntityIdentifier", "TOO_MANY_VALUES", $"At most {Most[type]} {type} can be associated."));
        // One offer or one offer set, never both.
        var other = type switch { "AwsMarketplaceOffers" => "AwsMarketplaceOfferSets", "AwsMarketplaceOfferSets" => "AwsMarketplaceOffers", _ => null };
        if (other is not null && Of(opportunity, other).Count > 0)
            throw AwsError.Refused(new FieldError("RelatedEntityType", "TOO_MANY_VALUES", "One offer or one offer set can be associated, not both."));
    }

    // The ARN's form, whose the entity is, and its status. Which code stands for which is not published.
    static void CheckEntity(Catalog catalog, string type, string arn)
    {
        if (MarketplaceArn.Parse(arn) is not { } entity || !Is(entity.EntityType, type))
            throw AwsError.Refused(FieldError.Invalid("RelatedEntityIdentifier", $"{type} takes the ARN of such a Marketplace entity."));
        var status = catalog.MarketplaceEntities.GetValueOrDefault(arn);
        // "Currently, you can only associate offers from the AWS Marketplace Seller account linked to AWS Partner Central"; solutions
        // and products also from a connected account: those that the control panel has added.
        if (entity.Account != World.Account && (status is null || type is "AwsMarketplaceOffers" or "AwsMarketplaceOfferSets"))
            throw AwsError.Refused(FieldError.NotPermitted("RelatedEntityIdentifier", $"{arn} is of an account that is not linked."));
        // "The service rejects draft or inactive entities."
        if (status is not (null or "Public" or "Limited"))
            throw AwsError.Refused(FieldError.State("RelatedEntityIdentifier", $"{arn} is {status}: it has to be Public or Limited."));
    }

    static bool Is(string entityType, string type) => type switch
    {
        "AwsMarketplaceOffers" => entityType == "Offer",
        "AwsMarketplaceOfferSets" => entityType == "OfferSet",
        "AwsMarketplaceSolutions" => entityType == "Solution",
        "AwsMarketplaceProducts" => entityType.EndsWith("Product", StringComparison.Ordinal),
        _ => true,
    };

    /// <summary>
    /// The last solution or product of an opportunity that needs one stays: the new one is associated first (operation text of DisassociateOpportunity).
    /// "Depending on the state different validation rules apply", which are not published: here an opportunity needs one once it is submitted, and in the
    /// stages Committed and Launched. "An AWS Referral may or may not contain a Partner Solution."
    /// </summary>
    /// <exception cref="AwsError">It is not associated, or has to stay.</exception>
    public static void CheckDisassociate(Opportunity opportunity, string type, string id)
    {
        if (!Of(opportunity, type).Contains(id))
            throw AwsError.NotFound("The association with", id);
        if (!StageRules.Sellable.Contains(type))
            return;
        var late = opportunity.Stage is "Committed" or "Launched" && id != Solution.Other && StageRules.CountSellable(opportunity, otherSuffices: false) == 1;
        var submitted = opportunity is { Origin: Opportunity.PartnerReferral, ReviewStatus: not (null or ReviewRules.PendingSubmission) } && StageRules.CountSellable(opportunity, otherSuffices: true) == 1;
        if (late || submitted)
            throw AwsError.Refused(FieldError.State("RelatedEntityIdentifier", "The opportunity needs a solution or product: associate the new one first."));
    }

    static List<string> Of(Opportunity opportunity, string type) => opportunity.Related.GetValueOrDefault(type) ?? [];
}
