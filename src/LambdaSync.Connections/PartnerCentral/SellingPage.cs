namespace LambdaSync.Connections.PartnerCentral;

/// <summary>One page of a list.</summary>
/// <param name="Items">Each a canonical JSON object, in AWS's order; <c>{}</c> for one that is no object or can't be read.</param>
/// <param name="NextToken">Where the next page begins, or null on the last one. It is short-lived: resume by date instead.</param>
public sealed record SellingPage(IReadOnlyList<ReadOnlyMemory<byte>> Items, string? NextToken);
