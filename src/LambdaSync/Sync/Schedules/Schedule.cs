using System.Text.Json;
using System.Text.Json.Serialization;

namespace LambdaSync.Sync.Schedules;

/// <summary>What runs again and again, or once in parts: its settings and where it stands. Kept as the data of a work item.</summary>
/// <param name="Every">From the end of one run to the beginning of the next; for a backfill without meaning.</param>
/// <param name="IsOff">It is kept, but never runs.</param>
/// <param name="Cursor">Where the run continues, in the format of the schedule; null at its start.</param>
/// <param name="Changed">Existing CRM records that this run has overwritten.</param>
/// <param name="MaxChanges">How many it may, or null for the setting.</param>
/// <param name="Seen">What it was shown in all, over all its runs.</param>
/// <param name="Worked">What of that needed a look, in all.</param>
/// <param name="Ended">When the last run ended.</param>
/// <param name="Filter">A backfill's ListOpportunities request, without sort, page and place.</param>
/// <param name="OnlyUnlinked">A backfill passes over what is linked.</param>
/// <param name="Done">The records of the cursor's own date that are done, for many may have one date.</param>
/// <param name="Began">The cursor that the run under way set out from, before it went back for its overlap; empty in the first run, null between runs.</param>
/// <param name="ChangedOn">The day (UTC) that <paramref name="Changed"/> counts, for a schedule whose limit is one of a day; null: it counts a run.</param>
/// <param name="IncompleteFrom">The first date from which a page that was listed since the run began may lack changes, since AWS's lists may show them late; null: no page reached so late a date.</param>
/// <param name="Setting">The period of the setting that the schedule was last taken from, zero for off; null: it has none, or a person was first.</param>
/// <param name="Version">Of a schedule that sends files: the highest payload version that went; 0: none.</param>
/// <param name="Part">How many records are worked on together since more of them took longer than an invocation, or null: as many as a CRM takes.</param>
public sealed record Schedule(
    TimeSpan Every, bool IsOff = false, string? Cursor = null, int Changed = 0, int? MaxChanges = null, int Seen = 0, int Worked = 0,
    DateTimeOffset? Ended = null, string? Filter = null, bool OnlyUnlinked = false, int? Part = null, IReadOnlyList<string>? Done = null, string? Began = null,
    DateOnly? ChangedOn = null, string? IncompleteFrom = null, TimeSpan? Setting = null, int Version = 0)
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

    /// <summary>The first schedule of an object in the place of one that served both. A setting other than the first one was chosen since.</summary>
    /// <param name="withNames">Both give out names of files: none is used again.</param>
    public Schedule InPlaceOf(Schedule former, bool withNames)
    {
        var begun = Setting == ObjectPeriods.First ? this with { Every = former.Every, IsOff = former.IsOff } : this;
        return withNames ? begun with { Cursor = former.Cursor, Changed = former.Changed, ChangedOn = former.ChangedOn } : begun;
    }

    /// <summary>The schedule under its setting: one that was changed since counts; otherwise what a person set later stays.</summary>
    /// <param name="period">The setting; null: off.</param>
    public Schedule Follow(TimeSpan? period)
    {
        var setting = period ?? TimeSpan.Zero;
        return Setting == setting ? this
            : Setting is null ? this with { Setting = setting }
            : this with { Setting = setting, IsOff = period is null, Every = period ?? Every };
    }

    /// <summary>Whether following the setting makes it run otherwise than it does.</summary>
    public bool IsChangedBy(TimeSpan? period) => Follow(period) is var followed && (followed.Every, followed.IsOff) != (Every, IsOff);

    /// <summary>How many changes were counted on the day of <paramref name="now"/>.</summary>
    public int ChangedToday(DateTimeOffset now) => ChangedOn == DateOnly.FromDateTime(now.UtcDateTime) ? Changed : 0;

    /// <summary>Counts changes of the day; a new day begins with none.</summary>
    public Schedule CountToday(int changes, DateTimeOffset now) => this with { Changed = ChangedToday(now) + changes, ChangedOn = DateOnly.FromDateTime(now.UtcDateTime) };

    /// <summary>Ends the run; the next one starts from the beginning.</summary>
    public Schedule End(DateTimeOffset now) => this with { Cursor = null, Changed = 0, Ended = now, Part = null, Done = null };

    /// <summary>
    /// Starts a run this far before the end of the last one, or before the last one's first page that may have lacked changes: a run that was
    /// interrupted may have listed that page long before its end. A run under way stays as it is.
    /// </summary>
    public Schedule StartRun(TimeSpan overlap)
    {
        if (Began is not null)
            return this;
        var before = OpportunityPage.Date(Cursor) is { } date ? OpportunityPage.Text(date - overlap) : null;
        return this with { Began = Cursor ?? "", Cursor = string.CompareOrdinal(IncompleteFrom ?? before, before) < 0 ? IncompleteFrom : before, Done = null, IncompleteFrom = null };
    }

    /// <summary>A page was listed, up to a date: it may lack what was changed less than the overlap ago.</summary>
    public Schedule Listed(DateTimeOffset now, TimeSpan overlap, DateTimeOffset last) =>
        IncompleteFrom is null && last > now - overlap ? this with { IncompleteFrom = OpportunityPage.Text(now - overlap) } : this;

    /// <summary>The run is over; the next one sets out from here, or from where this one did if it saw nothing newer.</summary>
    public Schedule EndAtCursor(DateTimeOffset now) =>
        this with { Cursor = Began is { Length: > 0 } && string.CompareOrdinal(Began, Cursor) > 0 ? Began : Cursor, Began = null, Changed = 0, Ended = now, Part = null, Done = null };

    /// <summary>The cursor moves to the last date of the records given. No record before that date is left to do.</summary>
    public Schedule AdvanceTo(IReadOnlyCollection<(string Id, DateTimeOffset Modified)> seen)
    {
        var cursor = seen.Aggregate(Cursor, (last, record) => OpportunityPage.Advance(last, record.Modified));
        var done = seen.Where(record => OpportunityPage.Text(record.Modified) == cursor).Select(record => record.Id);
        return this with { Cursor = cursor, Done = [.. (cursor == Cursor ? Done ?? [] : []).Union(done)], Seen = Seen + seen.Count };
    }

    /// <summary>Whether this run has been there, as AWS gives the records of the cursor's date once more.</summary>
    public bool HasDone(string id, DateTimeOffset modified) => Done is not null && OpportunityPage.Text(modified) == Cursor && Done.Contains(id);

    /// <summary>For when an invocation was too short for a batch of this many records.</summary>
    public Schedule WithSmallerBatches(int tried) => this with { Part = Math.Max(1, tried / 2) };
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(Schedule))]
sealed partial class ScheduleJson : JsonSerializerContext;
