using LambdaSync.Fields;

namespace LambdaSync.Sync;

/// <summary>What AWS says of one record at one moment.</summary>
/// <param name="PartnerId">The CRM record's id as AWS knows it, or null.</param>
/// <param name="Document">The record document, canonical UTF-8.</param>
/// <param name="Issues">What reading it found.</param>
public sealed record AwsObservation(
    AceObject Object, string? AwsId, string? PartnerId, DateTimeOffset? Modified, int PayloadVersion, bool Superseded, byte[] Document,
    IReadOnlyList<Issue> Issues)
{
    /// <summary>Each root of the document is all AWS has of it, as its API gives it; a file may leave members out.</summary>
    public bool Whole { get; init; }
}

/// <summary>The CRM record that a sighting is about, as found just now.</summary>
/// <param name="Fields">The mapped fields and the one that holds AWS's identifier, flat canonical JSON.</param>
/// <param name="LinkedTo">The AWS identifier of the link that exists for this CRM record, or null.</param>
/// <param name="Modified">When it was last changed, or null when the CRM does not say.</param>
public sealed record CrmCurrent(string Id, byte[] Fields, string? LinkedTo, DateTimeOffset? Modified);
