namespace LambdaSync.Functions;

/// <summary>
/// All records of a file are done but some that other workers hold, or whose stored call to AWS has no result yet. The file is to be handled
/// again later; what is done stays done.
/// </summary>
/// <param name="source">The file: <c>bucket/key@version</c>.</param>
/// <param name="records">How many are left.</param>
public sealed class RecordsHeldException(string source, int records)
    : Exception($"{records} {(records == 1 ? "record of the file is" : "records of the file are")} in work elsewhere")
{
    /// <summary>When to handle the file again.</summary>
    public static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(15);

    /// <summary><c>bucket/key@version</c>.</summary>
    public string File => source;
}
