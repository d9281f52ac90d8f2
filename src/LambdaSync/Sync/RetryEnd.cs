namespace LambdaSync.Sync;

/// <summary>Why nothing is tried again.</summary>
public enum RetryEnd
{
    /// <summary>All retries were made.</summary>
    RetryCount,

    /// <summary>It has been failing for as long as retries may go on.</summary>
    CutOff,
}
