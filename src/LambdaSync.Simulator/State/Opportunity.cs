using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.State;

/// <summary>One opportunity: what the partner wrote, what AWS adds, what AWS says of it.</summary>
sealed class Opportunity(string id, DateTimeOffset created)
{
    public const string PartnerReferral = "Partner Referral", AwsReferral = "AWS Referral";

    public string Id => id;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Modified { get; set; } = created;

    /// <summary>The members of CreateOpportunity and UpdateOpportunity, unknown ones too; an update replaces it.</summary>
    public JsonObject Body { get; set; } = [];

    public JsonArray Team { get; set; } = [];

    /// <summary>Partner Referral or AWS Referral.</summary>
    public string Origin { get; set; } = PartnerReferral;

    /// <summary>Null: an update left it out while it was Pending Submission; it does not come back.</summary>
    public string? ReviewStatus { get; set; } = "Pending Submission";

    public string? ReviewComments { get; set; }

    public string? ReviewStatusReason { get; set; }

    /// <summary>Earlier next steps, newest first: Time and Value.</summary>
    public JsonArray NextStepsHistory { get; } = [];

    /// <summary>Identifiers by RelatedEntityType.</summary>
    public SortedDictionary<string, List<string>> Related { get; } = new(StringComparer.Ordinal);

    public string? InvolvementType { get; set; }

    public string? Visibility { get; set; }

    /// <summary>AWS's own view, as GetAwsOpportunitySummary gives it; null before AWS has one. Changing it moves no date of this record.</summary>
    public JsonObject? Summary { get; set; }

    public OpportunityVersions Versions { get; } = new();

    /// <summary>Reads find it from then on.</summary>
    public DateTimeOffset VisibleFrom { get; set; } = created;

    public JsonObject LifeCycle => Body[nameof(LifeCycle)] as JsonObject ?? [];

    public string? Stage => LifeCycle[nameof(Stage)]?.GetValue<string>();
}
