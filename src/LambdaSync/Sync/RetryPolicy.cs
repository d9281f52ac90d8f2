namespace LambdaSync.Sync;

/// <summary>
/// When a failed piece of work is tried again (row B7). The wait is anything from nothing to a limit that doubles with every attempt
/// ("full jitter", aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter), so that what failed together doesn't come back
/// together.
/// </summary>
/// <param name="RetryCount">Retries after the first attempt; 0 tries nothing again.</param>
/// <param name="Base">The longest wait before the first retry.</param>
/// <param name="Cap">The longest wait at all.</param>
/// <param name="CutOff">From the first failure on; after it nothing is tried again.</param>
public sealed record RetryPolicy(int RetryCount, TimeSpan Base, TimeSpan Cap, TimeSpan CutOff)
{
    /// <summary>10 retries within 3 days: waits of up to 30 seconds, 1 minute, 2 ... 1 hour.</summary>
    public static readonly RetryPolicy Default = new(10, TimeSpan.FromSeconds(30), TimeSpan.FromHours(1), TimeSpan.FromDays(3));

    /// <param name="attempts">Attempts that failed, this one too: 1 at least.</param>
    /// <param name="random">From 0 to 1.</param>
    public Retry Next(int attempts, DateTimeOffset firstFailure, DateTimeOffset now, double random)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(attempts, 1);
        if (attempts > RetryCount)
            return new Retry.GiveUp(RetryEnd.RetryCount);
        var end = CutOff < DateTimeOffset.MaxValue - firstFailure ? firstFailure + CutOff : DateTimeOffset.MaxValue;
        if (now >= end)
            return new Retry.GiveUp(RetryEnd.CutOff);
        // 2^62 seconds are more than any cap.
        var most = Math.Min(Cap.TotalSeconds, Base.TotalSeconds * Math.Pow(2, Math.Min(attempts - 1, 62)));
        var at = now + TimeSpan.FromSeconds(most * Math.Clamp(random, 0, 1));
        return new Retry.At(at < end ? at : end);
    }
}
