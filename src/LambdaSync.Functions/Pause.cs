using Amazon.Lambda.Core;
using LambdaSync.Connections.State;
using LambdaSync.Sync.Schedules;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions;

/// <summary>
/// Whether a stack or a data folder is paused: everything that arrives is stored, nothing is sent. It is a parked item among the
/// schedules, which no schedule works on, so that it survives every restart and lists show it with its cause.
/// </summary>
public static class Pause
{
    public const string Name = "pause";

    public static WorkKey Key(string catalog) => WorkKey.Schedule(catalog, Name);

    /// <summary>Why it is paused, since when and by whom; null: it is not.</summary>
    public static async Task<string?> Cause(ISyncStore store, string catalog, CancellationToken cancellation) =>
        await store.GetWork(Key(catalog), cancellation) is { Parked: true } item ? item.Cause : null;

    /// <summary>Pauses it, or changes the cause.</summary>
    /// <param name="cause">As lists show it.</param>
    /// <returns>False: another command changes it this moment.</returns>
    public static Task<bool> Set(ISyncStore store, string catalog, string cause, ILambdaContext context, TimeProvider time) =>
        Change(store, catalog, new WorkNext.Parked(cause), context, time);

    /// <summary>Ends it. What waits is due.</summary>
    /// <returns>False: another command changes it this moment.</returns>
    public static Task<bool> End(ISyncStore store, string catalog, ILambdaContext context, TimeProvider time) =>
        Change(store, catalog, WorkNext.Finished, context, time);

    static async Task<bool> Change(ISyncStore store, string catalog, WorkNext next, ILambdaContext context, TimeProvider time)
    {
        var lease = await Lease.Claim(store, [Key(catalog)], context, time, evenIfClean: true);
        return lease.Claims[0] is { } claim
            && (await store.Settle([new Settlement { Claim = claim, Data = Never.ToJson(), Next = next }], CancellationToken.None))[0] == Settled.Stored;
    }

    // Lists read each schedule's data.
    static Schedule Never { get; } = new(TimeSpan.Zero, IsOff: true);
}
