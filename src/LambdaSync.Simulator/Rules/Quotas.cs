using LambdaSync.Simulator.State;
using LambdaSync.Simulator.Wire;

namespace LambdaSync.Simulator.Rules;

/// <summary>
/// Request quotas of an account (DG quotas): 10 reads and 1 write a second, 100,000 and 10,000 in any 24 hours. The page does not say
/// whether operations share a rate; here they do, which is the stricter reading. Nor does it say how a second is counted: by a bucket of
/// one second's tokens, or in a window that slides.
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

    /// <summary>Counts in a window that slides: in no second, wherever it begins, more than a second's requests.</summary>
    public bool Slides { get; set; }

    /// <exception cref="AwsError">ThrottlingException.</exception>
    public void Take(string operation)
    {
        if (!Enforced)
            return;
        var group = Reads.Contains(operation) ? _reads : Writes.Contains(operation) ? _writes : operation == "CreateEngagement" ? _createEngagement : _prospecting.GetValueOrDefault(operation);
        group?.Take(clock.Now, operation, Slides);
    }

    /// <summary>A second's tokens or window, and an exact count of the last 24 hours.</summary>
    internal sealed class Group(int perSecond, int? perDay)
    {
        readonly Queue<DateTimeOffset> _day = new(), _second = new();
        double _tokens;
        DateTimeOffset _filled; // long ago: the bucket is full

        public void Take(DateTimeOffset now, string operation, bool slides)
        {
            _tokens = Math.Min(perSecond, _tokens + (Math.Max(0, (now - _filled).TotalSeconds) * perSecond));
            _filled = now;
            while (_second.TryPeek(out var first) && now - first >= TimeSpan.FromSeconds(1))
                _second.Dequeue();
            while (_day.TryPeek(out var oldest) && now - oldest >= TimeSpan.FromHours(24))
                _day.Dequeue();
            if (_day.Count >= perDay)
                throw AwsError.Throttled($"{operation}: the daily quota of {perDay} requests is used up.");
            if (slides ? _second.Count >= perSecond : _tokens < 1)
                throw AwsError.Throttled($"{operation}: more than {perSecond} requests a second.");
            _tokens--;
            _second.Enqueue(now);
            if (perDay is not null)
                _day.Enqueue(now);
        }
    }
}
