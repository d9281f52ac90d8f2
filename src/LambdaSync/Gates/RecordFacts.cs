using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Gates;

/// <summary>What the store and the CRM hold of one record, for whoever asks how it stands.</summary>
/// <param name="Key">An opportunity's, once it is one; else a CRM record's, an invitation's, an engagement's or a lead's.</param>
/// <param name="State">The link and both baselines, or null: not linked.</param>
/// <param name="Work">What waits to be done, or null: the store does not know the record.</param>
/// <param name="CrmId">The CRM record's id, or null.</param>
/// <param name="Crm">The CRM record's fields that the mapping reads, or null: there is no such record.</param>
/// <param name="Entries">Its last entries in the sync log, the newest first.</param>
public sealed record RecordFacts(WorkKey Key, RecordState? State, WorkItem? Work, string? CrmId, FlatRecord? Crm, IReadOnlyList<JobDetail> Entries)
{
    /// <summary>AWS's identifier, or null: AWS does not have it.</summary>
    public string? AwsId => Key.IsCrmRecord ? null : Key.Id;

    /// <summary>The identifier by which commands find it.</summary>
    public string Id => AwsId ?? CrmId ?? Key.Id;

    /// <summary>AWS's document, or an empty one.</summary>
    public ReadOnlyMemory<byte> AtAws => State?.AwsBaseline ?? "{}"u8.ToArray();
}
