namespace LambdaSync.Gates;

/// <summary>The wording of <see cref="AssociationGates"/>.</summary>
static class AssociationIssues
{
    public static Issue OtherAccount(string name, string arn, string owner, string account) => Issue.Error(
        IssueCodes.GateAssociation, name, arn, $"The offer is of the seller account {owner}. Only offers of the account that is linked to Partner Central, {account}, can be attached to an opportunity.",
        "Attach an offer of the linked account, or leave it out.");

    public static Issue Form(string name, RelatedEntity entity, string id) => Issue.Error(
        IssueCodes.GateAssociation, name, id, $"{name} holds a value that is no {entity.Word}: AWS takes {entity.Form}.",
        entity.Type == "AwsProducts" ? "Choose the product by the name that AWS publishes, such as Amazon Redshift." : $"Enter {entity.Form} in {name}.");

    public static Issue TooMany(string name, RelatedEntity entity, int count) => Issue.Error(
        IssueCodes.GateAssociation, name, null,
        FormattableString.Invariant($"An opportunity takes at most {entity.Max} {(entity.Max == 1 ? entity.Word : entity.Words)}, and {name} has {count} (AWS: TOO_MANY_VALUES)."),
        FormattableString.Invariant($"Keep the {(entity.Max == 1 ? "one that is" : $"{entity.Max} that are")} sold with this deal in {name}."));

    public static Issue OfferAndSet(string offer, string set) => Issue.Error(
        IssueCodes.GateAssociation, offer, null,
        $"An opportunity takes one private offer or one offer set, and both are named{(offer == set ? "" : $" ({offer}, {set})")} (AWS: TOO_MANY_VALUES).", "Remove one of the two.");

    public static Issue Last(string name, string id, string stage) => Issue.Error(
        IssueCodes.GateAssociation, name, id, $"This is the last solution or AWS Marketplace product, and an opportunity in stage {stage} keeps at least one.",
        $"Add its successor to {name} first; LambdaSync then associates the new one before it removes the old one.");

    public static Issue Unlisted(string name, string catalog, string id) => Issue.Error(
        IssueCodes.GateAssociation, name, id, $"The catalog {catalog} does not list this solution for your account; AWS and Sandbox have separate solutions.",
        catalog == "Sandbox"
            ? $"Use a solution of the catalog Sandbox, such as S-1234567, in {name}; a solution of production is not sent there."
            : $"Choose a solution that 'lambdasync solution refresh' lists for {name}.");
}
