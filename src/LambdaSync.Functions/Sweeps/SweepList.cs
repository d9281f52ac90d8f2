using LambdaSync.Sync.Schedules;

namespace LambdaSync.Functions.Sweeps;

/// <summary>All sweeps, and the schedules that every installation has.</summary>
public static class SweepList
{
    internal static IReadOnlyList<ISweep> All { get; } =
    [
        new SweepOpportunities(),
        new SweepInvitations(),
        new SweepEngagements(),
        new SweepSummaries(),
        new SweepMarketplace(),
        new Backfill(),
    ];

    /// <summary>Schedules by name, as they are at first: the CRM's changes, which <see cref="Outbound"/> reads, and the sweeps.</summary>
    public static IReadOnlyDictionary<string, Schedule> Standing { get; } = All
        .Where(sweep => sweep.Default is not null)
        .Select(sweep => KeyValuePair.Create(sweep.Name, sweep.Default!))
        .Prepend(KeyValuePair.Create(Schedules.CrmChanges, new Schedule(TimeSpan.FromMinutes(5))))
        .ToDictionary(StringComparer.Ordinal);

    /// <summary>A schedule as it is stored, or as it is at first.</summary>
    /// <param name="data">The data of its work item, or null: nothing is stored yet.</param>
    public static Schedule Stored(string name, byte[]? data) => data is null ? Standing[name] : Schedule.Read(data);

    /// <summary>The sweep that a schedule belongs to; null for the CRM's changes.</summary>
    internal static ISweep? Find(string schedule) =>
        All.FirstOrDefault(sweep => sweep.Default is null ? schedule.StartsWith(sweep.Name, StringComparison.Ordinal) : schedule == sweep.Name);
}
