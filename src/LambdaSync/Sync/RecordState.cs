using System.Text.Json.Serialization;
using LambdaSync.Sync.Work;

namespace LambdaSync.Sync;

/// <summary>What is known of a shared record: its link and both baselines.</summary>
/// <param name="CrmId">The linked CRM record.</param>
/// <param name="AwsBaseline">
/// The record document as AWS last gave it, canonical UTF-8, no masked value in it; the lists whose elements have an identity in an order
/// of their own (<see cref="Elements.ElementLists"/>).
/// </param>
/// <param name="CrmBaseline">The mapped CRM fields as the CRM last returned them, flat canonical JSON.</param>
/// <param name="AwsModified">AWS's LastModifiedDate of <paramref name="AwsBaseline"/>, or null when it gave none.</param>
/// <param name="PayloadVersion">The highest file payload version seen (1, 2), 0 when no file came.</param>
/// <param name="Closed">The CRM record was deleted: the link is closed and never re-created.</param>
/// <param name="Version">Counts the settled writes; a settlement names the version it started from.</param>
public sealed record RecordState(
    WorkKey Key, string CrmObject, string CrmId, byte[] AwsBaseline, byte[] CrmBaseline, DateTimeOffset? AwsModified,
    int PayloadVersion, bool Closed, long Version)
{
    /// <summary>AWS's LastModifiedDate of our own last write, until its event arrives. An event that finds this date is our echo.</summary>
    public DateTimeOffset? OwnWrite { get; init; }

    /// <summary>What <see cref="Sync.ReportedEdits"/> stores; null: nothing was reported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public byte[]? ReportedEdits { get; init; }

    /// <summary>The last task of AWS for the record: an opportunity's submission, a lead's conversion; null: LambdaSync has started none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SubmissionState? Submission { get; init; }

    /// <summary>The key that has taken over the link to the CRM record: this one has none any more. Null: it has its link.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public WorkKey? MovedTo { get; init; }

    /// <summary>Linked, and nothing of it was merged yet: the first link's rules count.</summary>
    public bool IsLinkOnly => AwsBaseline.Length <= 2 && CrmBaseline.Length <= 2;

    /// <summary>The same link without what was merged, as it is stored before the first value is written.</summary>
    public RecordState LinkOnly() =>
        new(Key, CrmObject, CrmId, "{}"u8.ToArray(), "{}"u8.ToArray(), null, 0, false, Version);

    /// <summary>What is left of the record once another key has its link: where it went. Both baselines are the other's.</summary>
    public RecordState Moved(WorkKey to) => LinkOnly() with { MovedTo = to };
}
