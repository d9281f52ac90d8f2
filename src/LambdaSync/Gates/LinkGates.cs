namespace LambdaSync.Gates;

/// <summary>What keeps a CRM record from being linked to an opportunity whose AWS id was typed into it (row S-23).</summary>
public static class LinkGates
{
    /// <param name="crmId">The CRM record that names the opportunity.</param>
    /// <param name="document">The record document with AWS's opportunity.</param>
    public static Issue? Of(string crmId, ReadOnlyMemory<byte> document) =>
        new GateOpportunity(document) is { PartnerIdentifier: { } other } opportunity && other != crmId
            ? Issue.Error(
                IssueCodes.IdentityConflict, "PartnerOpportunityIdentifier", other, $"{opportunity.Id ?? "The opportunity"} belongs to another CRM record: its PartnerOpportunityIdentifier names that one.",
                "Remove the AWS identifier from this record, or correct it.")
            : null;
}
