namespace LambdaSync.Sync;

/// <summary>How urgent a piece of work is, the most urgent first: what waits for quota gets it in this order.</summary>
public enum Lane
{
    /// <summary>A person waits for the answer, or an invitation is about to expire. A part of each day's quota is kept for this lane.</summary>
    Person,

    /// <summary>A record was changed in the CRM.</summary>
    Edit,

    /// <summary>AWS sent an event.</summary>
    Event,

    /// <summary>Sweeps and backfills, for which no one waits. They never use the whole day's quota.</summary>
    Sweep,
}
