using LambdaSync.Simulation.Mutants;
using LambdaSync.Simulation.Stories;

namespace LambdaSync.Simulation.Models.Referrals;

/// <summary>Bugs of invitations and leads that a person could write.</summary>
static class ReferralVariants
{
    public static IReadOnlyList<Variant> All { get; } =
    [
        new Patched("second-acceptance", "one acceptance runs at a time"),
        new Patched("lead-by-task", "a lead is accepted at once, not by a task"),
        new Patched("reason-replaced", "a rejection has the reason that was given"),
        new Patched("referral-twice", "the opportunity takes over its invitation's record"),
        new Patched("rejection-unshown", "a rejected invitation is shown as such"),
        new Patched("acceptance-given-up", "an acceptance that failed for a passing reason is tried again"),
        new Patched("answer-unread", "an answer in the CRM is an answer"),
        new Patched("lead-unsent", "a lead's edits of the CRM are sent"),
        new Patched("second-conversion", "one conversion of a lead runs at a time"),
        new Patched("conversion-unlisted", "a conversion that a colleague has started is followed"),
        new Patched("conversion-unwanted", "a lead is converted when its flag says so"),
    ];
}
