using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.State;

/// <summary>What one opportunity looked like, change by change: a list that lags shows an earlier look.</summary>
sealed class OpportunityVersions
{
    const int Most = 20;

    readonly List<(DateTimeOffset At, JsonObject View)> _versions = [];

    /// <param name="view">As GetOpportunity gives it.</param>
    public void Add(DateTimeOffset at, JsonObject view)
    {
        _versions.Add((at, view));
        if (_versions.Count > Most)
            _versions.RemoveAt(0);
    }

    /// <summary>The look at a time; null before there was one.</summary>
    public JsonObject? At(DateTimeOffset time) => _versions.FindLast(v => v.At <= time).View;
}
