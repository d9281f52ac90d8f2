namespace LambdaSync.Simulator.State;

/// <summary>What goes wrong on purpose.</summary>
public enum FaultKind
{
    /// <summary>The answer is late.</summary>
    Latency,

    /// <summary>InternalServerException, nothing happened.</summary>
    Error500,

    /// <summary>ThrottlingException, nothing happened.</summary>
    Throttle,

    /// <summary>It happened, and the caller gets InternalServerException.</summary>
    ReplyLost,

    /// <summary>It happened, and the connection breaks.</summary>
    CutAfter,

    /// <summary>The connection breaks, nothing happened.</summary>
    CutBefore,
}

/// <summary>A fault of the next calls.</summary>
/// <param name="Operation">The operation, or null for any.</param>
/// <param name="Count">How many calls.</param>
public sealed record Fault(FaultKind Kind, string? Operation, int Count, TimeSpan Delay = default);
