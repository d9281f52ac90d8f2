using LambdaSync.Fields;

namespace LambdaSync.Sync.Schedules;

/// <summary>The setting of how often files of each object travel in one direction (row E1).</summary>
/// <param name="Opportunities">From the end of one run to the next; null: off.</param>
/// <param name="Leads">The same.</param>
public sealed record ObjectPeriods(TimeSpan? Opportunities, TimeSpan? Leads)
{
    /// <summary>AWS reads and writes once an hour, and the guide advises against several files an hour.</summary>
    public static ObjectPeriods Hourly { get; } = new(TimeSpan.FromHours(1), TimeSpan.FromHours(1));

    public TimeSpan? Of(AceObject aceObject) => aceObject == AceObject.Lead ? Leads : Opportunities;

    /// <summary>The schedule of an object as it is at first.</summary>
    public Schedule First(AceObject aceObject) => new(Of(aceObject) ?? Schedule.Longest, IsOff: Of(aceObject) is null, Setting: Of(aceObject) ?? TimeSpan.Zero);
}
