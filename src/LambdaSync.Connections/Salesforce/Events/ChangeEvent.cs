namespace LambdaSync.Connections.Salesforce;

/// <summary>What happened to the records of a change event.</summary>
enum ChangeEventType
{
    Create,
    Update,
    Delete,
    Undelete,

    /// <summary>Changes without fields: the records are read again.</summary>
    Gap,

    /// <summary>More changes than events: everything of the object since the time is read again.</summary>
    Overflow,
}

/// <summary>A change event by its header alone: values are never used.</summary>
/// <param name="Ids">Record ids of 18 characters; empty when the event means more than named records.</param>
/// <param name="Fields">Names that the header lists, compound ones with their part (<c>Name.LastName</c>); empty: not known.</param>
sealed record ChangeEvent(string Object, ChangeEventType Type, IReadOnlyList<string> Ids, IReadOnlyList<string> Fields, DateTimeOffset Time);
