namespace LambdaSync.Connections.State;

/// <summary>How something is claimed.</summary>
/// <param name="Owner">The delivery at work: the same one may take again what it had when it was stopped.</param>
/// <param name="Until">From then on anybody may take it, unless it was renewed.</param>
/// <param name="EvenIfClean">Takes it although nothing made it dirty, and although nothing is known of it yet.</param>
public sealed record ClaimTerms(string Owner, DateTimeOffset Now, DateTimeOffset Until, bool EvenIfClean = false);
