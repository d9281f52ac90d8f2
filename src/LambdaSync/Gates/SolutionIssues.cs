using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>The wording of what lacks a solution or AWS Marketplace product.</summary>
static class SolutionIssues
{
    /// <param name="what">What can't be done without: "be submitted".</param>
    // Sources disagree whether "Other" alone is enough to submit; the cautious reading is that it is not.
    public static Issue None(CompiledMapping mapping, GateOpportunity opportunity, string what)
    {
        var name = GateFields.Name(mapping, "related:Solutions[]");
        var onlyOther = opportunity.Related("Solutions").Contains(RelatedEntities.Other);
        var onlyProducts = opportunity.Related("AwsProducts").Count > 0;
        var rule = (onlyOther, onlyProducts) switch
        {
            (true, _) => $"\"Other\" says nothing of what is sold; to {what}, the opportunity needs a solution of your own or an AWS Marketplace product",
            (_, true) => $"AWS products alone are not enough; to {what}, the opportunity needs a solution of your own or an AWS Marketplace product",
            _ => $"To {what}, the opportunity needs 1 to 10 solutions or AWS Marketplace products, and it has none",
        };
        return Issue.Error(
            IssueCodes.GateSolution, name, onlyOther ? RelatedEntities.Other : null, $"{rule} (AWS: NOT_ENOUGH_VALUES).",
            name.StartsWith("related:", StringComparison.Ordinal)
                ? "Map related:Solutions[] to a CRM field and fill it, or run 'lambdasync opportunity associate ID --type Solutions --entity SOLUTION'."
                : $"Choose what is sold in {name}.");
    }

    public static Issue OtherDescription(CompiledMapping mapping)
    {
        var name = GateFields.Name(mapping, "Project.OtherSolutionDescription");
        return Issue.Warning(IssueCodes.Required, name, null, $"The solution \"Other\" needs its description, and {name} is empty.", $"Describe the solution in {name}.");
    }
}
