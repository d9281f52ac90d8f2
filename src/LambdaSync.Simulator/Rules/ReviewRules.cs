using System.Text.Json.Nodes;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>What an update may change in each review status (DG working-with-opportunity-updates).</summary>
static class ReviewRules
{
    public const string PendingSubmission = "Pending Submission", Submitted = "Submitted", InReview = "In review", Approved = "Approved", Rejected = "Rejected", ActionRequired = "Action Required";

    // "Fields you can update when action is required."
    static readonly string[] OpenInActionRequired =
    [
        "Customer.Account.Address.City", "Customer.Account.Address.CountryCode", "Customer.Account.Address.PostalCode", "Customer.Account.Address.StateOrRegion",
        "Customer.Account.Address.StreetAddress", "Customer.Account.WebsiteUrl", "LifeCycle.TargetCloseDate", "Project.ExpectedCustomerSpend",
        "Project.CustomerBusinessProblem", "PartnerOpportunityIdentifier",
    ];

    // "Fields you can't update after approval."
    static readonly string[] ClosedWhenApproved =
    [
        "Customer.Account.Address.CountryCode", "Customer.Account.Address.PostalCode", "Customer.Account.Industry", "Customer.Account.WebsiteUrl",
        "Project.CustomerBusinessProblem", "PartnerOpportunityIdentifier", "Project.Title",
    ];

    /// <summary>
    /// In the Sandbox the partner plays AWS's review: an update that names Approved or Action Required (DG testing-sandbox). One that
    /// sends back the status it read plays nothing.
    /// </summary>
    /// <returns>The status that is played, or null.</returns>
    public static string? Played(Catalog catalog, Opportunity opportunity, JsonObject request) =>
        catalog.Name == "Sandbox" && (request["LifeCycle"] as JsonObject)?["ReviewStatus"]?.GetValue<string>() is (Approved or ActionRequired) and var status && status != opportunity.ReviewStatus ? status : null;

    /// <exception cref="AwsError">The record is with AWS, whatever the update says.</exception>
    public static void CheckLock(Opportunity opportunity, bool played)
    {
        if (opportunity.ReviewStatus is Submitted or InReview && !played)
            throw AwsError.Refused(FieldError.NotPermitted("LifeCycle.ReviewStatus", $"The opportunity can't be updated while its review status is {opportunity.ReviewStatus}."));
        if (opportunity.ReviewStatus == Rejected)
            throw AwsError.Refused(FieldError.NotPermitted("LifeCycle.ReviewStatus", "A rejected opportunity can't be updated."));
    }

    /// <summary>Changes of members that the review status closes.</summary>
    public static IEnumerable<FieldError> CheckUpdate(Opportunity opportunity, JsonObject next)
    {
        var changed = Changed(opportunity.Body, next);
        var closed = opportunity.ReviewStatus switch
        {
            Submitted or InReview => changed,
            ActionRequired => changed.Where(path => !OpenInActionRequired.Any(open => IsWithin(path, open))),
            Approved => changed.Where(path => ClosedWhenApproved.Any(one => IsWithin(path, one))),
            _ => [],
        };
        return closed.Select(path => FieldError.NotPermitted(path, $"{path} can't be changed while the review status is {opportunity.ReviewStatus}."));
    }

    static bool IsWithin(string path, string field) => path == field || path.StartsWith(field + ".", StringComparison.Ordinal);

    // The paths whose values differ, lists as a whole; an absent member and an empty one are the same.
    static IEnumerable<string> Changed(JsonObject before, JsonObject after)
    {
        foreach (var name in before.Select(m => m.Key).Union(after.Select(m => m.Key)))
        {
            var (old, now) = (before[name], after[name]);
            if (old is JsonObject || now is JsonObject)
            {
                foreach (var path in Changed(old as JsonObject ?? [], now as JsonObject ?? []))
                    yield return $"{name}.{path}";
            }
            else if (!JsonNode.DeepEquals(Empty(old), Empty(now)))
            {
                yield return name;
            }
        }
    }

    static JsonNode? Empty(JsonNode? value) => value is JsonArray { Count: 0 } ? null : value;
}
