namespace LambdaSync.Sync.Work;

/// <summary>Marks something as dirty.</summary>
/// <param name="Due">Not worked on before. An earlier time that is stored already stays.</param>
/// <param name="Lane">A more urgent one that is stored already stays.</param>
/// <param name="Data">Set as the item's data if it has none yet.</param>
public sealed record Wake(WorkKey Key, string Reason, Lane Lane, DateTimeOffset Due, byte[]? Data = null);
