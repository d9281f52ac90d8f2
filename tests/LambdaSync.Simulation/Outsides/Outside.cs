using LambdaSync.Connections;
using LambdaSync.Simulation.Faults;

namespace LambdaSync.Simulation.Outsides;

/// <summary>Something that handlers reach over a line that breaks: the store, the CRM, a bucket, Partner Central.</summary>
/// <param name="longest">What a call and its answer take at most each, without a fault.</param>
class Outside(string name, TimeSpan longest)
{
    public string Name => name;

    public TimeSpan Longest => longest;

    /// <summary>What a call takes to get there at most; a quota by the second is kept only by calls that travel alike.</summary>
    public virtual TimeSpan LongestWay => longest;

    /// <summary>What the caller gets when its call fails in this way.</summary>
    public virtual Exception Error(CallFaultKind kind, string method) => kind switch
    {
        CallFaultKind.ReplyLost => new ConnectionException($"{name}: the answer to {method} was lost", transient: true),
        CallFaultKind.TimedOut => new ConnectionException($"{name}: no answer to {method} in time", transient: true),
        _ => new ConnectionException($"{name}: {method} did not get through", transient: true),
    };

    /// <summary>Lets the other side itself fail the call that comes now; false when the line has to.</summary>
    public virtual bool Arm(CallFaultKind kind, string method) => false;
}
