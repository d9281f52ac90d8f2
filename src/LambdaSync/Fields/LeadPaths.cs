namespace LambdaSync.Fields;

/// <summary>
/// The members of an engagement's lead context as paths of a record document (docs.aws.amazon.com/partner-central/latest/APIReference:
/// LeadContext, ProspectingResultAws), and which of them stands for a field of a lead's file.
/// </summary>
public static class LeadPaths
{
    /// <summary>The roots of a lead that comes from the API.</summary>
    public static readonly IReadOnlyList<string> Roots = ["engagement", "lead", "prospecting"];

    /// <summary>An interaction's own members; <c>ContactName</c> is made of its contact.</summary>
    static readonly string[] Interaction = ["BusinessProblem", "ContactName", "CustomerAction", "InteractionDate", "SourceId", "SourceName", "SourceType", "Usecase"];

    /// <summary>A contact's members; <c>FullName</c> is made of its two names.</summary>
    static readonly string[] Contact = ["BusinessTitle", "Email", "FirstName", "FullName", "LastName", "Phone"];

    static readonly string[] Customer =
        ["Address.City", "Address.CountryCode", "Address.PostalCode", "Address.StateOrRegion", "AwsMaturity", "CompanyName", "Industry", "MarketSegment", "WebsiteUrl"];

    static readonly string[] Prospecting =
    [
        "Customer.AccountName", "Customer.CompanySize", "Customer.Country", "Customer.EligiblePrograms[]", "Customer.Geo", "Customer.Industry", "Customer.PublicProfileSummary",
        "Customer.Region", "Customer.Segment", "Customer.SubIndustry", "Customer.SubRegion", "EndTime", "Insights.MarketplaceEngagementScore", "Insights.SolutionCategory",
        "Insights.SolutionScore", "Insights.SolutionSubCategory", "StartTime", "TaskId", "TaskName",
    ];

    static readonly string[] Engagement = ["Arn", "CreatedAt", "CreatedBy", "Description", "Id", "MemberCount", "ModifiedAt", "ModifiedBy", "Title"];

    /// <summary>Every path that is known, indexes as <c>[]</c>.</summary>
    public static IReadOnlySet<string> Known { get; } = new[]
    {
        Engagement.Select(name => "engagement:" + name), Customer.Select(name => "lead:Customer." + name), Contact.Select(name => "lead:Contacts[]." + name),
        Interaction.Select(name => "lead:Interactions[]." + name), Interaction.Select(name => "lead:LatestInteraction." + name), Prospecting.Select(name => "prospecting:" + name),
        ["lead:QualificationStatus", "lead:Insights.LeadReadinessScore", "lead:OpportunityId", "lead:ContextId"],
    }.SelectMany(paths => paths).ToHashSet(StringComparer.Ordinal);

    // The owner, the age and the campaign's status are of files only. Country, state, industry, status and use case are values of lists in files and
    // free text in the API: a CRM's picklist of the one would refuse the other, so a line of its own names the API's member.
    static readonly Dictionary<string, string> OfFile = new(StringComparer.Ordinal)
    {
        ["campaignName"] = "lead:LatestInteraction.SourceName",
        ["city"] = "lead:Customer.Address.City",
        ["company"] = "lead:Customer.CompanyName",
        ["createdBy"] = "engagement:CreatedBy",
        ["createdDate"] = "engagement:CreatedAt",
        ["email"] = "lead:Contacts[0].Email",
        ["firstName"] = "lead:Contacts[0].FirstName",
        ["fullName"] = "lead:Contacts[0].FullName",
        ["lastModifiedBy"] = "engagement:ModifiedBy",
        ["lastModifiedDate"] = "engagement:ModifiedAt",
        ["lastName"] = "lead:Contacts[0].LastName",
        ["leadSource"] = "lead:LatestInteraction.SourceType",
        ["levelofAWSUsage"] = "lead:Customer.AwsMaturity",
        ["phone"] = "lead:Contacts[0].Phone",
        ["postalCode"] = "lead:Customer.Address.PostalCode",
        ["projectDescription"] = "lead:LatestInteraction.BusinessProblem",
        ["segmentCompanySize"] = "lead:Customer.MarketSegment",
        ["title"] = "lead:Contacts[0].BusinessTitle",
        ["website"] = "lead:Customer.WebsiteUrl",
    };

    /// <summary>The API's path for a mapping's text: a path of the API is its own, a file's field may have one; null: only files have it.</summary>
    public static string? OfApi(string text) =>
        IsApi(text) ? text : FieldCatalogue.Lead.ByFileName(text is ['f', 'i', 'l', 'e', ':', ..] ? text[5..] : text) is { } field ? OfFile.GetValueOrDefault(field.Name) : null;

    /// <summary>Whether a mapping's text names a member that only the API has: of the lead, or of its invitation.</summary>
    public static bool IsApi(string text) => Roots.Append("invitation").Any(root => text.StartsWith(root + ":", StringComparison.Ordinal));

    /// <summary>Whether a path is one of a lead that comes from the API.</summary>
    public static bool IsApi(FieldPath path) => Roots.Contains(path.Root);

    /// <summary>UpdateEngagementContext carries it.</summary>
    public static bool IsInUpdate(FieldPath path) => path.Root == "lead" && path.Steps[0].Name is "QualificationStatus" or "Customer";

    /// <summary>CreateEngagement carries it: beside what can be updated, the contact and the interaction that the lead begins with.</summary>
    public static bool IsInCreate(FieldPath path) => IsInUpdate(path)
        || (path.Root == "lead" && path.Steps is [{ Name: "Contacts", Index: 0 }, { Name: not "FullName" }] or [{ Name: "LatestInteraction" }, { Name: not "ContactName" }]);
}
