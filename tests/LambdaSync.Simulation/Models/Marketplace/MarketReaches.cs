using LambdaSync.Simulation.Models.Sync.Watching;

namespace LambdaSync.Simulation.Models.Marketplace;

/// <summary>What a run of the marketplace has to reach.</summary>
static class MarketReaches
{
    public const string Started = "a change set", Again = "a request that is sent again", Published = "a draft that is published", Dates = "a last day that changes", Cancelled = "an offer that is cancelled",
        Cloned = "an offer that is cloned", Set = "an offer set", Authorized = "a resale authorization", Restricted = "a resale authorization that is restricted", Resold = "an offer from another maker's authorization",
        Accepted = "an offer that a buyer accepts", Linked = "an offer that is linked", Sold = "a sale of a channel partner", Ended = "an agreement that ends", Amended = "an agreement that changes",
        MadeElsewhere = "an offer that a colleague makes", ChangedElsewhere = "an offer that a colleague changes", CancelledElsewhere = "a change set that a colleague cancels",
        Refused = "a change that AWS refuses", Fault = "a change set that AWS itself fails", ShownLate = "a change set that AWS shows late", Busy = "an entity that is busy", Full = "a change set that AWS refuses because colleagues have too many", Waits = "a change set that waits for a place",
        EventLost = "an event that is lost or late", Deadline = "a record whose deadline is checked", Expired = "an offer whose last day is over";

    public static IReadOnlyList<string> All { get; } =
    [
        Started, Again, Published, Dates, Cancelled, Cloned, Set, Authorized, Restricted, Resold, Accepted, Linked, Sold, Ended, Amended, MadeElsewhere, ChangedElsewhere, CancelledElsewhere,
        Refused, Fault, ShownLate, Busy, Full, Waits, EventLost, Deadline, Expired, Reaches.EventTwice, Reaches.Intent, Reaches.Throttled, Reaches.LostClaim,
    ];
}
