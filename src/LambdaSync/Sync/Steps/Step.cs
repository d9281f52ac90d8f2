using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.PartnerCentral;
using LambdaSync.Sync.Work;

namespace LambdaSync.Sync.Steps;

/// <summary>
/// The next thing to do for a record. The engine runs the lowest rank that any record of the batch wants, for all records that want it,
/// and then asks again.
/// </summary>
public abstract record Step
{
    /// <summary>Reads have a lower rank than writes, so that one call serves all records of the batch.</summary>
    public int Rank => this switch
    {
        RepeatWrite => 0,
        RepeatCall => 1,
        ReadAws => 2,
        ReadLink or ReadWork or ReadOther or ReadOthers or ReadOrigin or ReadLeadWork or ReadInvitations or TakePlace => 3,
        ReadCrm => 4,
        WriteCrm { IsAfterCall: false } => 5,
        CallAws => 6,
        WriteCrm => 7,
        _ => int.MaxValue,
    };

    /// <summary>Whether the step changes something outside, or finishes such a change.</summary>
    public bool Acts => this is RepeatWrite or RepeatCall or WriteCrm or CallAws;

    /// <summary>Whether the step is a request to AWS, which waits for the quota.</summary>
    public bool CallsAws => this is RepeatCall or ReadAws or CallAws;

    /// <summary>A worker was stopped in a CRM write. The CRM may have taken the row or not: what it has now tells.</summary>
    public sealed record RepeatWrite(PendingWrite Write) : Step;

    /// <summary>A worker was stopped in a call of AWS. The operation knows how to find out whether it took effect.</summary>
    /// <param name="IsUnwanted">What it is for is gone by now: only what AWS took of it counts, and nothing is sent again.</param>
    public sealed record RepeatCall(PendingCall Call, bool IsUnwanted = false) : Step;

    /// <summary>Reads one record of AWS: one request.</summary>
    public sealed record ReadAws(AwsRequest What) : Step;

    /// <summary>Reads from the store which record a CRM record is linked to.</summary>
    public sealed record ReadLink(string CrmObject, string CrmId) : Step;

    /// <summary>Reads another record's waiting work from the store.</summary>
    public sealed record ReadWork(WorkKey Neighbor) : Step;

    /// <summary>Finds in the CRM the lead that became a record, and in the store the engagement that this lead is linked to.</summary>
    /// <param name="Field">The lead's field that names the record.</param>
    public sealed record ReadOrigin(string LeadObject, string Field, string CrmId) : Step;

    /// <summary>Reads from the store the leads that have work waiting: one of them may be becoming an opportunity.</summary>
    public sealed record ReadLeadWork : Step;

    /// <summary>Reads from the store the invitations that wait for an answer: one of them may offer what is about to be created.</summary>
    public sealed record ReadInvitations : Step;

    /// <summary>Reads another record from the store: its work and its state.</summary>
    public sealed record ReadOther(WorkKey Other) : Step;

    /// <summary>Takes a place among the open change sets of the account; without one the record waits, and AWS is not called.</summary>
    public sealed record TakePlace(ChangeSetPlace Place) : Step;

    /// <summary>Reads the states of several other records from the store.</summary>
    public sealed record ReadOthers(IReadOnlyList<WorkKey> Keys) : Step;

    /// <summary>Reads the CRM record: one call for all records of the batch.</summary>
    public sealed record ReadCrm(CrmLookup By) : Step;

    /// <summary>Writes the CRM record: one call for all records of the batch.</summary>
    /// <param name="NeedsIntent">The write is stored first, because its repeat could be taken for a person's edit.</param>
    /// <param name="Overwrites">The row replaces existing values, so it counts against <c>maxChanges</c>.</param>
    /// <param name="IsAfterCall">The row shows the result of a call of AWS, whose stored intent leads back here.</param>
    public sealed record WriteCrm(PendingWrite Write, bool NeedsIntent, bool Overwrites, bool IsAfterCall = false) : Step;

    /// <summary>Calls a changing operation of AWS: stored first, one record at a time.</summary>
    /// <param name="Overwrites">The call replaces an existing value that no person has edited, so it counts against <c>maxChanges</c>.</param>
    /// <param name="Creates">The call creates a record at AWS, so it counts against the day's limit.</param>
    public sealed record CallAws(PendingCall Call, bool Overwrites = false, bool Creates = false) : Step;

    /// <summary>Nothing is left to do in this claim.</summary>
    public abstract record End : Step;

    /// <summary>Both sides agree, as far as they were compared.</summary>
    public sealed record Done : End;

    /// <summary>The record waits, which is no failure.</summary>
    /// <param name="For">From the settlement on; zero: it is due again at once.</param>
    /// <param name="Reasons">The reasons to keep, or null: what is left of its own.</param>
    /// <param name="ResetsAttempts">Earlier failures do not count against the next one.</param>
    public sealed record Wait(TimeSpan For, string? Cause = null, IReadOnlyList<string>? Reasons = null, bool ResetsAttempts = false) : End;

    /// <summary>The record waits for a correction: the sync log has an entry.</summary>
    /// <param name="Issues">Added to the view's own.</param>
    /// <param name="Cause">One line without values.</param>
    public sealed record Hold(IReadOnlyList<Issue> Issues, string Cause) : End;

    /// <summary>The record waits for a person's answer, which is no failure.</summary>
    public sealed record Await(string Cause) : End;

    /// <summary>It is done, and others are to be worked on because of it.</summary>
    public sealed record Hand(IReadOnlyList<(WorkKey Key, string Reason)> Reasons) : End;

    /// <summary>Its work belongs to another key from now on, which is woken.</summary>
    /// <param name="Requests">Reasons that the other key takes over too.</param>
    /// <param name="Again">Why the record itself is due again at once, or null: it is not.</param>
    public sealed record Forward(WorkKey To, string Reason, IReadOnlyList<string>? Requests = null, string? Again = null) : End;
}

/// <summary>How a record is found in the CRM.</summary>
/// <param name="AwsId">The record that has this external id, or null.</param>
/// <param name="PartnerId">Without such a record: the one with this id, which AWS names, or null.</param>
/// <param name="LinkedId">The record with this id, which is known to be the one, or null.</param>
public sealed record CrmLookup(string? AwsId, string? PartnerId, string? LinkedId)
{
    /// <summary>The lookup of the record that a row is for.</summary>
    public static CrmLookup Of(CrmWrite row) => row.Id is { } id ? new(null, null, id) : new(row.ExternalId, null, null);

    /// <summary>The lookup of a record by what is stored of it; of a closed link nothing is read.</summary>
    public static CrmLookup Of(string awsId, string? partnerId, RecordState? state) => state switch
    {
        null => new(awsId, partnerId, null),
        { Closed: true } => new(null, null, null),
        _ => new(null, null, state.CrmId),
    };
}
