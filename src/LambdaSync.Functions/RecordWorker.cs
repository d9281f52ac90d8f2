using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.Aws;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.PartnerCentral;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Functions.Records;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;
using Microsoft.Extensions.Logging;

namespace LambdaSync.Functions;

/// <summary>Works on records until both sides are the same: opportunities, CRM records that are not shared yet, invitations, engagements.</summary>
/// <param name="random">From 0 to 1: spreads retries.</param>
public sealed partial class RecordWorker(
    ISyncStore store, ICrm crm, PartnerCentralLanes aws, MappingDocument mapping, SyncSettings settings, TimeProvider time,
    Func<double> random, ILogger<RecordWorker> log)
{
    // A record that was woken again while it was worked on goes again at once, but one that never ends must not keep the others waiting.
    const int MostRounds = 4;

    // What a CRM takes in one call.
    const int SweepBatch = 200;

    CompiledMapping? _compiled;

    /// <summary>The CRM's object that opportunities are mapped to.</summary>
    public string CrmObject => Mapping.Source.CrmObject;

    internal ISyncStore Store => store;

    internal ICrm Crm => crm;

    internal PartnerCentralLanes Aws => aws;

    internal SyncSettings Settings => settings;

    internal string Catalog => settings.Catalog;

    internal DateTimeOffset Now => time.GetUtcNow();

    internal CompiledMapping Mapping => _compiled ??= Compile();

    internal Decision Decision => new(settings.Catalog, Mapping, settings.DummyIdentifiers);

    internal OutboundDecision OutboundDecision => new(settings.Catalog, Mapping);

    internal double Random() => random();

    /// <summary>
    /// Claims what is due of the keys and works on it. What fails, waits or is another worker's stays due: nothing is lost when this
    /// throws. Near the end of the invocation's time the rest is left to the next one.
    /// </summary>
    /// <param name="told">What AWS told of the keys; it is stored with them, or, where nothing was settled, is among those returned.</param>
    /// <returns>The notifications that were not stored.</returns>
    /// <exception cref="ConnectionException">The store is away, or the mapping can't be used.</exception>
    public async Task<IReadOnlyList<Notification>> Work(IReadOnlyList<WorkKey> keys, IReadOnlyList<Notification> told, ILambdaContext context)
    {
        _ = Mapping;
        var untold = told.ToList();
        for (var round = 0; round < MostRounds && keys.Count > 0; round++)
        {
            var again = new List<WorkKey>();
            foreach (var chunk in Batches(keys, settings.BatchSize))
            {
                if (context.RemainingTime < RecordBatch.Reserve)
                    return untold;
                var claims = (await store.Claim(chunk, Terms(context, evenIfClean: false), CancellationToken.None)).OfType<Claimed>().ToList();
                if (claims.Count > 0)
                    again.AddRange(await Batch(claims, null, null, untold, context));
            }

            keys = again;
        }

        return untold;
    }

    /// <summary>
    /// Compares records on behalf of a sweep or a backfill, due or not. One in another worker's hands is woken for <paramref name="reason"/>.
    /// </summary>
    /// <param name="reason"><see cref="Reason.Sweep"/>, <see cref="Reason.Summary"/> or <see cref="Reason.Refresh"/>.</param>
    /// <param name="budget">Records that would be overwritten once it is used up are left as they were.</param>
    /// <param name="told">Stored with the records they are about.</param>
    /// <exception cref="ConnectionException">The store or the CRM is away; the keys may be given again.</exception>
    /// <exception cref="QuotaUsedUpException">The keys may be given again when it opens.</exception>
    /// <exception cref="AwsServiceException">AWS is away or throttles; the keys may be given again.</exception>
    public async Task Sweep(IReadOnlyList<WorkKey> keys, string reason, ChangeBudget budget, IReadOnlyList<Notification> told, ILambdaContext context)
    {
        _ = Mapping;
        var untold = told.ToList();
        foreach (var chunk in Batches(keys, SweepBatch))
        {
            if (context.RemainingTime < RecordBatch.Reserve)
                throw new ConnectionException("the invocation's time is nearly over", transient: true);
            var claims = await store.Claim(chunk, Terms(context, evenIfClean: true), CancellationToken.None);
            var taken = chunk.Where((_, i) => claims[i] is null).ToList();
            if (taken.Count > 0)
                await store.Wake([.. taken.Select(key => new Wake(key, reason, Lane.Sweep, Now))], CancellationToken.None);
            if (taken.Count < chunk.Length)
                await Batch([.. claims.OfType<Claimed>()], reason, budget, untold, context);
        }

        if (untold.Count > 0)
            await store.Settle([new Settlement { Notifications = untold }], CancellationToken.None);
    }

    Task<IReadOnlyList<WorkKey>> Batch(List<Claimed> claims, string? sweep, ChangeBudget? budget, List<Notification> untold, ILambdaContext context)
    {
        RecordBatch batch = claims[0].Key.Kind switch
        {
            WorkKind.Opportunity => new OpportunityBatch(this, budget, context),
            WorkKind.CrmRecord => new CrmRecordBatch(this, context),
            WorkKind.Invitation => new InvitationBatch(this, context),
            WorkKind.Engagement => new EngagementBatch(this, context),
            // Leads come in files only, which bring their own work; nothing else of this group is known.
            _ => new IdleBatch(this, context),
        };
        return batch.Go([.. claims.Select(claim => new Piece(claim, sweep))], sweep is not null, untold);
    }

    static IEnumerable<WorkKey[]> Batches(IReadOnlyList<WorkKey> keys, int size) =>
        keys.Distinct().GroupBy(key => key.Kind).SelectMany(group => group.Chunk(size));

    ClaimTerms Terms(ILambdaContext context, bool evenIfClean) =>
        new(context.AwsRequestId, Now, Now + context.RemainingTime + SyncSettings.ClaimMargin, evenIfClean);

    CompiledMapping Compile()
    {
        var issues = new List<Issue>();
        return CompiledMapping.Compile(mapping, AceObject.Opportunity, issues)
            ?? throw new ConnectionException($"the mapping can't be used: {string.Join("; ", issues.Where(i => i.Severity == Severity.Error).Select(i => $"{i.Field}: {i.Rule}"))}", transient: false);
    }

    internal void TellGivenUp(WorkKey key, string cause) => LogGivenUp(log, key.ToString(), cause);

    internal void TellUnexpected(WorkKey key, Exception odd) => LogUnexpected(log, odd, key.ToString());

    internal void TellOutage(Exception failed) => LogOutage(log, failed);

    [LoggerMessage(1, LogLevel.Warning, "{Key} waits for a correction: {Cause}")]
    static partial void LogGivenUp(ILogger log, string key, string cause);

    [LoggerMessage(3, LogLevel.Error, "{Key} met an error that nobody thought of")]
    static partial void LogUnexpected(ILogger log, Exception odd, string key);

    [LoggerMessage(2, LogLevel.Warning, "a batch of records stopped at a connection")]
    static partial void LogOutage(ILogger log, Exception failed);
}
