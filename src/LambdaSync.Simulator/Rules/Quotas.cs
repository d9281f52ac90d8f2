using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>
/// Request quotas of an account (DG quotas): 10 reads and 1 write a second, 100,000 and 10,000 in any 24 hours. The page does not say
/// whether operations share a rate; here they do, which is the stricter reading.
/// </summary>
sealed class Quotas(SimulatorClock clock)
{
    static readonly string[] Reads =
        ["GetOpportunity", "GetAwsOpportunitySummary", "ListOpportunities", "ListSolutions", "GetEngagementInvitation", "ListEngagementInvitations"];

    static readonly string[] Writes =
    [
        "CreateOpportunity", "UpdateOpportunity", "AssociateOpportunity", "DisassociateOpportunity", "RejectEngagementInvitation", "AssignOpportunity",
        "StartEngagementFromOpportunityTask", "StartEngagementByAcceptingInvitationTask",
    ];

    readonly Group _reads = new(10, 100_000), _writes = new(1, 10_000), _createEngagement = new(15, null);

    readonly Dictionary<string, Group> _prospecting = new(StringComparer.Ordinal)
    {
        ["GetProspectingFromEngagementTask"] = new(100, null),
        ["ListProspectingFromEngagementTasks"] = new(50, null),
        ["StartProspectingFromEngagementTask"] = new(2, null),
    };

    /// <summary>Off for tests of other rules.</summary>
    public bool Enforced { get; set; } = true;

    /// <exception cref="AwsError">ThrottlingException.</exception>
    public void Take(string operation)
    {
        if (!Enforced)
            return;
        var group = Reads.Contains(operation) ? _reads : Writes.Contains(operation) ? _writes : operation == "CreateEngagement" ? _createEngagement : _prospecting.GetValueOrDefault(operation);
        group?.Take(clock.Now, operation);
    }

    /// <summary>A bucket of one second's tokens, and an exact count of the last 24 hours.</summary>
    sealed class Group(double perSecond, int? perDay)
    {
        readonly Queue<DateTimeOffset> _day = new();
        double _tokens;
        DateTimeOffset _filled; // long ago: the bucket is full

        public void Take(DateTimeOffset now, string operation)
        {
            _tokens = Math.Min(perSecond, _tokens + (Math.Max(0, (now - _filled).TotalSeconds) * perSecond));
            _filled = now;
            while (_day.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromHours(24))
                _day.Dequeue();
            if (_day.Count >= perDay)
                throw AwsError.Throttled($"{operation}: the daily quota of {perDay} requests is used up.");
            if (_tokens < 1)
                throw AwsError.Throttled($"{operation}: more than {perSecond} requests a second.");
            _tokens--;
            if (perDay is not null)
                _day.Enqueue(now);
        }
    }
}
