namespace LambdaSync.Connections.PartnerCentral;

/// <summary>Whole bodies of the small requests, canonical JSON, so that what is stored as intent is what is sent.</summary>
public static class SellingRequests
{
    /// <summary>For AssociateOpportunity and DisassociateOpportunity.</summary>
    /// <param name="entityType">Solutions, AwsProducts, AwsMarketplaceOffers, AwsMarketplaceOfferSets or a newer one.</param>
    /// <param name="entityIdentifier">A solution's or product's id; a Marketplace entity's ARN.</param>
    public static byte[] Associate(string catalog, string opportunityIdentifier, string entityType, string entityIdentifier) =>
        SellingJson.Object(
            ("Catalog", catalog), ("OpportunityIdentifier", opportunityIdentifier),
            ("RelatedEntityType", entityType), ("RelatedEntityIdentifier", entityIdentifier));

    /// <summary>For AssignOpportunity. The e-mail address is sent in lower case, which is all AWS takes.</summary>
    public static byte[] Assign(string catalog, string identifier, string email, string firstName, string lastName, string businessTitle) =>
        SellingJson.Object(writer =>
        {
            writer.WriteString("Catalog", catalog);
            writer.WriteString("Identifier", identifier);
            writer.WriteStartObject("Assignee");
#pragma warning disable CA1308 // AWS's pattern for addresses is lower case.
            writer.WriteString("Email", email.ToLowerInvariant());
#pragma warning restore CA1308
            writer.WriteString("FirstName", firstName);
            writer.WriteString("LastName", lastName);
            writer.WriteString("BusinessTitle", businessTitle);
            writer.WriteEndObject();
        });

    /// <summary>For SubmitOpportunity.</summary>
    /// <param name="visibility">Full or Limited, or null for AWS's default.</param>
    public static byte[] Submit(string catalog, string identifier, string involvementType, string? visibility) => SellingJson.Object(
        ("Catalog", catalog), ("Identifier", identifier), ("InvolvementType", involvementType), ("Visibility", visibility));

    /// <summary>For StartEngagementFromOpportunityTask.</summary>
    /// <param name="visibility">Full or Limited, or null for AWS's default.</param>
    public static byte[] StartEngagementFromOpportunity(
        string catalog, string clientToken, string opportunityIdentifier, string involvementType, string? visibility) =>
        SellingJson.Object(writer =>
        {
            writer.WriteString("Catalog", catalog);
            writer.WriteString("ClientToken", clientToken);
            writer.WriteString("Identifier", opportunityIdentifier);
            writer.WriteStartObject("AwsSubmission");
            writer.WriteString("InvolvementType", involvementType);
            if (visibility is not null)
                writer.WriteString("Visibility", visibility);
            writer.WriteEndObject();
        });

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
