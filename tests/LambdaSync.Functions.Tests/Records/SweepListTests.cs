using LambdaSync.Functions.Sweeps;
using LambdaSync.Sync.Schedules;
using Xunit;

namespace LambdaSync.Functions.Tests.Records;

/// <summary>The list of sweeps: every schedule belongs to one.</summary>
[Trait("Row", "A15")]
[Trait("Row", "A16")]
[Trait("Row", "E1")]
public sealed class SweepListTests
{
    [Fact]
    public void Every_standing_schedule_but_the_CRMs_is_a_sweeps() =>
        Assert.Equal([Schedules.CrmChanges], SweepList.Standing.Keys.Where(name => SweepList.Find(name) is null));

    [Fact]
    public void Every_class_of_a_sweep_is_listed_once() => Assert.Equal(
        typeof(ISweep).Assembly.GetTypes().Where(type => type.IsClass && type.IsAssignableTo(typeof(ISweep))).Select(type => type.Name).Order(StringComparer.Ordinal),
        SweepList.All.Select(sweep => sweep.GetType().Name).Order(StringComparer.Ordinal));

    [Theory]
    [InlineData(Schedules.Opportunities, typeof(SweepOpportunities))]
    [InlineData(Schedules.Summaries, typeof(SweepSummaries))]
    [InlineData(Schedules.Invitations, typeof(SweepInvitations))]
    [InlineData(Schedules.Engagements, typeof(SweepEngagements))]
    [InlineData(Schedules.BackfillPrefix + "20260302-090000-001", typeof(Backfill))]
    [InlineData(Schedules.Opportunities + "-2", null)]
    public void A_name_leads_to_its_sweep(string name, Type? sweep) => Assert.Equal(sweep, SweepList.Find(name)?.GetType());

    [Fact]
    public void Standing_schedules_keep_the_bounds() =>
        Assert.All(SweepList.Standing.Values, schedule => Assert.InRange(schedule.Every, Schedule.Shortest, Schedule.Longest));
}
