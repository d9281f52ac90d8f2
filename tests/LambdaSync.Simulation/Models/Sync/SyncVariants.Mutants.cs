using LambdaSync.Connections.State;
using LambdaSync.Simulation.Mutants;
using LambdaSync.Simulation.Outsides;
using LambdaSync.Simulation.Parts;
using LambdaSync.Simulation.Stories;
using LambdaSync.Sync;
using LambdaSync.Sync.Work;

namespace LambdaSync.Simulation.Models.Sync;

/// <content>Bugs that a person could write: at a seam where there is one, else a patch.</content>
static partial class SyncVariants
{
    static IReadOnlyList<Variant> Mutants =>
    [
        new Patched("settlement-clears-all", "a settlement clears only the reasons of its claim"),
        new FirstStateForgets(), new SweepDropsHeld(), new ShortClaim(),
        new Patched("mean-same-strict", "values that are one at AWS are the same"),
        new Patched("latest-reversed", "the later edit wins where the mapping says so"),
        new Patched("partly-forgotten", "what AWS took of a call is no edit of AWS's"),
        new Patched("page-past-cursor", "the next page begins at the date of the last one's end"),
        new Patched("unknown-empty", "a value that is unknown is not empty"),
        new Patched("token-without-epoch", "each decision has a token of its own"),
        new Patched("answered-no-overlap", "answered invitations are looked for a little before the last run"),
        new Patched("closed-forgotten", "an edit of a closed field stays an edit"),
        new LeaseThoughLost(),
        new Patched("budget-per-page", "a sweep's budget is that of its whole run"),
        new Patched("second-task", "one submission runs at a time"),
        new Patched("removes-first", "a new solution is associated before the old one goes"),
        new Patched("referral-blind", "an AWS referral is not submitted"),
        new Patched("submits-before-edits", "edits are at AWS before the submission"),
        new Patched("associates-in-review", "associations wait for the review"),
        new Patched("failed-token-kept", "a submission that failed is tried again with a token of its own"),
        new Patched("failure-unshown", "a failed submission is shown in the CRM"),
        new Patched("task-unshown", "a submission that runs is shown in the CRM"),
        new Patched("request-forgotten", "a command waits until it can be carried out"),
        new Patched("removal-believed", "a removal in doubt is looked up"),
        new Patched("owner-unsent", "another owner of the CRM is assigned at AWS"),
        new Patched("edit-left", "an edit of a field that only AWS fills is put back"),
        new Patched("edit-unreported", "an edit that stays is reported"),
        new Patched("person-retried", "what a person has to correct is not submitted again as it is"),
    ];

    // What woke a record between its claim and the settlement that makes its first state counts as seen.
    sealed class FirstStateForgets() : Variant("first-state-forgets", "what comes while a first state is made stays a reason")
    {
        readonly Dictionary<WorkKey, long> _since = [];

        public override T Dress<T>(T target, string function) => target is not ISyncStore ? target : Intercept.Of(target, call =>
        {
            switch (call.Method)
            {
                case nameof(ISyncStore.Claim):
                    return call.Proceed<IReadOnlyList<Claimed?>>(Begin);
                case nameof(ISyncStore.Wake):
                    Count((IReadOnlyList<Wake>)call.Arguments[0]!);
                    break;
                case nameof(ISyncStore.Settle):
                    var settlements = (IReadOnlyList<Settlement>)call.Arguments[0]!;
                    call.Arguments[0] = (IReadOnlyList<Settlement>)[.. settlements.Select(Change)];
                    Count([.. settlements.SelectMany(s => s.Wakes)]);
                    break;
            }

            return call.Proceed();
        });

        IReadOnlyList<Claimed?> Begin(IReadOnlyList<Claimed?> claims)
        {
            foreach (var claim in claims.OfType<Claimed>())
                _since[claim.Key] = 0;
            return claims;
        }

        void Count(IEnumerable<Wake> wakes)
        {
            foreach (var wake in wakes.Where(w => _since.ContainsKey(w.Key)))
                _since[wake.Key]++;
        }

        Settlement Change(Settlement settlement) => settlement is { Claim: { State: null } claim, State: not null, KeepsClaim: false }
            ? settlement with { Claim = claim with { Wakes = claim.Wakes + _since.GetValueOrDefault(claim.Key) } }
            : settlement;
    }

    sealed class SweepDropsHeld() : Variant("sweep-drops-held", "what a sweep finds in another worker's hands is looked at after it")
    {
        public override T Dress<T>(T target, string function) => target is not ISyncStore || function != SyncModel.Sweeper ? target : Intercept.Of(target, call =>
            call.Method == nameof(ISyncStore.Wake) && ((IReadOnlyList<Wake>)call.Arguments[0]!).All(w => w is { Lane: Lane.Sweep, Key.Kind: not WorkKind.Schedule })
                ? Task.CompletedTask
                : call.Proceed());
    }

    sealed class ShortClaim() : Variant("short-claim", "a claim lasts as long as its worker counts on it")
    {
        static readonly TimeSpan Short = TimeSpan.FromSeconds(5);

        public override T Dress<T>(T target, string function) => target is not ISyncStore ? target : Intercept.Of(target, call =>
        {
            if (call.Method == nameof(ISyncStore.Claim) && call.Arguments[1] is ClaimTerms terms)
                call.Arguments[1] = terms with { Until = terms.Now + Short };
            return call.Proceed();
        });
    }

    sealed class LeaseThoughLost() : Variant("lease-though-lost", "send times are used only when the ledger has them")
    {
        public override PartChoice Change(PartChoice parts) => parts with { Ledger = true };

        public override T Dress<T>(T target, string function) => target is not IQuotaStore ? target : Intercept.Of(target, call =>
            call.Method == nameof(IQuotaStore.Replace) ? call.Proceed<bool>(_ => true) : call.Proceed());
    }
}
