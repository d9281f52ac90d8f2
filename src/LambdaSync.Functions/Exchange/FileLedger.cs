using System.Globalization;
using LambdaSync.Files;
using LambdaSync.Sync.Schedules;

namespace LambdaSync.Functions.Exchange;

/// <summary>What the schedule of an object's files keeps: the second of the last name, and how many files went today.</summary>
sealed class FileLedger(Schedule schedule)
{
    // The exchange's limit is one of 24 hours and of all files. Half of it in a UTC day keeps it in any 24 hours, and there are two objects.
    const int MaxADay = OutboundFiles.MaxFilesADay / 2 / 2;

    /// <summary>The schedule with the ledger in it.</summary>
    public Schedule Schedule { get; private set; } = schedule;

    public bool IsFull(DateTimeOffset now) => Schedule.ChangedToday(now) >= MaxADay;

    /// <summary>The second of the next name, which from now on is used.</summary>
    /// <param name="version">The payload version of the file.</param>
    public DateTimeOffset Next(DateTimeOffset now, int version)
    {
        var second = OutboundFileName.Next(Last, now);
        Schedule = Schedule.CountToday(1, now) with { Cursor = second.ToString("O", CultureInfo.InvariantCulture), Version = Math.Max(Schedule.Version, version) };
        return second;
    }

    /// <summary>What a stopped worker stored before an upload: its names are used as well.</summary>
    public void Resume(byte[] stored)
    {
        var other = new FileLedger(Schedule.Read(stored));
        if (other.Last > (Last ?? DateTimeOffset.MinValue))
            Schedule = other.Schedule;
    }

    DateTimeOffset? Last => DateTimeOffset.TryParse(Schedule.Cursor, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out var last) ? last : null;
}
