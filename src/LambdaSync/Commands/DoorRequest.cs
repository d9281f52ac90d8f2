namespace LambdaSync.Commands;

/// <summary>An HTTP request as it came.</summary>
/// <param name="Headers">By lower-case name.</param>
/// <param name="Body">The raw bytes, which are what is signed.</param>
public sealed record DoorRequest(string Method, string Path, IReadOnlyDictionary<string, string> Headers, ReadOnlyMemory<byte> Body);

/// <summary>What becomes of a request.</summary>
public abstract record DoorAnswer
{
    /// <param name="Status">An HTTP status: 400, 401, 403, 404, 405 or 413.</param>
    public sealed record Refused(int Status, IReadOnlyList<Issue> Issues) : DoorAnswer
    {
        /// <summary>The keys may have changed since they were read: they are read again before the request is refused.</summary>
        public bool MayHaveNewKey { get; init; }
    }

    public sealed record Accepted(CommandDocument Command, CommandCaller Caller) : DoorAnswer;
}
