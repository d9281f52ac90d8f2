using System.Text;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models;

/// <summary>The guards of taking files in, each switched off.</summary>
static class InboundFilesVariants
{
    public static IReadOnlyList<Variant> All { get; } = [new NoClaim(), new NoEpoch(), new StaleBlind(), new ForgetsSettled(), new SaysDone(), new MaskBlind()];

    sealed class StaleBlind() : Variant("stale-blind", "an older version of a record is told from a newer one")
    {
        public override T Dress<T>(T target, string function) =>
            target is not ISyncStore ? target
            : Intercept.Of(target, call => call.Method == nameof(ISyncStore.Claim)
                ? call.Proceed<IReadOnlyList<Claimed?>>(claims => [.. claims.Select(c => c is { State: { } state } ? c with { State = state with { AwsModified = null } } : c)])
                : call.Proceed());
    }

    sealed class ForgetsSettled() : Variant("forgets-settled", "a file goes on where it stopped")
    {
        public override T Dress<T>(T target, string function) =>
            target is not ISyncStore ? target
            : Intercept.Of(target, call => call.Method == nameof(ISyncStore.SettledIndexes)
                ? call.Proceed<IReadOnlySet<int>>(_ => new HashSet<int>())
                : call.Proceed());
    }

    // The files' mask is no mask any more.
    sealed class MaskBlind() : Variant("mask-blind", "a masked value is no value")
    {
        public override T Dress<T>(T target, string function) => target is not IBucket ? target : Intercept.Of(target, call =>
            call.Method == nameof(IBucket.Get) ? call.Proceed<BucketObject?>(o => o is null ? null : o with { Body = Unmasked(o.Body) }) : call.Proceed());

        static byte[] Unmasked(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span).Replace(Mask.Text, "Except To View", StringComparison.Ordinal));
    }
}
