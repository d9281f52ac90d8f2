namespace LambdaSync.Gates;

/// <summary>What a record is at the moment, in one word.</summary>
public enum RecordSituation
{
    /// <summary>Neither the store nor the CRM knows it.</summary>
    Unknown,

    /// <summary>A CRM record that is not to go to AWS.</summary>
    NotShared,

    /// <summary>A CRM record that goes to AWS at the next run.</summary>
    Flagged,

    /// <summary>A person has to correct something before it is tried again.</summary>
    Held,

    /// <summary>It is tried again at a time.</summary>
    Waiting,

    /// <summary>A worker has it now.</summary>
    InWork,

    /// <summary>AWS has it, and its sales teams do not see it.</summary>
    Draft,

    /// <summary>AWS is reviewing it and takes no changes.</summary>
    InReview,

    /// <summary>AWS wants corrections.</summary>
    ActionRequired,

    /// <summary>AWS has rejected it.</summary>
    Rejected,

    /// <summary>Both sides are linked and nothing is to be done.</summary>
    Linked,

    /// <summary>AWS has it, and no CRM record does.</summary>
    NotLinked,

    /// <summary>The CRM record was deleted; the link stays closed.</summary>
    Closed,

    /// <summary>An invitation or an engagement.</summary>
    Invitation,

    /// <summary>A lead of an engagement that is linked to the CRM.</summary>
    Lead,
}
