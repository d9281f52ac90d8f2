using LambdaSync.Simulation.Mutants;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>Bugs of offers and agreements that a person could write.</summary>
static class MarketVariants
{
    public static IReadOnlyList<Variant> All { get; } =
    [
        new Patched("set-unsearched", "a change set whose answer was lost is looked for before it is sent again"),
        new Patched("set-token-kept", "a change set that failed is sent again with a token of its own"),
        new Patched("creates-again", "what has been made today is not made again"),
        new Patched("date-once", "a last day can be changed to and fro"),
        new Patched("unshown-gone", "a change set that AWS shows late is waited for"),
        new Patched("busy-fails", "a busy entity is a queue"),
        new Patched("place-uncounted", "what is open is counted before a change set is sent"),
        new Patched("place-kept", "a change set that has ended gives its place to another one"),
        new Patched("fault-final", "what AWS itself failed is sent again"),
        new Patched("offers-unread", "what a change set has changed is read"),
        new Patched("link-pending", "a link that no tick has worked on counts"),
        new Patched("partner-unread", "a channel partner's agreement is its event"),
        new Patched("others-taken", "another seller's offer is not ours"),
        new Patched("expiry-unwaited", "an offer is read again when its last day is over"),
        new Patched("sweep-moved", "agreements are looked for from the last run on"),
        new Patched("reminded-early", "a reminder that is dated before the agreement is not sent"),
    ];
}
