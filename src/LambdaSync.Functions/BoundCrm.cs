using LambdaSync.Connections;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>
/// The CRM of one store. Its links name records of one organization: in another one, a sandbox or a new tenant, they would name none or, after
/// a copy, the wrong ones. The store remembers the first organization that it was used with, and with another one no call is made.
/// </summary>
public sealed class BoundCrm(ICrm crm, ISyncStore store, string catalog, TimeProvider time) : ICrm
{
    public const string Name = "crm-organization";

    // A worker that was killed with the claim holds up the next one for the claim's time, which is therefore short, and waited for.
    const int MaxLooks = 300, LooksAClaim = 20;

    static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(10), Look = TimeSpan.FromMilliseconds(50);

    CrmOrganization? _checked;

    public static WorkKey Key(string catalog) => WorkKey.Schedule(catalog, Name);

    public CrmUsage Usage => crm.Usage;

    public async Task<CrmOrganization> Open(CancellationToken cancellation) => _checked ??= await Checked(cancellation).ConfigureAwait(false);

    public async Task<CrmMetadata?> Describe(IReadOnlyList<string> objects, string? known, CancellationToken cancellation)
    {
        await Open(cancellation).ConfigureAwait(false);
        return await crm.Describe(objects, known, cancellation).ConfigureAwait(false);
    }

    public async Task<CrmChanges> Changed(string crmObject, CrmInterest interest, string? after, int limit, CancellationToken cancellation)
    {
        await Open(cancellation).ConfigureAwait(false);
        return await crm.Changed(crmObject, interest, after, limit, cancellation).ConfigureAwait(false);
    }

    public IReadOnlyList<CrmSignal>? Decode(ReadOnlyMemory<byte> message) => crm.Decode(message);

    public async Task<IReadOnlyList<CrmFound>> Find(
        string crmObject, string field, IReadOnlyList<string> values, IReadOnlyList<string> fields, CancellationToken cancellation)
    {
        await Open(cancellation).ConfigureAwait(false);
        return await crm.Find(crmObject, field, values, fields, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<CrmResult>> Write(string crmObject, IReadOnlyList<CrmWrite> rows, CancellationToken cancellation)
    {
        await Open(cancellation).ConfigureAwait(false);
        return await crm.Write(crmObject, rows, cancellation).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<CrmResult>> Notify(IReadOnlyList<CrmNotice> notices, CancellationToken cancellation)
    {
        await Open(cancellation).ConfigureAwait(false);
        return await crm.Notify(notices, cancellation).ConfigureAwait(false);
    }

    async Task<CrmOrganization> Checked(CancellationToken cancellation)
    {
        var organization = await crm.Open(cancellation).ConfigureAwait(false);
        var bound = await Bound(cancellation).ConfigureAwait(false) ?? await Bind(organization, cancellation).ConfigureAwait(false);
        if (bound == Text(organization))
            return organization;
        var of = bound.Split('\n');
        throw new ConnectionException(
            $"The links of this store are those of {of[0]} organization {of[1]}, and the CRM that is connected is {organization.Kind} organization {organization.Id} ({organization.Name}). "
            + "Fix: connect that organization again, or use a new stack or data folder for this one.",
            transient: false);
    }

    async Task<string?> Bound(CancellationToken cancellation) =>
        await store.GetWork(Key(catalog), cancellation).ConfigureAwait(false) is { Data: { Length: > 0 } data } ? Schedule.Read(data).Cursor : null;

    // Of two that begin at once, the first one's organization counts.
    async Task<string> Bind(CrmOrganization organization, CancellationToken cancellation)
    {
        for (var look = 0; look < MaxLooks; look++)
        {
            if (look % LooksAClaim == 0)
                await Store(organization, cancellation).ConfigureAwait(false);
            if (await Bound(cancellation).ConfigureAwait(false) is { } bound)
                return bound;
            await Task.Delay(Look, time, cancellation).ConfigureAwait(false);
        }

        throw new ConnectionException("another process is connecting the CRM for the first time", transient: true);
    }

    async Task Store(CrmOrganization organization, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var claims = await store.Claim([Key(catalog)], new ClaimTerms(Guid.NewGuid().ToString(), now, now + ClaimTime, EvenIfClean: true), cancellation).ConfigureAwait(false);
        if (claims[0] is not { Data: null or { Length: 0 } } claim)
            return;
        // Lists read each schedule's data.
        var data = new Schedule(TimeSpan.Zero, IsOff: true, Cursor: Text(organization)).ToJson();
        await store.Settle([new Settlement { Claim = claim, Data = data, Next = WorkNext.Finished }], cancellation).ConfigureAwait(false);
    }

    static string Text(CrmOrganization organization) => $"{organization.Kind}\n{organization.Id}";
}
