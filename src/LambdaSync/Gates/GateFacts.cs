using LambdaSync.Mapping;

namespace LambdaSync.Gates;

/// <summary>What the gates of an operation look at.</summary>
/// <param name="Document">
/// The record document as it will be once what is under way has reached AWS: <c>opportunity</c> is GetOpportunity's answer with its
/// RelatedEntityIdentifiers, <c>aws</c> the summary.
/// </param>
/// <param name="Today">The day in UTC, in which AWS counts.</param>
/// <param name="Mapping">Names the CRM's fields and values.</param>
public sealed record GateFacts(ReadOnlyMemory<byte> Document, DateOnly Today, CompiledMapping Mapping);
