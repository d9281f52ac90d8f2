namespace LambdaSync.Marketplace.Offers;

/// <summary>The license agreement between buyer and seller.</summary>
/// <param name="Type"><c>StandardEula</c> with a version, or <c>CustomEula</c> with a URL.</param>
public sealed record Eula(string Type, string? Version, string? Url);

/// <summary>What an offer renews.</summary>
public sealed record PreExistingAgreement(string AcquisitionChannel, string PricingModel);
