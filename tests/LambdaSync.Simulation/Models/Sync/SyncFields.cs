namespace LambdaSync.Simulation.Models.Sync;

/// <summary>A field that both sides edit.</summary>
/// <param name="Closed">AWS takes no change of it once it has approved the opportunity.</param>
sealed record SyncField(string Aws, string Crm, string Owner, bool Closed = false);

/// <summary>The fields of this model; what they have to be is said here once more, apart from the mapping.</summary>
static class SyncFields
{
    public const string AwsStage = "AWS_aWSStage__c";

    /// <summary>Empty at first: AWS does not have the member until somebody fills it.</summary>
    public const string Comments = "AWS_additionalComments__c";

    public static readonly IReadOnlyList<SyncField> All =
    [
        new("Project.Title", "Name", "aws", Closed: true),
        new("LifeCycle.NextSteps", "AWS_nextStep__c", "crm"),
        new("Customer.Account.Address.City", "AWS_city__c", "latest"),
        new("Project.AdditionalComments", Comments, "aws"),
        new("LifeCycle.Stage", "StageName", "aws"),
    ];

    /// <summary>CRM fields that only AWS fills, whichever side has changed the value.</summary>
    public static readonly IReadOnlyList<(string Aws, string Crm)> Shown =
    [
        ("Project.Title", "AWS_partnerProjectTitle__c"), ("LifeCycle.TargetCloseDate", "AWS_targetCloseDate__c"),
    ];

    /// <summary>Texts with an owner, for clashes.</summary>
    public static readonly IReadOnlyList<SyncField> Owned = [.. All.Where(f => f.Owner is "aws" or "crm" && f.Aws != "LifeCycle.Stage")];

    static readonly (string Aws, string Crm)[] Stages =
    [
        ("Prospect", "Prospecting"), ("Qualified", "Qualification"), ("Qualified", "Needs Analysis"), ("Technical Validation", "Value Proposition"),
        ("Technical Validation", "Id. Decision Makers"), ("Business Validation", "Proposal/Price Quote"),
    ];

    public static SyncField Stage => All.Single(f => f.Aws == "LifeCycle.Stage");

    /// <summary>The CRM's word for the stage that an opportunity reaches with a solution only.</summary>
    public const string Committed = "Negotiation/Review";

    public static IReadOnlyList<string> AwsStages { get; } = [.. Stages.Select(s => s.Aws).Distinct()];

    public static IReadOnlyList<string> CrmStages { get; } = [.. Stages.Select(s => s.Crm)];

    /// <summary>AWS takes no change at all.</summary>
    public static bool IsLocked(string? status) => status is "Submitted" or "In review";

    /// <summary>AWS takes no change of the field in this review status (developer guide, working with opportunity updates).</summary>
    public static bool IsClosed(SyncField field, string? status) => status switch
    {
        "Rejected" => true,
        "Action Required" => field.Aws != "Customer.Account.Address.City",
        "Approved" => field.Closed,
        _ => false,
    };

    /// <summary>Whether two values mean the same: the CRM trims texts, and several of its stages are one of AWS's.</summary>
    public static bool Same(SyncField field, string? aws, string? crm) => field.Aws == "LifeCycle.Stage"
        ? Stages.Any(s => s.Aws == aws && s.Crm == crm) || (aws == "Committed" && crm == Committed)
        : (aws ?? "").Trim() == (crm ?? "").Trim();
}
