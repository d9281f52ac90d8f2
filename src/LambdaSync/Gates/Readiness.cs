using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>
/// How ready an opportunity is for AWS (row A26): what AWS would refuse, then what AWS itself recommends, then what lowers its quality for
/// AWS's reviewers and sales teams, the most effective first.
/// </summary>
/// <remarks>
/// AWS's score is "based on opportunity content completeness and sales methodology criteria" (API_OpportunityQuality); its weights are not
/// published. AWS's own recommendations therefore come before LambdaSync's, whose order is that of what a reviewer reads first.
/// </remarks>
public static class Readiness
{
    /// <param name="document">The record document; of a record that AWS does not have, the one that would be created.</param>
    /// <param name="today">The day in UTC.</param>
    public static IReadOnlyList<Issue> Of(ReadOnlyMemory<byte> document, CompiledMapping mapping, DateOnly today)
    {
        var (facts, opportunity) = (new GateFacts(document, today, mapping), new GateOpportunity(document));
        if (opportunity.Stage == "Closed Lost")
            return [ReadinessIssues.Lost(mapping)];
        List<Issue> issues = opportunity switch
        {
            { Origin: "AWS Referral" } => [],
            { ReviewStatus: null or "Pending Submission" } => [.. SubmissionGates.Of(facts)],
            { ReviewStatus: "Action Required" } => [ReadinessIssues.ActionRequired(mapping, opportunity)],
            { ReviewStatus: "Approved" } => [],
            _ => [ReadinessIssues.NothingToDo(mapping, opportunity.ReviewStatus!)],
        };
        if (opportunity.ReviewStatus is "Submitted" or "In review" or "In Review" or "Rejected")
            return issues;

        issues.AddRange(AwsAdvice.Of(opportunity));

        // One line a field: what a gate says of it says more.
        var named = issues.Select(issue => issue.Field).OfType<string>().ToHashSet(StringComparer.Ordinal);
        issues.AddRange(QualityAdvice.Of(facts, opportunity).Where(issue => issue.Field is not { } field || !named.Contains(field)));
        return issues;
    }

    /// <summary>How many issues a person can do something about; what the status field shows.</summary>
    public static int Count(ReadOnlyMemory<byte> document, CompiledMapping mapping, DateOnly today) => Of(document, mapping, today).Count(IsOpen);

    /// <summary>Whether a person can do something about it; a note only says how the opportunity stands.</summary>
    public static bool IsOpen(Issue issue) => issue.Severity != Severity.Note;
}
