namespace LambdaSync.Cli;

/// <summary>Notices that nothing is finished any more although something is due.</summary>
sealed class StandStill
{
    /// <summary>How long nothing may be finished, and how long something may be due, before it is reported.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    long? _finished;
    TimeSpan _since;

    /// <param name="elapsed">The time of a monotonic clock.</param>
    /// <param name="finished">How much was finished so far; any change is progress.</param>
    /// <param name="due">What has been due for the longest time, or null.</param>
    /// <returns>The line to print, or null: there is progress, nothing is due, or it was reported in the last five minutes.</returns>
    public string? Check(TimeSpan elapsed, DateTimeOffset now, long finished, Overdue? due)
    {
        if (finished != _finished || due is null)
        {
            (_finished, _since) = (finished, elapsed);
            return null;
        }

        if (elapsed - _since < Limit || now - due.Since < Limit)
            return null;
        var line = $"warning: nothing was finished for {Words.Of((int)(elapsed - _since).TotalMinutes)} minutes although {Words.Of(due.Count)} {(due.Count == 1 ? "item is" : "items are")} due, "
            + $"the first, {due.Name}, since {Words.Of(due.Since)}{(due.Cause is null ? "" : $": {due.Cause}")}";
        _since = elapsed;
        return line;
    }
}

/// <summary>What is due and not finished.</summary>
/// <param name="Name">The one that has been due for the longest time.</param>
/// <param name="Since">When that one became due.</param>
/// <param name="Cause">Why it was not finished the last time, or null.</param>
sealed record Overdue(int Count, string Name, DateTimeOffset Since, string? Cause);
