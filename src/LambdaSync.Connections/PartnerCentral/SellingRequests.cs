namespace LambdaSync.Connections.PartnerCentral;

/// <summary>Whole bodies of the small requests, canonical JSON, so that what is stored as intent is what is sent.</summary>
public static class SellingRequests
{
    /// <summary>For SubmitOpportunity.</summary>
    /// <param name="visibility">Full or Limited, or null for AWS's default.</param>
    public static byte[] Submit(string catalog, string identifier, string involvementType, string? visibility) => SellingJson.Object(
        ("Catalog", catalog), ("Identifier", identifier), ("InvolvementType", involvementType), ("Visibility", visibility));

    /// <summary>For StartEngagementByAcceptingInvitationTask.</summary>
    /// <param name="invitation">The invitation's id or ARN.</param>
    public static byte[] StartEngagementByAcceptingInvitation(string catalog, string clientToken, string invitation) =>
        SellingJson.Object(("Catalog", catalog), ("ClientToken", clientToken), ("Identifier", invitation));

    /// <summary>For StartOpportunityFromEngagementTask.</summary>
    /// <param name="engagement">The engagement's id or ARN.</param>
    /// <param name="context">The lead context's number, as text.</param>
    public static byte[] StartOpportunityFromEngagement(string catalog, string clientToken, string engagement, string context) =>
        SellingJson.Object(("Catalog", catalog), ("ClientToken", clientToken), ("Identifier", engagement), ("ContextIdentifier", context));

    /// <summary>For AcceptEngagementInvitation.</summary>
    /// <param name="invitation">The invitation's id or ARN.</param>
    public static byte[] Accept(string catalog, string invitation) => SellingJson.Object(("Catalog", catalog), ("Identifier", invitation));

    /// <summary>For RejectEngagementInvitation.</summary>
    /// <param name="invitation">The invitation's id or ARN.</param>
    /// <param name="reason">1 to 80 characters on one line, or null.</param>
    public static byte[] Reject(string catalog, string invitation, string? reason) =>
        SellingJson.Object(("Catalog", catalog), ("Identifier", invitation), ("RejectionReason", reason));
}
