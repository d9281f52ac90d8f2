namespace LambdaSync.Sync.Outbound;

/// <summary>
/// What an update may change in each review status
/// (docs.aws.amazon.com/partner-central/latest/developer-guide/working-with-opportunity-updates.html). A status AWS adds later is
/// taken as open: AWS then says itself what it refuses.
/// </summary>
public static class ReviewLock
{
    static readonly string[] OpenInActionRequired =
    [
        "Customer.Account.Address.City", "Customer.Account.Address.CountryCode", "Customer.Account.Address.PostalCode",
        "Customer.Account.Address.StateOrRegion", "Customer.Account.Address.StreetAddress", "Customer.Account.WebsiteUrl",
        "LifeCycle.TargetCloseDate", "Project.ExpectedCustomerSpend", "Project.CustomerBusinessProblem", "PartnerOpportunityIdentifier",
    ];

    static readonly string[] ClosedWhenApproved =
    [
        "Customer.Account.Address.CountryCode", "Customer.Account.Address.PostalCode", "Customer.Account.Industry",
        "Customer.Account.WebsiteUrl", "Project.CustomerBusinessProblem", "PartnerOpportunityIdentifier", "Project.Title",
    ];

    /// <summary>AWS is reviewing, or has rejected the opportunity: nothing can be sent until it opens the record again.</summary>
    public static bool Locks(string? reviewStatus) => reviewStatus is "Submitted" or "In review" or "In Review" or "Rejected";

    /// <summary>Whether a path of the opportunity stays as AWS has it.</summary>
    public static bool Closes(string? reviewStatus, string path) => reviewStatus switch
    {
        "Action Required" => !OpenInActionRequired.Any(open => IsWithin(path, open)),
        "Approved" => ClosedWhenApproved.Any(closed => IsWithin(path, closed)),
        _ => false,
    };

    static bool IsWithin(string path, string field) => path == field || path.StartsWith(field + ".", StringComparison.Ordinal);
}
