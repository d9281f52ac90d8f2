using LambdaSync.Gates;
using LambdaSync.Sync;

namespace LambdaSync.Kinds;

/// <summary>When a task of AWS is looked for, and when one that failed is tried again.</summary>
static class TaskTimes
{
    /// <summary>A task takes AWS seconds. One that takes a day is for a person to look at.</summary>
    public static readonly TimeSpan Max = TimeSpan.FromDays(1);

    public static TimeSpan PollInterval(SubmissionState running, DateTimeOffset now) => PollInterval(running.Started, now);

    public static TimeSpan PollInterval(DateTimeOffset started, DateTimeOffset now) => (now - started) switch
    {
        { TotalSeconds: < 30 } => TimeSpan.FromSeconds(3),
        { TotalMinutes: < 10 } => TimeSpan.FromSeconds(30),
        _ => TimeSpan.FromMinutes(5),
    };

    /// <summary>What is left to wait before a failed task is tried again, or null: nothing.</summary>
    public static TimeSpan? Delay(SubmissionState failed, DateTimeOffset now) => Delay(failed.Started, failed.ReasonCode, failed.Attempts, now);

    public static TimeSpan? Delay(DateTimeOffset started, string? reasonCode, int attempts, DateTimeOffset now)
    {
        var wait = TaskReasons.Of(reasonCode ?? "").Class == TaskReasonClass.TransientSlow ? TimeSpan.FromHours(2) : TimeSpan.FromMinutes(1) * (1 << Math.Min(attempts, 6));
        return started + wait is var due && due > now ? due - now : null;
    }
}
