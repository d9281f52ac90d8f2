namespace LambdaSync.Marketplace;

/// <summary>AWS Marketplace has no sandbox: whoever works with Partner Central's Sandbox would make real offers.</summary>
public static class MarketplaceWrites
{
    /// <summary>Why nothing may be written, or null.</summary>
    /// <param name="catalog">Partner Central's catalog that is worked with: AWS, Sandbox, or null for none.</param>
    /// <param name="allowed">A setting allows it.</param>
    public static Issue? Refusal(string? catalog, bool allowed) => catalog == "Sandbox" && !allowed
        ? Issue.Error(
            IssueCodes.MarketplaceReadOnly, null, catalog, "AWS Marketplace has no sandbox, and this stack works with Partner Central's Sandbox: the change would be real.",
            "Use the stack of the AWS catalog, or set LAMBDASYNC_MARKETPLACE_WRITES to yes (the stack's parameter MarketplaceWrites) and test with a product of Limited visibility.")
        : null;
}
