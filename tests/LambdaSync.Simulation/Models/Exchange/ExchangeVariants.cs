using System.Text;
using LambdaSync.Connections.Buckets;
using LambdaSync.Connections.State;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Exchange;

/// <summary>The guards of the file exchange, each switched off at a seam.</summary>
static class ExchangeVariants
{
    public static IReadOnlyList<Variant> All { get; } =
        [new RefusalTaken(), new SentAgain(), new EditForgotten(), new LeadUnsent(), new MaskSeen(), new ResultsKept()];

    sealed class RefusalTaken() : Variant("refusal-taken", "what AWS refuses is no success")
    {
        public override T Dress<T>(T target, string function) => target is not IExchangeBucket || function != ExchangeModel.Sender ? target : Intercept.Of(target, call =>
            call.Method == nameof(IExchangeBucket.Get) && ((string)call.Arguments[0]!).Contains("-results/", StringComparison.Ordinal)
                ? call.Proceed<BucketObject?>(found => found is null ? null : found with { Body = Taken(found.Body) })
                : call.Proceed());

        static byte[] Taken(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span).Replace("\"isSuccess\":false", "\"isSuccess\":true", StringComparison.Ordinal));
    }

    // The intent of a record that is on its way is not seen.
    sealed class SentAgain() : Variant("sent-again", "a record that is on its way is not sent")
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore || function != ExchangeModel.Sender ? target : Intercept.Of(target, call =>
            call.Method == nameof(ISyncStore.Claim) && call.Arguments[1] is ClaimTerms { EvenIfClean: false }
                ? call.Proceed<IReadOnlyList<Claimed?>>(claims => [.. claims.Select(claim => claim is null || claim.Key.IsSchedule ? claim : claim with { Intent = null })])
                : call.Proceed());
    }

    // Nothing is compared after a result.
    sealed class EditForgotten() : Variant("edit-forgotten", "an edit of the time on the way is sent afterwards")
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore || function != ExchangeModel.Sender ? target : Intercept.Of(target, call =>
        {
            if (call.Method == nameof(ISyncStore.Settle))
                call.Arguments[0] = (IReadOnlyList<Settlement>)[.. ((IReadOnlyList<Settlement>)call.Arguments[0]!).Select(Forget)];
            return call.Proceed();
        });

        static Settlement Forget(Settlement settlement) => settlement is { Intent: null, State: not null, Claim.Intent: not null } ? settlement with { Next = WorkNext.Finished, Wakes = [] } : settlement;
    }

    sealed class LeadUnsent() : Variant("lead-unsent", "a lead's edits are sent")
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore || function != "Outbound" ? target : Intercept.Of(target, call =>
        {
            if (call.Method == nameof(ISyncStore.Settle))
                call.Arguments[0] = (IReadOnlyList<Settlement>)[.. ((IReadOnlyList<Settlement>)call.Arguments[0]!).Select(s => s with { Wakes = [.. s.Wakes.Where(wake => !wake.Key.IsLead)] })];
            return call.Proceed();
        });
    }

    // The files' mask is an address of its own.
    sealed class MaskSeen() : Variant("mask-seen", "a masked value is no value")
    {
        public override T Dress<T>(T target, string function) => target is not IBucket ? target : Intercept.Of(target, call =>
            call.Method == nameof(IBucket.Get) ? call.Proceed<BucketObject?>(found => found is null ? null : found with { Body = Seen(found.Body) }) : call.Proceed());

        static byte[] Seen(ReadOnlyMemory<byte> body) => Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body.Span).Replace(Mask.Text, "masked@example.com", StringComparison.Ordinal));
    }

    sealed class ResultsKept() : Variant("results-kept", "a results file is deleted once everything in it is settled")
    {
        public override T Dress<T>(T target, string function) => target is not IExchangeBucket || function != ExchangeModel.Sender ? target : Intercept.Of(target, call =>
            call.Method == nameof(IExchangeBucket.Delete) && ((string)call.Arguments[0]!).Contains("-results/", StringComparison.Ordinal) ? Task.CompletedTask : call.Proceed());
    }
}
