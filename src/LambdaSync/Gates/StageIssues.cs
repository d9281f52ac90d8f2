using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>The wording of <see cref="StageGates"/>.</summary>
static class StageIssues
{
    public static Issue NoReason(CompiledMapping mapping)
    {
        var name = GateFields.Name(mapping, "LifeCycle.ClosedLostReason");
        return Issue.Error(IssueCodes.Required, name, null, $"A lost deal needs its reason, and {name} is empty (AWS: REQUIRED_FIELD_MISSING).", $"Choose a reason in {name}; stage and reason are sent together.");
    }

    public static Issue AfterCreation(CompiledMapping mapping, string stage)
    {
        var name = GateFields.Name(mapping, "LifeCycle.Stage");
        return Issue.Error(
            IssueCodes.GateStage, name, stage, $"AWS takes {stage} only where a solution or AWS Marketplace product is associated, which a creation can't do; {name} follows as an update.",
            $"Nothing, if the record names what is sold; else choose it in {GateFields.Name(mapping, "related:Solutions[]")}.");
    }

    // Field sheet: asked of consulting partners only, and nothing in the record says who is one. Advisory.
    public static Issue NoAccount(CompiledMapping mapping)
    {
        var name = GateFields.Name(mapping, "Customer.Account.AwsAccountId");
        return Issue.Warning(
            IssueCodes.Required, name, null, $"AWS asks consulting partners for the customer's 12-digit AWS account at Launched, and {name} has none.",
            $"Enter the customer's AWS account number, 12 digits, in {name}.");
    }

    // Guide: a deal through AWS Marketplace is closed with its private offer; the API's model has no such rule. Advisory.
    public static Issue NoOffer(CompiledMapping mapping)
    {
        var name = GateFields.Name(mapping, "related:AwsMarketplaceOffers[]");
        return Issue.Warning(
            IssueCodes.GateAssociation, name, null, "The deal is sold through AWS Marketplace and has no private offer or offer set attached.",
            name.StartsWith("related:", StringComparison.Ordinal) ? "Attach the offer in Partner Central before the deal is closed." : $"Enter the offer's ARN in {name} before the deal is closed.");
    }

    // AWS pays its funding of a deal through AWS Marketplace against the accepted offer; no API rule says so. Advisory.
    public static Issue NoOfferForFunding(CompiledMapping mapping)
    {
        var name = GateFields.Name(mapping, "related:AwsMarketplaceOffers[]");
        return Issue.Warning(
            IssueCodes.GateAssociation, name, null, "The deal uses AWS funding and has no AWS Marketplace offer attached at Launched: AWS will refuse a funding claim that needs the accepted offer.",
            name.StartsWith("related:", StringComparison.Ordinal) ? "Attach the accepted offer in Partner Central, unless the funding needs none." : $"Enter the accepted offer's ARN in {name}, unless the funding needs none.");
    }
}
