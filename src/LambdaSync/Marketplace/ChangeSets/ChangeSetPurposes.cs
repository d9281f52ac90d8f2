namespace LambdaSync.Marketplace.ChangeSets;

/// <summary>The purposes of change sets that are not all alike.</summary>
public static class ChangeSetPurposes
{
    public const string OfferExpiry = "offer expiry";
}
