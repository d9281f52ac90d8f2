namespace LambdaSync.Functions;

/// <summary>How many existing CRM records one run may still overwrite (<c>maxChanges</c>).</summary>
/// <remarks>A write that others decided and that the run only finishes, because they were stopped, is not of its number.</remarks>
public sealed class ChangeBudget(int left)
{
    public int Left { get; private set; } = left;

    /// <summary>A record would have been overwritten and nothing was left.</summary>
    public bool IsExceeded { get; private set; }

    public bool TryConsume()
    {
        IsExceeded |= Left <= 0;
        Left -= IsExceeded ? 0 : 1;
        return !IsExceeded;
    }
}
