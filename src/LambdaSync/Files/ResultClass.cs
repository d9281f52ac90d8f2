namespace LambdaSync.Files;

/// <summary>What a message of a results file asks for. Ordered: of several messages the greatest counts.</summary>
public enum ResultClass
{
    None,

    /// <summary>AWS has the values already.</summary>
    NoChange,

    /// <summary>AWS was busy: the same record goes again.</summary>
    Transient,

    /// <summary>AWS reviews the record: it goes again after the review.</summary>
    Locked,

    /// <summary>Not known to this release: it goes again while retries are left, because it may pass.</summary>
    Unknown,

    /// <summary>A value or a missing value: the record goes again when a person has changed it.</summary>
    Invalid,

    /// <summary>AWS takes no changes of the record any more.</summary>
    Closed,

    /// <summary>The file's form or name: a defect or a wrong setting, the same for every file.</summary>
    File,
}
