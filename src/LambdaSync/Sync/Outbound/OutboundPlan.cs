namespace LambdaSync.Sync.Outbound;

/// <summary>What the CRM's edits mean for AWS.</summary>
/// <param name="Issues">Everything worth telling.</param>
public abstract record OutboundPlan(IReadOnlyList<Issue> Issues)
{
    /// <summary>There is nothing to send.</summary>
    /// <param name="CrmBaseline">The CRM's fields as they count from now on.</param>
    public sealed record Nothing(byte[] CrmBaseline, IReadOnlyList<Issue> Issues) : OutboundPlan(Issues);

    /// <summary>AWS holds the lock; the edit stays in the CRM and is compared when it opens.</summary>
    public sealed record Locked(string ReviewStatus) : OutboundPlan([]);

    /// <summary>An update, or for a record AWS does not have, a creation.</summary>
    /// <param name="Body">The request, exactly.</param>
    /// <param name="Document">The record's document when AWS has taken it; its LastModifiedDate is still the old one.</param>
    public sealed record Send(byte[] Body, byte[] Document, byte[] CrmBaseline, IReadOnlyList<Issue> Issues) : OutboundPlan(Issues)
    {
        /// <summary>
        /// The call replaces a value of AWS in a field that no person is known to have edited: it had no baseline, and the CRM owns it. Such records
        /// count for <c>maxChanges</c>; edits do not.
        /// </summary>
        public bool Overwrites { get; init; }

        /// <summary>Some edits are not in the body: AWS has closed their fields, or their values can't be sent. They stay edits.</summary>
        public bool IsPartial { get; init; }
    }

    /// <summary>None of the edits can be sent, or a creation lacks a required value: the record waits for a correction.</summary>
    public sealed record Held(IReadOnlyList<Issue> Issues) : OutboundPlan(Issues);
}
