using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaSync.Sync.Schedules;

/// <summary>What runs again and again, or once in parts: its settings and where it stands. Kept as the data of a work item.</summary>
/// <param name="Every">From the end of one run to the beginning of the next; for a backfill without meaning.</param>
/// <param name="IsOff">It is kept, but never runs.</param>
/// <param name="Cursor">Where the run goes on, in the schedule's own words; null at its beginning.</param>
/// <param name="Changed">Existing CRM records that this run has overwritten.</param>
/// <param name="MaxChanges">How many it may, or null for the setting.</param>
/// <param name="Seen">What this run was shown.</param>
/// <param name="Worked">What of that needed a look.</param>
/// <param name="Ended">When the last run ended.</param>
/// <param name="Filter">A backfill's ListOpportunities request, without sort, page and place.</param>
/// <param name="OnlyUnlinked">A backfill passes over what is linked.</param>
public sealed record Schedule(
    TimeSpan Every, bool IsOff = false, string? Cursor = null, int Changed = 0, int? MaxChanges = null, int Seen = 0, int Worked = 0,
    DateTimeOffset? Ended = null, string? Filter = null, bool OnlyUnlinked = false)
{
    /// <summary>Row E1.</summary>
    public static readonly TimeSpan Shortest = TimeSpan.FromMinutes(5), Longest = TimeSpan.FromDays(1);

    // A tick comes every five minutes, now and then a little early.
    static readonly TimeSpan Slack = TimeSpan.FromMinutes(1);

    /// <exception cref="JsonException">The data are no schedule's.</exception>
    public static Schedule Read(ReadOnlySpan<byte> data) => JsonSerializer.Deserialize(data, ScheduleJson.Default.Schedule) ?? throw new JsonException("a schedule is an object");

    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, ScheduleJson.Default.Schedule);

    /// <summary>When the next run may begin, if this one ends now.</summary>
    public DateTimeOffset NextAfter(DateTimeOffset now) => now + (Every > Slack ? Every - Slack : Every);

    /// <summary>The run is over; the next one begins anew.</summary>
    public Schedule End(DateTimeOffset now) => this with { Cursor = null, Changed = 0, Ended = now };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Schedule))]
sealed partial class ScheduleJson : JsonSerializerContext;
