namespace LambdaSync.Connections.Aws;

/// <summary>What a failed call asks of the caller.</summary>
public enum AwsFault
{
    /// <summary>Too many calls: the quota group pauses, then the same bytes go again.</summary>
    Throttled,

    /// <summary>
    /// AWS, the network or the session's life failed. Whether the call took effect is unknown; the same bytes can go again.
    /// </summary>
    Unavailable,

    /// <summary>
    /// ConflictException: the record changed since it was read, or the token was used for another body. Read again, then decide.
    /// </summary>
    Conflict,

    /// <summary>Refused for what it says or for who asked; it waits for a correction.</summary>
    Permanent,
}
