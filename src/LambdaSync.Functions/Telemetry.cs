using System.Diagnostics.Metrics;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
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
    static readonly Counter<long> FilesInError = Numbers.CreateCounter<long>("FilesInError");
    static readonly Counter<long> OperatorFailures = Numbers.CreateCounter<long>("OperatorFailures");
    static readonly Counter<long> NewerReleaseIntents = Numbers.CreateCounter<long>("NewerReleaseIntents");
    static readonly Counter<long> Held = Numbers.CreateCounter<long>("CreationsHeld");
    static readonly Counter<long> Ending = Numbers.CreateCounter<long>("InvitationsEnding");
    static readonly Counter<long> LoginsEnding = Numbers.CreateCounter<long>("LoginsEnding");
    static readonly Counter<long> PositionsLost = Numbers.CreateCounter<long>("CrmPositionsLost");
    static readonly Counter<long> Messages = Numbers.CreateCounter<long>("MessagesFailed");
    static readonly Counter<long> Parked = Numbers.CreateCounter<long>("DeadLettersParked");
    static readonly Counter<long> Stopped = Numbers.CreateCounter<long>("SchedulesStopped");
    static readonly Histogram<double> Freshness = Numbers.CreateHistogram<double>("FreshnessSeconds");

    /// <summary>A file's job ended. Only the log shows the failed records of a file, so they are an operator's.</summary>
    public static void FileEnded(Job job)
    {
        Ended(job);
        FilesInError.Add(job.Status == JobStatus.Error ? 1 : 0);
        OperatorFailures.Add(job.Failed);
    }

    /// <summary>A record's entry was stored.</summary>
    public static void EntryStored(LogEntry entry)
    {
        if (entry.Job is { } job)
            Ended(job);
        Ending.Add(entry.Detail.Issues.Any(issue => issue.Code == IssueCodes.InvitationEnding) ? 1 : 0);
        if (entry.Detail.Outcome == Outcome.Failed)
            OperatorFailures.Add(OperatorFailure.Is(entry.Detail.Issues) ? 1 : 0);
    }

    /// <summary>A call failed. It counts if no retry can help: the credentials, the permissions or the configuration are wrong.</summary>
    public static void CallFailed(Exception failed) =>
        OperatorFailures.Add(failed is AwsServiceException { IsAccess: true } or ConnectionException { Transient: false } ? 1 : 0);

    /// <summary>A record waits for a newer release of LambdaSync, which stored its intent.</summary>
    public static void NewerReleaseIntent() => NewerReleaseIntents.Add(1);

    /// <summary>The CRM's login was read, and will fail soon: its certificate ends.</summary>
    public static void LoginEnding() => LoginsEnding.Add(1);

    /// <summary>The CRM does not know what changed since an object's position: all its linked records are compared.</summary>
    public static void CrmPositionLost() => PositionsLost.Add(1);

    public static void MessageFailed() => Messages.Add(1);

    /// <summary>A dead letter or a stuck file was given up: it waits for an operator.</summary>
    public static void DeadLetterParked() => Parked.Add(1);

    /// <summary>A sweep or a backfill has stopped and asks: nothing of it runs until an operator answers.</summary>
    public static void ScheduleStopped() => Stopped.Add(1);

    /// <summary>Records of the CRM wait because the day's limit for new opportunities is reached.</summary>
    public static void CreationsHeld() => Held.Add(1);

    /// <summary>A row was written to the CRM because AWS reported a change.</summary>
    /// <param name="written">When the CRM had it.</param>
    /// <param name="events">The times of AWS's events that it answers.</param>
    public static void RowWritten(DateTimeOffset written, IEnumerable<DateTimeOffset> events)
    {
        // Clocks differ: what is older than its cause is as fresh as can be.
        foreach (var at in events)
            Freshness.Record(Math.Max(0, (written - at).TotalSeconds));
    }

    static void Ended(Job job)
    {
        Jobs.Add(1);
        JobsInError.Add(job.Status == JobStatus.Error ? 1 : 0);
        Succeeded.Add(job.Succeeded);
        Failed.Add(job.Failed);
    }
}
