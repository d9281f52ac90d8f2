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
/// a copy, the wrong ones. The store remembers the first organization that it was used with, and with another one no call is made. The CRM in
/// turn has one owner: with a second one no call is made either.
/// </summary>
/// <param name="owner">Whose store it is.</param>
public sealed class BoundCrm(ICrm crm, ISyncStore store, string catalog, CrmOwner owner, TimeProvider time) : ICrm
{
    public const string Name = "crm-organization";

    // A worker that was killed with the claim holds up the next one for the claim's time, which is therefore short, and waited for.
    const int MaxLooks = 300, LooksAClaim = 20;

    static readonly TimeSpan ClaimTime = TimeSpan.FromSeconds(10), Look = TimeSpan.FromMilliseconds(50);

    // One call of the CRM. A process lives for hours, and ends its work this long after a takeover.
    static readonly TimeSpan OwnerInterval = TimeSpan.FromMinutes(15);

    (CrmOrganization Organization, CrmOwnership? Ownership)? _checked;
    DateTimeOffset _owned = DateTimeOffset.MinValue;

    public static WorkKey Key(string catalog) => WorkKey.Schedule(catalog, Name);

    public CrmUsage Usage => crm.Usage;

    public async Task<CrmOrganization> Open(CancellationToken cancellation)
    {
        var (organization, ownership) = _checked ??= await Checked(cancellation).ConfigureAwait(false);
        if (ownership is not null && time.GetUtcNow() is var now && now - _owned >= OwnerInterval)
        {
            await ownership.Ensure(cancellation).ConfigureAwait(false);
            _owned = now;
        }

        return organization;
    }

    /// <summary>Before work begins: the organization is the store's, and no one else synchronizes it. A CRM that is away is no reason to stop.</summary>
    /// <exception cref="ConnectionException">A setting, or a person's decision, is needed.</exception>
    public async Task Check(CancellationToken cancellation)
    {
        try
        {
            await Open(cancellation).ConfigureAwait(false);
        }
        catch (ConnectionException away) when (away.Transient)
        {
            // The work itself waits for it.
        }
    }

    /// <summary>Who synchronizes the CRM, whether or not it is this one; null: no one yet, or the CRM is the store's own. It stores nothing.</summary>
    public async Task<(CrmOwnerEntry Entry, bool IsOwn)?> Owner(CancellationToken cancellation)
    {
        var organization = await crm.Open(cancellation).ConfigureAwait(false);
        var bound = await Bound(cancellation).ConfigureAwait(false);
        if (bound is not null)
            CheckOrganization(bound, organization);
        return Ownership(organization, bound?.Store ?? "") is { } ownership && await ownership.Read(cancellation).ConfigureAwait(false) is { } entry ? (entry, ownership.IsOwn(entry)) : null;
    }

    /// <summary>Makes this one the owner of the CRM; the one before stops within 15 minutes.</summary>
    /// <returns>The owner before, or null: there was none, or it was this one.</returns>
    public async Task<CrmOwnerEntry?> TakeOver(CancellationToken cancellation) =>
        (_checked ??= await Checked(cancellation).ConfigureAwait(false)).Ownership is { } ownership ? await ownership.Take(cancellation).ConfigureAwait(false) : null;

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

    async Task<(CrmOrganization Organization, CrmOwnership? Ownership)> Checked(CancellationToken cancellation)
    {
        var organization = await crm.Open(cancellation).ConfigureAwait(false);
        var bound = await Bound(cancellation).ConfigureAwait(false) ?? await Bind(organization, cancellation).ConfigureAwait(false);
        CheckOrganization(bound, organization);
        return (organization, Ownership(organization, bound.Store));
    }

    CrmOwnership? Ownership(CrmOrganization organization, string ofStore) =>
        organization.Owners is { } records ? new CrmOwnership(crm, organization, records, catalog, owner.Id ?? ofStore, owner.Name, time) : null;

    static void CheckOrganization(Binding bound, CrmOrganization organization)
    {
        if ((bound.Kind, bound.Organization) != (organization.Kind, organization.Id))
            throw new ConnectionException(
                $"The links of this store are those of {bound.Kind} organization {bound.Organization}, and the CRM that is connected is {organization.Kind} organization {organization.Id} ({organization.Name}). "
                + "Fix: connect that organization again, or use a new stack or data folder for this one.",
                transient: false);
    }

    async Task<Binding?> Bound(CancellationToken cancellation) =>
        await store.GetWork(Key(catalog), cancellation).ConfigureAwait(false) is { Data: { Length: > 0 } data } ? Binding.Read(data) : null;

    // Of two that begin at once, the first one's organization counts.
    async Task<Binding> Bind(CrmOrganization organization, CancellationToken cancellation)
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
        if (claims[0] is not { } claim)
            return;
        // An earlier release's store has no id of its own yet.
        var data = claim.Data is { Length: > 0 } known ? Binding.WithId(known) : new Binding(organization.Kind, organization.Id, Binding.NewId()).ToJson();
        await store.Settle([new Settlement { Claim = claim, Data = data, Next = WorkNext.Finished }], cancellation).ConfigureAwait(false);
    }

    /// <summary>What the store remembers of its CRM, one a line.</summary>
    /// <param name="Store">The store's own id.</param>
    sealed record Binding(string Kind, string Organization, string Store)
    {
        const char Separator = '\n';

        /// <summary>Null: an earlier release wrote it, which gave the store no id.</summary>
        public static Binding? Read(byte[] data) => Schedule.Read(data).Cursor?.Split(Separator) is [var kind, var organization, var id] ? new(kind, organization, id) : null;

        public static string NewId() => Guid.NewGuid().ToString("N");

        public static byte[] WithId(byte[] data) => Read(data) is not null ? data
            : Schedule.Read(data).Cursor?.Split(Separator) is [var kind, var organization] ? new Binding(kind, organization, NewId()).ToJson()
            : throw new InvalidOperationException("the store's CRM can't be read");

        // Lists read each schedule's data.
        public byte[] ToJson() => new Schedule(TimeSpan.Zero, IsOff: true, Cursor: string.Join(Separator, Kind, Organization, Store)).ToJson();
    }
}
