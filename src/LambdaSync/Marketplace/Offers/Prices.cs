namespace LambdaSync.Marketplace.Offers;

/// <summary>The price of one unit of a dimension.</summary>
/// <param name="Price">Digits as the person wrote them, so that none is lost.</param>
public sealed record Rate(string DimensionKey, decimal Price);

/// <summary>Prices of a contract of one duration.</summary>
/// <param name="Duration">The contract's duration, such as <c>P12M</c>.</param>
public sealed record RateCard(IsoPeriod Duration, IReadOnlyList<Rate> Rates);

/// <summary>How much of a dimension a fixed price covers.</summary>
public sealed record Grant(string DimensionKey, int MaxQuantity);

/// <summary>One price for fixed quantities.</summary>
/// <param name="Duration">Required for AMI and container products, absent for SaaS.</param>
public sealed record FixedPrice(decimal Price, IsoPeriod? Duration, IReadOnlyList<Grant> Grants);
