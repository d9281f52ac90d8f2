using LambdaSync.Fields;
using LambdaSync.Sync.Outbound;

namespace LambdaSync.Sync;

/// <summary>An opportunity that AWS keeps as a draft: its sales teams see it only once it is submitted.</summary>
public static class Draft
{
    // A fix stays readable.
    const int MaxNamed = 12;

    /// <param name="reviewStatus">AWS's review status, or null.</param>
    public static bool Is(string? reviewStatus) => reviewStatus == "Pending Submission";

    /// <summary>What the sync log and the commands say of a creation.</summary>
    /// <param name="issues">What was found about the request: among it, the fields that it lacks.</param>
    /// <param name="isSubmitted">The mapping says that LambdaSync submits it.</param>
    public static Issue Created(string awsId, IEnumerable<Issue> issues, bool isSubmitted = false) =>
        Of(awsId, $"created at AWS as {awsId}, a draft", Missing(issues), Severity.Note, isSubmitted);

    /// <summary>What is still missing at AWS, or null when nothing is or it is no draft.</summary>
    /// <param name="document">The record document with AWS's opportunity.</param>
    public static Issue? Incomplete(string awsId, ReadOnlySpan<byte> document)
    {
        if (!Is(OpportunityBody.ReviewStatus(document)))
            return null;
        var missing = Missing(RequestCheck.Check("CreateOpportunity", OpportunityBody.Create("AWS", awsId, awsId, OpportunityBody.Opportunity(document))));
        return missing.Count == 0 ? null : Of(awsId, $"{awsId} is a draft at AWS", missing, Severity.Warning);
    }

    static List<string> Missing(IEnumerable<Issue> issues) => [.. issues.Where(i => i is { Code: IssueCodes.Required, Field: not null }).Select(i => i.Field!).Distinct()];

    static Issue Of(string awsId, string what, List<string> missing, Severity severity, bool isSubmitted = false) => new(
        IssueCodes.Draft, severity, null, null,
        $"{what}: not submitted{(isSubmitted ? " yet" : "")}{missing.Count switch { 0 => "", 1 => ", 1 field missing", var count => $", {count} fields missing" }}",
        missing.Count == 0
            ? isSubmitted ? "nothing to do: LambdaSync submits it as soon as AWS takes it" : $"submit it: 'lambdasync opportunity submit {awsId}'"
            : $"fill {string.Join(", ", missing.Take(MaxNamed))}{(missing.Count > MaxNamed ? $" and {missing.Count - MaxNamed} more" : "")}{(isSubmitted ? "; LambdaSync then submits it" : $", then submit it: 'lambdasync opportunity submit {awsId}'")}");
}
