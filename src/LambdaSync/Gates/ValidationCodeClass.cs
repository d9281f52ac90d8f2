namespace LambdaSync.Gates;

/// <summary>What a field error of a ValidationException asks for.</summary>
public enum ValidationCodeClass
{
    /// <summary>A person has to correct the value.</summary>
    Person,

    /// <summary>The record is not in a state for this: read it and decide again.</summary>
    Reread,

    /// <summary>The field or record is locked: hold the edit and send it once AWS opens the record.</summary>
    Locked,

    /// <summary>What was asked for is so already.</summary>
    Done,

    /// <summary>Another request worked on the record: retry.</summary>
    Transient,

    /// <summary>A code that is newer than this release: shown as it is, with the request id.</summary>
    Unknown,
}
