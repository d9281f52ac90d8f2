using LambdaSync.Connections.Dynamo;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>One item that a row changes.</summary>
abstract record ItemChange(ItemKey Key)
{
    /// <param name="Read">The version it was read at, 0 for a new record.</param>
    /// <param name="Before">The fields of that version.</param>
    public sealed record Record(ItemKey Key, byte[] Fields, long Read, byte[]? Before) : ItemChange(Key);

    /// <param name="Read">The version it was read at.</param>
    /// <param name="Before">The fields of that version.</param>
    public sealed record Deleted(ItemKey Key, long Read, byte[] Before) : ItemChange(Key);

    /// <summary>A person changed the record, or deleted it and left the tombstone.</summary>
    public sealed record Noted(ItemKey Key, string Id, Tombstone? Tombstone = null) : ItemChange(Key);

    /// <param name="IsGiven">The record has the key in the index; else it has it no longer.</param>
    public sealed record Index(ItemKey Key, bool IsGiven) : ItemChange(Key);

    /// <summary>What is left of a deleted record.</summary>
    public sealed record Gone(ItemKey Key, Tombstone Tombstone) : ItemChange(Key);

    /// <param name="Given">The record gets the value; else it loses it.</param>
    public sealed record ExternalId(ItemKey Key, string Id, bool Given) : ItemChange(Key);
}
