namespace LambdaSync.Gates;

/// <summary>
/// What AWS would refuse at StartEngagementFromOpportunityTask, all of it at once (rows A11, S-11, S-24). An error is what AWS documents for
/// the operation; a warning is the field sheet's advice.
/// </summary>
public static class SubmissionGates
{
    public static IReadOnlyList<Issue> Of(GateFacts facts)
    {
        var opportunity = new GateOpportunity(facts.Document);
        var issues = new List<Issue>();
        if (opportunity.Origin == "AWS Referral")
            issues.Add(SubmissionIssues.Referral(GateFields.Name(facts.Mapping, "Origin")));
        else if (SubmissionIssues.ReviewStatus(facts.Mapping, opportunity) is { } status)
            issues.Add(status);
        if (opportunity.Stage is null or "Prospect" or "Closed Lost")
            issues.Add(SubmissionIssues.Stage(facts.Mapping, opportunity.Stage));
        if (CloseDateGate.Of(facts, opportunity.CloseDate, Severity.Error) is { } date)
            issues.Add(date);
        if (opportunity.Sellable.Count == 0)
            issues.Add(SolutionIssues.None(facts.Mapping, opportunity, "be submitted"));
        issues.AddRange(AssociationGates.Of(opportunity, facts.Mapping));
        issues.AddRange(CompletenessGate.Of(facts, opportunity, isSubmission: true));
        issues.AddRange(SpendGates.Of(facts, opportunity));
        if (PrimaryNeeds(facts, opportunity) is { } needs)
            issues.Add(needs);
        if (opportunity.Related("Solutions").Contains(RelatedEntities.Other) && opportunity.Sellable.Count > 0 && opportunity.Text("Project", "OtherSolutionDescription") is null)
            issues.Add(SolutionIssues.OtherDescription(facts.Mapping));
        return [.. issues.OrderByDescending(issue => issue.Severity)];
    }

    // The catalogue's condition looks at the submission's own member, which is in the mapping.
    static Issue? PrimaryNeeds(GateFacts facts, GateOpportunity opportunity)
    {
        if (facts.Mapping.Source.Submit?.Involvement == "For Visibility Only" || opportunity.Json["PrimaryNeedsFromAws"] is System.Text.Json.Nodes.JsonArray { Count: > 0 })
            return null;
        var name = GateFields.Name(facts.Mapping, "PrimaryNeedsFromAws[]");
        return Issue.Warning(IssueCodes.Required, name, null, $"{name} is empty: a co-sell submission says what you need from AWS.", $"Choose what you need from AWS in {name}, or submit for visibility only.");
    }
}
