namespace LambdaSync.Connections;

/// <summary>A connection (store, bucket, CRM) could not do what was asked, for a reason outside the record at hand.</summary>
public sealed class ConnectionException(string message, bool transient, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same call may succeed later; false means that somebody has to change something first.</summary>
    public bool Transient { get; } = transient;
}
