namespace LambdaSync.Sync.Quotas;

/// <summary>An instance asks for send times.</summary>
/// <param name="Wanted">How many it has use for now, 1 at least; it may get fewer.</param>
/// <param name="Now">Its time, corrected by what it knows of the ledger's.</param>
/// <param name="Lead">How long it takes until the answer is stored and a call can go out.</param>
/// <param name="Patience">A first send time later than this from now is of no use to it.</param>
public sealed record QuotaRequest(Lane Lane, int Wanted, DateTimeOffset Now, TimeSpan Lead, TimeSpan Patience);
