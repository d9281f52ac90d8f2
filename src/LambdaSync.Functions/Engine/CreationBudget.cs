namespace LambdaSync.Functions.Engine;

/// <summary>How many records may still be created at AWS because the CRM changed, and why the other records wait.</summary>
/// <param name="left">What is left of the day's limit.</param>
/// <param name="cause">Why a record waits, and how to raise the limit: one line without values.</param>
public sealed class CreationBudget(int left, string cause)
{
    /// <summary>How long a record waits that the budget does not allow: it notices a new day, or a higher limit, within the hour.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromHours(1);

    readonly ChangeBudget _budget = new(left);

    public string Cause => cause;

    /// <summary>How many were used.</summary>
    public int Used => left - _budget.Left;

    /// <summary>A record would have been created and nothing was left.</summary>
    public bool IsExceeded => _budget.IsExceeded;

    public bool TryConsume() => _budget.TryConsume();
}
