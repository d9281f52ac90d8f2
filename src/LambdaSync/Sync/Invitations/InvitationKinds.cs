using System.Text.Json.Nodes;

namespace LambdaSync.Sync.Invitations;

/// <summary>What an invitation is, as <c>invitation:Kind</c> says it.</summary>
public static class InvitationKinds
{
    public const string AwsReferral = "AWS Referral", PartnerReferral = "Partner Referral", Lead = "Lead", MarketplaceRequest = "AWS Marketplace Request";

    // Where AWS writes from what a request comes. Titles are cut, so they are not asked.
    static readonly string[] Sources = ["Source", "SourceType", "SourceName", "SourceId"];

    /// <param name="invitation">GetEngagementInvitation's answer.</param>
    public static string Of(JsonObject invitation)
    {
        var payload = invitation["Payload"] as JsonObject ?? [];
        if (IsMarketplace(invitation["SenderCompanyName"]) || HasMarketplaceSource(payload))
            return MarketplaceRequest;
        if (invitation["PayloadType"]?.ToString() == InvitationDocument.OfLead || payload[InvitationDocument.OfLead] is not null)
            return Lead;
        return IsAws(invitation) ? AwsReferral : PartnerReferral;
    }

    // AWS's own account is written as a word, a partner's as twelve digits.
    static bool IsAws(JsonObject invitation) =>
        invitation["SenderAwsAccountId"]?.ToString() is { Length: > 0 } account && !AwsAccount.Is(account)
        || invitation["SenderCompanyName"]?.ToString() is "AWS" or "Amazon Web Services" or "Amazon Web Services, Inc." or "Amazon Web Services (AWS)";

    static bool HasMarketplaceSource(JsonObject json) =>
        json.Any(member => member.Value is JsonObject child ? HasMarketplaceSource(child) : Sources.Contains(member.Key) && IsMarketplace(member.Value));

    // "AWS Marketplace", "AWSMarketplace", "AWS_MARKETPLACE_DEMO_REQUEST".
    static bool IsMarketplace(JsonNode? text) =>
        text is JsonValue && new string([.. text.ToString().Where(char.IsAsciiLetterOrDigit)]).StartsWith("AWSMarketplace", StringComparison.OrdinalIgnoreCase);
}
