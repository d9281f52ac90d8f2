using LambdaSync.Fields;
using LambdaSync.Sync.Work;

namespace LambdaSync.Sync;

/// <summary>What AWS says of one record at one moment.</summary>
/// <param name="PartnerId">The CRM record's id as AWS knows it, or null.</param>
/// <param name="Document">The record document, canonical UTF-8.</param>
/// <param name="Issues">What reading it found.</param>
public sealed record AwsObservation(
    AceObject Object, string? AwsId, string? PartnerId, DateTimeOffset? Modified, int PayloadVersion, bool Superseded, byte[] Document,
    IReadOnlyList<Issue> Issues)
{
    // More than clocks and time zones differ.
    static readonly TimeSpan MaxAhead = TimeSpan.FromDays(1);

    /// <summary>Each root of the document is all AWS has of it, as its API gives it; a file may leave members out.</summary>
    public bool Whole { get; init; }

    /// <summary>The record's key, where the object and AWS's id do not make it: a lead of the API has its engagement's, an invitation its own.</summary>
    public WorkKey? Key { get; init; }

    /// <summary>When it was received; null: not known.</summary>
    public DateTimeOffset? Received { get; init; }

    /// <summary>
    /// The same as received at a time. AWS's date can't be of the future: where it is more than a day ahead, the time of receipt counts instead,
    /// so that later sightings are not older than this one until then.
    /// </summary>
    public AwsObservation At(DateTimeOffset received) => IsAhead(Modified, received)
        ? this with { Received = received, Modified = received, Issues = [.. Issues, DecisionIssues.FutureDate(Modified)] }
        : this with { Received = received };

    /// <summary>
    /// Whether it is older than what is stored. Of a stored date of the future, and of a time of receipt that is stored instead of one, nothing
    /// is known to be older.
    /// </summary>
    public bool IsOlderThan(RecordState state) =>
        Modified < state.AwsModified && !(Received is { } received && (IsAhead(state.AwsModified, received) || IsAhead(Baseline.Modified(state.AwsBaseline), state.AwsModified.Value)));

    static bool IsAhead(DateTimeOffset? date, DateTimeOffset received) => date > received + MaxAhead;
}

/// <summary>The CRM record that a sighting is about, as found just now.</summary>
/// <param name="Fields">The mapped fields and the one that holds AWS's identifier, flat canonical JSON.</param>
/// <param name="LinkedTo">The AWS identifier of the link that exists for this CRM record, or null.</param>
/// <param name="Modified">When it was last changed, or null when the CRM does not say.</param>
public sealed record CrmCurrent(string Id, byte[] Fields, string? LinkedTo, DateTimeOffset? Modified)
{
    /// <summary>The record's version as it was read, or null: the CRM has none.</summary>
    public string? Version { get; init; }

    /// <summary>A later change may have the same version.</summary>
    public bool IsVersionOpen { get; init; }

    /// <summary>The CRM record that AWS's PartnerOpportunityIdentifier names, when it is another one that exists; else null.</summary>
    public string? NamedInstead { get; init; }
}
