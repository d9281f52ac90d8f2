using LambdaSync.Files;

namespace LambdaSync.Sync.Outbound;

/// <summary>What the CRM's edits mean for a record that travels to AWS in files.</summary>
/// <param name="Issues">Everything worth an entry.</param>
public abstract record FilePlan(IReadOnlyList<Issue> Issues)
{
    /// <summary>There is nothing to send.</summary>
    /// <param name="CrmBaseline">The CRM's fields as they count from now on; null: as they were.</param>
    public sealed record Nothing(byte[]? CrmBaseline, IReadOnlyList<Issue> Issues) : FilePlan(Issues);

    /// <summary>AWS reviews the record: nothing of it is sent.</summary>
    public sealed record Locked(string ReviewStatus) : FilePlan([]);

    /// <summary>None of the edits can be sent, or a new record lacks a required value: it waits for a correction.</summary>
    public sealed record Held(IReadOnlyList<Issue> Issues) : FilePlan(Issues);

    /// <param name="Record">As it goes into the file.</param>
    /// <param name="Document">The record's document once AWS has taken it.</param>
    /// <param name="Body">The API's request for the same change: by it a record whose results never came is compared with the API.</param>
    public sealed record Send(OutboundRecord Record, byte[] Document, byte[] CrmBaseline, byte[] Body, IReadOnlyList<Issue> Issues) : FilePlan(Issues)
    {
        /// <summary>Some edits are not in it; they stay edits.</summary>
        public bool IsPartial { get; init; }
    }
}
