using System.Runtime.ExceptionServices;
using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.Marketplace;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Kinds;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions.Engine;

/// <summary>Reconciles records of every kind: claims them, runs the loop, and requeues what is due again at once.</summary>
/// <param name="random">From 0 to 1: spreads retries.</param>
public sealed class RecordEngine(
    ISyncStore store, ICrm crm, PartnerCentralLanes aws, MappingDocument mapping, SyncSettings settings, TimeProvider time,
    Func<double> random, ILogger<RecordEngine> log)
{
    // A record that was woken during its run is reconciled again at once, but one that never ends must not keep the others waiting.
    const int MaxRounds = 4;

    // What a CRM takes in one call.
    const int SweepBatch = 200;

    /// <summary>Nothing outside is begun when less than this is left of the invocation.</summary>
    public static readonly TimeSpan Reserve = TimeSpan.FromSeconds(10);

    EngineParts? _parts;

    /// <summary>The line to AWS Marketplace; null: what is to be done there waits.</summary>
    public MarketplaceClient? Marketplace { get; init; }

    /// <summary>The same with the rights of requests after the sale; null: <see cref="Marketplace"/> may have them.</summary>
    public MarketplaceClient? AfterSale { get; init; }

    /// <summary>The same as each further seller account, by its id.</summary>
    public IReadOnlyDictionary<string, MarketplaceClient> Sellers { get; init; } = new Dictionary<string, MarketplaceClient>();

    /// <summary>The change sets that each seller account may have open; null: AWS alone counts them.</summary>
    public ChangeSetPlaces? Places { get; init; }

    /// <summary>The sections of the mapping for what AWS Marketplace has.</summary>
    public IEnumerable<string> MarketplaceSections => mapping.Marketplace.Keys;

    /// <summary>The CRM's objects that they are mapped to.</summary>
    public IReadOnlyList<string> MarketObjects => [.. mapping.Marketplace.Values.Select(section => section.CrmObject)];

    /// <summary>The CRM's object that opportunities are mapped to.</summary>
    public string CrmObject => Parts.Kinds.Rules.Mapping.Source.CrmObject;

    /// <summary>The CRM's object that leads are mapped to, or null: leads are not mapped.</summary>
    public string? LeadObject => Parts.Kinds.Leads?.Mapping.Source.CrmObject;

    /// <summary>The CRM fields that are read of opportunities.</summary>
    public IReadOnlyList<string> CrmReads => Parts.Kinds.Rules.Mapping.CrmReads;

    /// <summary>The CRM fields that are read of leads; empty: leads are not mapped.</summary>
    public IReadOnlyList<string> LeadReads => Parts.Kinds.Leads?.Mapping.CrmReads ?? [];

    EngineParts Parts => _parts ??= new EngineParts(store, crm, aws, settings, time, random, Kinds(), new EngineLog(log), new AbsenceGuard(time, log))
    {
        Marketplace = Marketplace,
        AfterSale = AfterSale,
        Sellers = Sellers,
        Places = Places,
    };

    RecordKinds Kinds() => new(
        RulesOf(Mappings.Compile(mapping, AceObject.Opportunity)) with { TravelsInFiles = settings.Transports.InFiles(AceObject.Opportunity) },
        Mappings.CompileLeads(mapping) is { } leads ? RulesOf(leads) with { TravelsInFiles = settings.Transports.InFiles(AceObject.Lead) } : null,
        Mappings.CompileMarketplace(mapping).ToDictionary(section => section.Key, section => RulesOf(section.Value), StringComparer.Ordinal),
        settings.Sellers);

    KindRules RulesOf(CompiledMapping compiled) => new(settings.Catalog, compiled, settings.DummyIdentifiers, settings.LockPollInterval)
    {
        AssociatesDuringReview = settings.AssociatesDuringReview,
        Account = settings.Account,
    };

    DateTimeOffset Now => time.GetUtcNow();

    /// <summary>
    /// Claims the keys that are due and reconciles them. Records that fail, wait or are claimed by another worker stay due, so an
    /// exception loses no work. Near the end of the invocation's time the rest is left to the next invocation.
    /// </summary>
    /// <param name="notifications">What AWS reported about the records. It is stored with their settlements.</param>
    /// <param name="around">The lease of what this is done for, or null; it is renewed with those of the records.</param>
    /// <param name="creations">The records that may be created at AWS, or null for no limit. What a person asked for does not count.</param>
    /// <returns>The notifications that were not stored.</returns>
    /// <exception cref="ConnectionException">The store is away, or the mapping can't be used.</exception>
    public async Task<IReadOnlyList<Notification>> Work(
        IReadOnlyList<WorkKey> keys, IReadOnlyList<Notification> notifications, ILambdaContext context, Lease? around = null, CreationBudget? creations = null) =>
        await Work(keys, notifications, context, around, creations, areWoken: false);

    async Task<IReadOnlyList<Notification>> Work(IReadOnlyList<WorkKey> keys, IReadOnlyList<Notification> notifications, ILambdaContext context, Lease? around, CreationBudget? creations, bool areWoken)
    {
        _ = Parts;
        var unsaved = notifications.ToList();
        keys = [.. keys.Where(MayCall)];
        for (var round = 0; round < MaxRounds && keys.Count > 0; round++)
        {
            var again = new List<WorkKey>();
            foreach (var chunk in Batches(keys, settings.BatchSize))
            {
                if (context.RemainingTime < Reserve)
                    return unsaved;
                var lease = await Lease.Claim(store, chunk, context, time, around: around, isWoken: areWoken || round > 0);
                if (lease.Claims.Any(claim => claim is not null))
                    again.AddRange(await Run(lease, RunTerms.Due(creations), unsaved, context));
            }

            keys = [.. again.Where(MayCall)];
        }

        return unsaved;
    }

    /// <summary>
    /// Compares records on behalf of a sweep or a backfill, due or not. One in another worker's hands is woken for <paramref name="reason"/>.
    /// </summary>
    /// <param name="reason"><see cref="Reason.Sweep"/>, <see cref="Reason.Summary"/> or <see cref="Reason.Refresh"/>.</param>
    /// <param name="budget">Records that would be overwritten once it is used up are left as they were.</param>
    /// <param name="notifications">Stored with the records they are about.</param>
    /// <param name="around">The sweep's own lease, which is renewed with those of the records.</param>
    /// <exception cref="ConnectionException">The store or the CRM is away; the keys may be given again.</exception>
    /// <exception cref="QuotaUsedUpException">The keys may be given again when it opens.</exception>
    /// <exception cref="AwsServiceException">AWS is away or throttles; the keys may be given again.</exception>
    public async Task Sweep(IReadOnlyList<WorkKey> keys, string reason, ChangeBudget budget, IReadOnlyList<Notification> notifications, ILambdaContext context, Lease around)
    {
        _ = Parts;
        var (unsaved, again) = (notifications.ToList(), new List<WorkKey>());
        foreach (var chunk in Batches([.. keys.Where(MayCall)], SweepBatch))
        {
            if (context.RemainingTime < Reserve)
                throw new ConnectionException("the remaining time of the invocation is too short", transient: true);
            var lease = await Lease.Claim(store, chunk, context, time, evenIfClean: true, around);
            var taken = chunk.Where((_, i) => lease.Claims[i] is null).ToList();
            if (taken.Count > 0)
                await store.Wake([.. taken.Select(key => new Wake(key, reason, Lane.Sweep, Now))], CancellationToken.None);
            if (taken.Count < chunk.Length)
                again.AddRange(await Run(lease, new RunTerms(reason, budget), unsaved, context));
        }

        // An event that found the record here left its reason and is gone: the next tick is minutes away. What it reported is no part of the
        // sweep, so a sweep that may overwrite nothing more reconciles it all the same.
        await Work(again, [], context, around, creations: null, areWoken: true);

        if (unsaved.Count > 0)
            await store.Settle([new Settlement { Notifications = unsaved }], CancellationToken.None);
    }

    async Task<IReadOnlyList<WorkKey>> Run(Lease lease, RunTerms terms, List<Notification> unsaved, ILambdaContext context)
    {
        var result = await new EngineRun(Parts, terms, context, lease).Run(unsaved);
        if (result.Stopped is { } stopped)
            ExceptionDispatchInfo.Throw(stopped);
        return result.Again;
    }

    /// <summary>Whether the API may be called for a record. What travels in files stays due for the run that writes them: one object never has two ways.</summary>
    public bool MayCall(WorkKey key) => !settings.TravelsInFiles(key, CrmObject);

    static IEnumerable<WorkKey[]> Batches(IReadOnlyList<WorkKey> keys, int size) =>
        keys.Distinct().GroupBy(key => key.Kind).SelectMany(group => group.Chunk(size));
}

/// <summary>What the engine works with.</summary>
/// <param name="Random">From 0 to 1: spreads retries.</param>
sealed record EngineParts(
    ISyncStore Store, ICrm Crm, PartnerCentralLanes Aws, SyncSettings Settings, TimeProvider Time, Func<double> Random, RecordKinds Kinds, EngineLog Log, AbsenceGuard Absences)
{
    public MarketplaceClient? Marketplace { get; init; }

    public MarketplaceClient? AfterSale { get; init; }

    public IReadOnlyDictionary<string, MarketplaceClient> Sellers { get; init; } = new Dictionary<string, MarketplaceClient>();

    public ChangeSetPlaces? Places { get; init; }

    public ClosedOperations Closed { get; } = new();

    public NoticeSender Notices { get; } = new(Store, Crm, Settings, Time, Log);
}
