namespace LambdaSync.Simulation.Models.Sync.Watching;

/// <summary>What a run has to reach, counted where it crosses a seam. What no seed reaches is tested by none.</summary>
static class Reaches
{
    public const string AwsEdit = "an edit at AWS", CrmEdit = "an edit in the CRM", Cleared = "a field cleared", LongText = "a long text with characters of all planes",
        Within = "both sides of a field within ten seconds", Synonym = "another word for what AWS has", ClashAws = "a clash that AWS's side wins", ClashCrm = "a clash that the CRM's side wins",
        Unlisted = "a value that the mapping does not list", Masked = "a masked value", Refused = "a call that AWS refuses for good", RowRefused = "a row that the CRM refuses",
        Waiting = "an edit that waits for the review", Closed = "an edit of a closed field", ShownEdit = "an edit of a field that only AWS fills", Retried = "a failed attempt that is tried again", Parked = "a record that waits for somebody",
        Taken = "a claim that another worker has", LostClaim = "a settlement that comes too late", Requeued = "a wake during the work", LinkTaken = "a link that another record has",
        Intent = "an intent of a stopped worker", InDoubt = "a write in doubt", SameDate = "records of one date over a page", Asked = "a sweep that stops and asks", Throttled = "a throttled call",
        LedgerLost = "a ledger that another process has changed", Deadline = "an invocation that runs out of time", EventLost = "an event that is lost", EventTwice = "an event that comes twice",
        Forwarded = "a record that goes on under another key", Closing = "a link that is closed",
        SolutionsEdit = "an edit of the solutions", OwnerEdit = "an edit of the owner", Requested = "a submission that a command requests", TaskHeld = "a submission that runs on", TaskFails = "a submission that fails",
        SubmittedElsewhere = "a submission by a colleague", AssociatedElsewhere = "a solution that a colleague changes", Submitted = "a submission", Associated = "a solution associated", Disassociated = "a solution removed";

    public static IReadOnlyList<string> All { get; } =
    [
        AwsEdit, CrmEdit, Cleared, LongText, Within, Synonym, ClashAws, ClashCrm, Unlisted, Masked, Refused, RowRefused, Waiting, Closed, ShownEdit, Retried, Parked, Taken, LostClaim, Requeued,
        LinkTaken, Intent, InDoubt, SameDate, Asked, Throttled, LedgerLost, Deadline, EventLost, EventTwice, Forwarded, Closing,
        SolutionsEdit, OwnerEdit, Requested, TaskHeld, TaskFails, SubmittedElsewhere, AssociatedElsewhere, Submitted, Associated, Disassociated,
    ];
}
