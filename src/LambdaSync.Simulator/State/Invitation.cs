using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.State;

/// <summary>One invitation to an engagement: from AWS or another partner to this one, or from this one.</summary>
sealed class Invitation(string id, Engagement engagement, DateTimeOffset sent)
{
    public const string OfOpportunity = "OpportunityInvitation", OfLead = "LeadInvitation";

    public const string Pending = "PENDING", Accepted = "ACCEPTED", Rejected = "REJECTED", Expired = "EXPIRED";

    public string Id => id;

    public Engagement Engagement => engagement;

    public DateTimeOffset Sent { get; } = sent;

    public required DateTimeOffset Expires { get; set; }

    public required EngagementMember Sender { get; init; }

    /// <summary>An account, or "aws".</summary>
    public required string Receiver { get; init; }

    /// <summary>OpportunityInvitation, LeadInvitation.</summary>
    public required string PayloadType { get; init; }

    /// <summary>What is under the payload's type.</summary>
    public required JsonObject Payload { get; init; }

    public required string Message { get; init; }

    public string Status { get; set; } = Pending;

    public string? RejectionReason { get; set; }

    /// <summary>Of an OpportunityInvitation that was received.</summary>
    public Referral? Referral { get; init; }

    public bool IsReceived => Receiver == World.Account;
}

/// <summary>The opportunity that accepting an invitation brings, contact data and all; it is the sender's until then.</summary>
/// <param name="OpportunityId">Null: a new one.</param>
/// <param name="Body">As <see cref="Opportunity.Body"/>.</param>
/// <param name="ReviewStatus">The sender's (DG working-with-multi-partner-opportunities).</param>
sealed record Referral(string? OpportunityId, JsonObject Body, string ReviewStatus);
