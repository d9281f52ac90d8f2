using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.State;

/// <summary>One engagement: who takes part, what it is about, which opportunities belong to it.</summary>
/// <param name="createdBy">An account, or "aws".</param>
sealed class Engagement(string id, string createdBy, DateTimeOffset created)
{
    public string Id => id;

    public string CreatedBy { get; } = createdBy;

    public DateTimeOffset Created { get; } = created;

    public DateTimeOffset Modified { get; private set; } = created;

    public string ModifiedBy { get; private set; } = createdBy;

    /// <summary>A lead may come without a title or a description.</summary>
    public string? Title { get; init; }

    public string? Description { get; init; }

    public List<EngagementContext> Contexts { get; } = [];

    public List<EngagementMember> Members { get; } = [];

    public List<ResourceAssociation> Associations { get; } = [];

    public bool HasMember(string account) => Members.Any(m => m.AccountId == account);

    /// <summary>Two changes never have one date: the date is the lock of UpdateEngagementContext.</summary>
    public void Touch(string by, DateTimeOffset now) => (Modified, ModifiedBy) = (now > Modified ? now : Modified.AddTicks(10_000), by);
}

/// <param name="AccountId">An account, or "aws".</param>
sealed record EngagementMember(string AccountId, string CompanyName, string WebsiteUrl)
{
    public const string Aws = "aws";

    public static EngagementMember Amazon { get; } = new(Aws, "AWS", "https://aws.amazon.com");

    /// <summary>Whose account this is.</summary>
    public static EngagementMember Partner { get; } = new(World.Account, "Partner Ltd", "https://partner.example.com");
}

/// <param name="Id">Counted within the engagement.</param>
/// <param name="Type">CustomerProject, Lead.</param>
/// <param name="Payload">One member, named as the type.</param>
sealed record EngagementContext(string Id, string Type, JsonObject Payload);

/// <summary>An opportunity of an engagement.</summary>
sealed record ResourceAssociation(string OpportunityId, string CreatedBy);
