using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Kinds;

/// <summary>What kinds decide by: the mapping and the settings.</summary>
/// <param name="DummyIdentifiers">Partner identifiers that mark records to leave out.</param>
/// <param name="LockPollInterval">When a record that AWS holds locked is compared again, if no event says that it was opened.</param>
public sealed record KindRules(string Catalog, CompiledMapping Mapping, IReadOnlyList<string> DummyIdentifiers, TimeSpan LockPollInterval)
{
    /// <summary>
    /// Whether associations change while AWS holds the review lock. AWS's guide says "at any stage" and elsewhere that the lock keeps every
    /// change back, so they wait unless a setting says otherwise.
    /// </summary>
    public bool AssociatesDuringReview { get; init; }

    /// <summary>The object travels in files, so the API may not change or create one of it.</summary>
    public bool TravelsInFiles { get; init; }

    /// <summary>The account that is linked to Partner Central, whose offers may be attached; null: not known.</summary>
    public string? Account { get; init; }

    public Decision Inbound { get; } = new(Catalog, Mapping, DummyIdentifiers);

    public OutboundDecision Outbound { get; } = new(Catalog, Mapping);

    public Differences Differences { get; } = new(Mapping, new OutboundDecision(Catalog, Mapping));

    public WorkKey Opportunity(string awsId) => WorkKey.Opportunity(Catalog, awsId);
}
