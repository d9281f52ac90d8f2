using Amazon.Lambda.SQSEvents;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Kernel;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;

namespace LambdaSync.Simulation.Models;

/// <summary>The guards of taking files in, each switched off.</summary>
static class InboundFilesVariants
{
    public static IReadOnlyList<Variant> All { get; } = [new NoClaim(), new StaleBlind(), new ForgetsSettled(), new SaysDone()];

    sealed class NoClaim() : Variant("no-claim", "one file at a time")
    {
        public override T Dress<T>(T target, Incarnation process) =>
            target is ISyncStore ? Intercept.Of(target, call => call.Method == nameof(ISyncStore.Claim) ? Task.FromResult(true) : call.Proceed()) : target;
    }

    sealed class StaleBlind() : Variant("stale-blind", "an older version of a record is told from a newer one")
    {
        public override T Dress<T>(T target, Incarnation process) =>
            target is not ISyncStore ? target
            : Intercept.Of(target, call => call.Method == nameof(ISyncStore.GetRecords)
                ? call.Proceed<IReadOnlyList<RecordState>>(states => [.. states.Select(s => s with { AwsModified = null })])
                : call.Proceed());
    }

    sealed class ForgetsSettled() : Variant("forgets-settled", "a file goes on where it stopped")
    {
        public override T Dress<T>(T target, Incarnation process) =>
            target is not ISyncStore ? target
            : Intercept.Of(target, call => call.Method == nameof(ISyncStore.SettledIndexes)
                ? call.Proceed<IReadOnlySet<int>>(_ => new HashSet<int>())
                : call.Proceed());
    }

    sealed class SaysDone() : Variant("says-done", "a message has failed until it is proven done")
    {
        public override SQSBatchResponse Change(SQSBatchResponse response) => new();
    }
}
