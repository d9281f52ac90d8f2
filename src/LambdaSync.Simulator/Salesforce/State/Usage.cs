using LambdaSync.Simulator.State;

namespace LambdaSync.Simulator.Salesforce.State;

/// <summary>Calls in any 24 hours: there is no hour at which the count begins again.</summary>
sealed class Usage(SimulatorClock clock)
{
    readonly Queue<DateTimeOffset> _calls = new();

    public int Max { get; set; } = 100_000;

    /// <summary>Calls of other tools, which share the allowance.</summary>
    public int Others { get; set; }

    public int Used
    {
        get
        {
            while (_calls.TryPeek(out var first) && first <= clock.Now - TimeSpan.FromHours(24))
                _calls.Dequeue();
            return _calls.Count + Others;
        }
    }

    /// <summary>Counts a call.</summary>
    /// <returns>False: the allowance is used up.</returns>
    public bool Take()
    {
        if (Used >= Max)
            return false;
        _calls.Enqueue(clock.Now);
        return true;
    }
}
