namespace LambdaSync.Gates;

/// <summary>What a task's ReasonCode asks for. AWS publishes the codes, not what to do about them; the classes are LambdaSync's.</summary>
public enum TaskReasonClass
{
    /// <summary>A person has to correct something; a new task needs a new token.</summary>
    Person,

    /// <summary>Read the record first: what the task was for may be done. <see cref="TaskReason.Otherwise"/> says what it is when it is not.</summary>
    Reread,

    /// <summary>Read again, then try again with a new token.</summary>
    Transient,

    /// <summary>As <see cref="Transient"/>, hours later; then a person.</summary>
    TransientSlow,

    /// <summary>No try helps; AWS's support has to.</summary>
    Permanent,

    /// <summary>The lead's opportunity exists already: find and link it.</summary>
    Converted,

    /// <summary>A code that is newer than this release: tried twice, then a person.</summary>
    Unknown,
}
