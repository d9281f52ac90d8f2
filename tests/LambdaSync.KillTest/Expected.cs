namespace LambdaSync.KillTest;

/// <summary>What was delivered.</summary>
/// <param name="Files">Records in each file, by file name.</param>
sealed record Expected(IReadOnlyDictionary<string, int> Files)
{
    public int Records => Files.Values.Sum();
}
