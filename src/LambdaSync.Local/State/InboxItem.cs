namespace LambdaSync.Local.State;

/// <summary>One version of one object that waits for its handler.</summary>
/// <param name="Attempts">Attempts that ended in <c>Retry</c> or <c>Failed</c>.</param>
/// <param name="Due">Not before this time.</param>
public sealed record InboxItem(string Key, string Version, int Attempts, DateTimeOffset Due, string? LastError);
