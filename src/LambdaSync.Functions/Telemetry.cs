using System.Diagnostics.Metrics;
using LambdaSync.Sync;

namespace LambdaSync.Functions;

/// <summary>What the handlers count. In Lambda the numbers become CloudWatch metrics (<see cref="Lambda.MetricLines"/>).</summary>
static class Telemetry
{
    public const string Meter = "LambdaSync";

    static readonly Meter Numbers = new(Meter);
    static readonly Counter<long> Jobs = Numbers.CreateCounter<long>("JobsEnded");
    static readonly Counter<long> JobsInError = Numbers.CreateCounter<long>("JobsInError");
    static readonly Counter<long> Succeeded = Numbers.CreateCounter<long>("RecordsSucceeded");
    static readonly Counter<long> Failed = Numbers.CreateCounter<long>("RecordsFailed");
    static readonly Counter<long> Messages = Numbers.CreateCounter<long>("MessagesFailed");
    static readonly Counter<long> Parked = Numbers.CreateCounter<long>("DeadLettersParked");
    static readonly Counter<long> Stopped = Numbers.CreateCounter<long>("SchedulesStopped");

    public static void Ended(Job job)
    {
        Jobs.Add(1);
        JobsInError.Add(job.Status == JobStatus.Error ? 1 : 0);
        Succeeded.Add(job.Succeeded);
        Failed.Add(job.Failed);
    }

    public static void MessageFailed() => Messages.Add(1);

    /// <summary>A dead letter or a stuck file was given up: it waits for an operator.</summary>
    public static void DeadLetterParked() => Parked.Add(1);

    /// <summary>A sweep or a backfill has stopped and asks: nothing of it runs until an operator answers.</summary>
    public static void ScheduleStopped() => Stopped.Add(1);
}
