namespace LambdaSync.Connections.PartnerCentral;

/// <summary>Whole bodies of the small requests, canonical JSON, so that what is stored as intent is what is sent.</summary>
public static class SellingRequests
{
    /// <summary>For SubmitOpportunity.</summary>
    /// <param name="visibility">Full or Limited, or null for AWS's default.</param>
    public static byte[] Submit(string catalog, string identifier, string involvementType, string? visibility) => SellingJson.Object(
        ("Catalog", catalog), ("Identifier", identifier), ("InvolvementType", involvementType), ("Visibility", visibility));
}
