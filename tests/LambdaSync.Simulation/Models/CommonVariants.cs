using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models;

/// <summary>Every claim looks as if it had run out.</summary>
sealed class NoClaim() : Variant("no-claim", "one worker at a time on a record")
{
    public override T Dress<T>(T target, string function) => target is not ISyncStore ? target : Intercept.Of(target, call =>
    {
        if (call.Method == nameof(ISyncStore.Claim) && call.Arguments[1] is ClaimTerms terms)
            call.Arguments[1] = terms with { Now = terms.Until.AddDays(1) };
        return call.Proceed();
    });
}

/// <summary>What is refused since the claim is another's is settled all the same, in that one's name; the rest of what a settlement asks stays asked.</summary>
sealed class NoEpoch() : Variant("no-epoch", "a claim that was lost settles nothing")
{
    public override T Dress<T>(T target, string function) => target is not ISyncStore store ? target : Intercept.Of(target, call =>
        call.Method == nameof(ISyncStore.Settle) ? Settle(store, (IReadOnlyList<Settlement>)call.Arguments[0]!) : call.Proceed());

    static async Task<IReadOnlyList<Settled>> Settle(ISyncStore store, IReadOnlyList<Settlement> settlements)
    {
        var settled = (await store.Settle(settlements, CancellationToken.None)).ToList();
        for (var i = 0; i < settled.Count; i++)
        {
            if (settled[i] == Settled.Lost && settlements[i].Claim is { } lost)
                settled[i] = await Again(store, settlements[i], lost);
        }

        return settled;
    }

    // Anybody may take the claim again at once, should nothing come of this.
    static async Task<Settled> Again(ISyncStore store, Settlement refused, Claimed lost)
    {
        var before = await store.GetWork(lost.Key, CancellationToken.None);
        var terms = new ClaimTerms("thief", DateTimeOffset.UnixEpoch.AddYears(200), DateTimeOffset.UnixEpoch, EvenIfClean: true);
        var taken = (await store.Claim([lost.Key], terms, CancellationToken.None))[0]!;
        var settled = (await store.Settle([refused with { Claim = lost with { Epoch = taken.Epoch } }], CancellationToken.None))[0];
        // Refused for another reason: it stays as it was.
        if (settled is Settled.Lost or Settled.LinkTaken)
            await store.Settle([new Settlement { Claim = taken, Intent = taken.Intent, Next = Next(before) }], CancellationToken.None);
        return settled;
    }

    static WorkNext Next(WorkItem? before) => before switch
    {
        { Due: { } due } => new WorkNext.Again(due, before.Cause, Counts: false, [.. before.Reasons]),
        { Parked: true } => new WorkNext.Parked(before.Cause!),
        _ => WorkNext.Finished,
    };
}

/// <summary>No message has failed.</summary>
sealed class SaysDone() : Variant("says-done", "a message has failed until it is proven done")
{
    public override SQSBatchResponse Change(SQSBatchResponse response) => new();
}
