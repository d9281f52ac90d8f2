using Amazon.Lambda.Core;
using LambdaSync.Connections;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>
/// What one worker has claimed in one step, renewed while it works. A claim is short, so that what a killed worker held is free within
/// two minutes, and no timer renews it: the worker calls <see cref="Renew"/> before each outside call, which asks the store only when the
/// time left does not cover the longest call.
/// </summary>
/// <remarks>
/// Settlements are conditional on the claim, so what is stored never depends on a lease. While clocks differ by less than 40 seconds and no
/// call takes longer than <see cref="LongestStep"/>, no CRM write lands after another worker has taken over. Beyond that, the worker that
/// finds its claim lost has the record compared again; AWS may lose an edit that it made meanwhile.
/// </remarks>
public sealed class Lease
{
    /// <summary>How long a claim lasts from when it was taken or renewed; with clocks that differ by ten seconds, two minutes.</summary>
    public static readonly TimeSpan Length = TimeSpan.FromSeconds(110);

    /// <summary>
    /// What is left at least when an outside call begins: its wait for AWS's quota (<see cref="LongestWait"/>), the call's own time limit
    /// of 30 seconds, and 10 seconds for the store.
    /// </summary>
    public static readonly TimeSpan LongestStep = TimeSpan.FromSeconds(70);

    /// <summary>How long a call may wait for its turn in AWS's quota while something is claimed.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    /// <summary>By how much two machines' clocks may differ.</summary>
    public static readonly TimeSpan ClockDifference = TimeSpan.FromSeconds(10);

    // Near the end of an invocation the time can't be extended by more than clock readings differ.
    static readonly TimeSpan Shortest = TimeSpan.FromSeconds(10);

    readonly ISyncStore _store;
    readonly ILambdaContext _context;
    readonly TimeProvider _time;
    readonly Lease? _around;
    readonly Dictionary<WorkKey, long> _held;
    DateTimeOffset _until;
    bool _hasLost;

    Lease(ISyncStore store, ILambdaContext context, TimeProvider time, Lease? around, IReadOnlyList<Claimed?> claims, DateTimeOffset until)
    {
        (_store, _context, _time, _around, Claims, _until) = (store, context, time, around, claims, until);
        _held = claims.OfType<Claimed>().ToDictionary(claim => claim.Key, claim => claim.Epoch);
    }

    /// <summary>What was claimed, in the order of the keys; null where another worker has it or nothing is due.</summary>
    public IReadOnlyList<Claimed?> Claims { get; }

    /// <summary>Claims what is free of the keys, which differ.</summary>
    /// <param name="context">Its request id is the owner; no claim outlasts its time by more than <see cref="SyncSettings.ClaimMargin"/>.</param>
    /// <param name="evenIfClean">Claims also what nothing made dirty, and what is not known yet.</param>
    /// <param name="around">What this work is done for, a schedule or a message, or null: it is renewed together with these claims.</param>
    /// <param name="isWoken">The keys were woken a moment ago, by a machine whose clock may be ahead of this one.</param>
    /// <exception cref="ConnectionException">The store is away, or another worker has taken what this is done for.</exception>
    public static async Task<Lease> Claim(
        ISyncStore store, IReadOnlyList<WorkKey> keys, ILambdaContext context, TimeProvider time, bool evenIfClean = false, Lease? around = null, bool isWoken = false)
    {
        if (around is not null && !await around.Renew())
            throw new ConnectionException("another worker has taken over", transient: true);
        var now = time.GetUtcNow();
        var until = End(now, context);
        var claims = await store.Claim(keys, new ClaimTerms(context.AwsRequestId, now, until, evenIfClean) { DueBy = isWoken ? now + ClockDifference : now }, CancellationToken.None);
        return new Lease(store, context, time, around, claims, until);
    }

    /// <summary>Whether the claim was still this worker's at the last renewal. One that is not must not be acted on.</summary>
    public bool Holds(Claimed claim) => _held.TryGetValue(claim.Key, out var epoch) && epoch == claim.Epoch;

    /// <summary>Makes the claims last for the longest outside call, which the caller is about to make, if they do not already.</summary>
    /// <returns>False: some were lost, now or before; <see cref="Holds"/> says which are left.</returns>
    /// <exception cref="ConnectionException">The store is away.</exception>
    public async Task<bool> Renew()
    {
        if (_around is not null)
            await _around.Renew();
        var now = _time.GetUtcNow();
        var until = End(now, _context);
        var held = Claims.OfType<Claimed>().Where(Holds).ToList();
        if (held.Count > 0 && _until - now < LongestStep && until - _until >= Shortest)
        {
            var renewed = await _store.Renew(held, until, CancellationToken.None);
            foreach (var (lost, _) in held.Zip(renewed).Where(claim => !claim.Second))
                _hasLost |= _held.Remove(lost.Key);
            _until = until;
        }

        return !_hasLost;
    }

    /// <summary>Releases claims that were settled while others are still in work.</summary>
    public void Release(IEnumerable<Claimed> settled)
    {
        foreach (var claim in settled.Where(Holds))
            _held.Remove(claim.Key);
    }

    // No work continues after the invocation's end.
    static DateTimeOffset End(DateTimeOffset now, ILambdaContext context)
    {
        var longest = context.RemainingTime + SyncSettings.ClaimMargin;
        return now + (longest < Length ? longest : Length);
    }
}
