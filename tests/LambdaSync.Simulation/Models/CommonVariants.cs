using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;

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

/// <summary>Whoever settles takes the claim and the state's version of this moment for its own.</summary>
sealed class NoEpoch() : Variant("no-epoch", "a claim that was lost settles nothing")
{
    public override T Dress<T>(T target, string function) => target is not ISyncStore store ? target : Intercept.Of(target, call =>
        call.Method == nameof(ISyncStore.Settle) ? Settle(store, (IReadOnlyList<Settlement>)call.Arguments[0]!) : call.Proceed());

    static async Task<IReadOnlyList<Settled>> Settle(ISyncStore store, IReadOnlyList<Settlement> settlements)
    {
        var mine = new List<Settlement>();
        foreach (var settlement in settlements)
        {
            if (settlement.Claim is not { } claim)
            {
                mine.Add(settlement);
                continue;
            }

            var far = DateTimeOffset.UnixEpoch.AddYears(200);
            var taken = (await store.Claim([claim.Key], new ClaimTerms("thief", far, far.AddDays(1), EvenIfClean: true), CancellationToken.None))[0]!;
            mine.Add(settlement with { Claim = taken, State = settlement.State is { } state ? state with { Version = taken.State?.Version ?? 0 } : null });
        }

        var settled = await store.Settle(mine, CancellationToken.None);
        // What is refused all the same must not stay with the thief.
        var left = mine.Where((m, i) => m.Claim is not null && settled[i] is Settled.Lost or Settled.LinkTaken).Select(m => m with { State = null, Detail = null, Job = null }).ToList();
        if (left.Count > 0)
            await store.Settle(left, CancellationToken.None);
        return settled;
    }
}

/// <summary>No message has failed.</summary>
sealed class SaysDone() : Variant("says-done", "a message has failed until it is proven done")
{
    public override SQSBatchResponse Change(SQSBatchResponse response) => new();
}
