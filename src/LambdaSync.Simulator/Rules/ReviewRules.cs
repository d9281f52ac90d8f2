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

    /// <exception cref="AwsError">The record is with AWS, or a closed field would change.</exception>
    public static void CheckUpdate(Opportunity opportunity, JsonObject next, bool played)
    {
        switch (opportunity.ReviewStatus)
        {
            case Submitted or InReview when played:
                Refuse(Changed(opportunity.Body, next), opportunity.ReviewStatus);
                break;
            case Submitted or InReview:
                throw AwsError.Refused(FieldError.NotPermitted("LifeCycle.ReviewStatus", $"The opportunity can't be updated while its review status is {opportunity.ReviewStatus}."));
            case Rejected:
                throw AwsError.Refused(FieldError.NotPermitted("LifeCycle.ReviewStatus", "A rejected opportunity can't be updated."));
            case ActionRequired:
                Refuse(Changed(opportunity.Body, next).Where(path => !OpenInActionRequired.Any(open => IsWithin(path, open))), opportunity.ReviewStatus);
                break;
            case Approved:
                Refuse(Changed(opportunity.Body, next).Where(path => ClosedWhenApproved.Any(closed => IsWithin(path, closed))), opportunity.ReviewStatus);
                break;
        }
    }

    static void Refuse(IEnumerable<string> closed, string status)
    {
        FieldError[] errors = [.. closed.Select(path => FieldError.NotPermitted(path, $"{path} can't be changed while the review status is {status}."))];
        if (errors.Length > 0)
            throw AwsError.Refused(errors);
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
