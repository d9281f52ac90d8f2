using LambdaSync.Fields;

namespace LambdaSync.Sync.Schedules;

/// <summary>The setting of how often files of each object travel in one direction (row E1).</summary>
/// <param name="Opportunities">From the end of one run to the next; null: off.</param>
/// <param name="Leads">The same.</param>
public sealed record ObjectPeriods(TimeSpan? Opportunities, TimeSpan? Leads)
{
    /// <summary>The setting at first: AWS reads and writes once an hour, and the guide advises against several files an hour.</summary>
    public static readonly TimeSpan First = TimeSpan.FromHours(1);

    public static ObjectPeriods Hourly { get; } = new(First, First);

    public TimeSpan? Of(AceObject aceObject) => aceObject == AceObject.Lead ? Leads : Opportunities;

    /// <summary>The schedule of an object as it is at first.</summary>
    public Schedule Begin(AceObject aceObject) => new(Of(aceObject) ?? Schedule.Longest, IsOff: Of(aceObject) is null, Setting: Of(aceObject) ?? TimeSpan.Zero);
}
