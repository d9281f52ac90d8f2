namespace LambdaSync.Events;

/// <summary>What a message turned out to be.</summary>
public abstract record EventReading
{
    /// <summary>An event that this release knows.</summary>
    /// <param name="Wakes">Each thing once. None when an issue says why.</param>
    /// <param name="Issues">Notes and warnings: members and versions that this release does not know, an invitation of our own.</param>
    public sealed record Understood(PartnerEvent Event, IReadOnlyList<Wake> Wakes, IReadOnlyList<Issue> Issues) : EventReading;

    /// <summary>An event of Partner Central's that this release can't read, as it is newer: to be recorded, it wakes nothing.</summary>
    /// <param name="Issues">What is unknown about it.</param>
    public sealed record Unknown(PartnerEvent Event, IReadOnlyList<Issue> Issues) : EventReading;

    /// <summary>An event of the catalog that another stack works on; nothing of one catalog is used in the other.</summary>
    public sealed record OtherCatalog(PartnerEvent Event) : EventReading;

    /// <summary>No event of Partner Central's, or one that is not whole: it wakes nothing.</summary>
    /// <param name="EventId">The event's id if it has one.</param>
    /// <param name="Issues">At least one error.</param>
    public sealed record Broken(string? EventId, IReadOnlyList<Issue> Issues) : EventReading;
}
