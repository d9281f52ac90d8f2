namespace LambdaSync.Sync;

/// <summary>What to do about one sighting; the handler carries it out.</summary>
/// <param name="Issues">Everything worth telling, in the log's order.</param>
public abstract record Plan(IReadOnlyList<Issue> Issues)
{
    /// <summary>Nothing is written to the CRM.</summary>
    /// <param name="Next">The state to store, or null when it stays as it is.</param>
    public sealed record Settle(Outcome Outcome, RecordState? Next, IReadOnlyList<Issue> Issues) : Plan(Issues);

    /// <summary>A row goes to the CRM.</summary>
    /// <param name="CrmId">The record to update, or null to create one.</param>
    /// <param name="Fields">Just the fields that change, flat canonical JSON.</param>
    /// <param name="Next">The state to store; its CRM id and CRM baseline are what the CRM answers.</param>
    /// <param name="KeepBaseline">The CRM baseline of the fields that are not written (null: none).</param>
    public sealed record Write(
        Outcome Outcome, string? CrmId, byte[] Fields, RecordState Next, IReadOnlyDictionary<string, string?> KeepBaseline, IReadOnlyList<Issue> Issues) : Plan(Issues)
    {
        /// <summary>The CRM fields of a new record whose values AWS masks.</summary>
        public IReadOnlyList<string> Masked { get; init; } = [];
    }
}
