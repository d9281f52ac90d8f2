using LambdaSync.Simulator.Rules;
using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;
using Xunit;

namespace LambdaSync.Simulator.Tests;

/// <summary>The table of DG quotas, operation by operation: requests a second, and in any 24 hours.</summary>
public sealed class QuotaTests
{
    readonly SimulatorClock _clock = new(TimeProvider.System);

    public QuotaTests() => _clock.Set(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("GetOpportunity", 10)]
    [InlineData("GetAwsOpportunitySummary", 10)]
    [InlineData("ListOpportunities", 10)]
    [InlineData("ListSolutions", 10)]
    [InlineData("GetEngagementInvitation", 10)]
    [InlineData("ListEngagementInvitations", 10)]
    [InlineData("CreateOpportunity", 1)]
    [InlineData("UpdateOpportunity", 1)]
    [InlineData("AssociateOpportunity", 1)]
    [InlineData("DisassociateOpportunity", 1)]
    [InlineData("RejectEngagementInvitation", 1)]
    [InlineData("AssignOpportunity", 1)]
    [InlineData("StartEngagementFromOpportunityTask", 1)]
    [InlineData("StartEngagementByAcceptingInvitationTask", 1)]
    [InlineData("CreateEngagement", 15)]
    [InlineData("GetProspectingFromEngagementTask", 100)]
    [InlineData("ListProspectingFromEngagementTasks", 50)]
    [InlineData("StartProspectingFromEngagementTask", 2)]
    public void A_second_has_so_many(string operation, int perSecond)
    {
        var quotas = new Quotas(_clock);
        for (var second = 0; second < 3; second++)
        {
            for (var i = 0; i < perSecond; i++)
                quotas.Take(operation);
            Assert.Equal("ThrottlingException", Assert.Throws<AwsError>(() => quotas.Take(operation)).Type);
            _clock.Advance(TimeSpan.FromSeconds(1));
        }
    }

    // "Daily quotas use a rolling 24 hours."
    [Theory]
    [InlineData("GetOpportunity", 10, 100_000)]
    [InlineData("UpdateOpportunity", 1, 10_000)]
    public void A_day_has_so_many(string operation, int perSecond, int perDay)
    {
        var (quotas, start) = (new Quotas(_clock), _clock.Now);
        for (var i = 0; i < perDay; i++)
        {
            quotas.Take(operation);
            _clock.Advance(TimeSpan.FromSeconds(1.0 / perSecond));
        }

        Assert.Contains("daily", Assert.Throws<AwsError>(() => quotas.Take(operation)).Message, StringComparison.Ordinal);
        _clock.Set(start + TimeSpan.FromHours(24) - TimeSpan.FromMilliseconds(1));
        Assert.Throws<AwsError>(() => quotas.Take(operation));
        _clock.Set(start + TimeSpan.FromHours(24));
        quotas.Take(operation);
    }

    // What is not in the table has no published rate.
    [Fact]
    public void Others_are_free()
    {
        var quotas = new Quotas(_clock);
        for (var i = 0; i < 1000; i++)
            quotas.Take("GetEngagement");
    }
}
