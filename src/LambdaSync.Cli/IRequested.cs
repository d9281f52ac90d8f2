using System.Text.Json;
using LambdaSync.Commands;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Marketplace.AgreementRequests;
using LambdaSync.Marketplace.ChangeSets;
using LambdaSync.Sync.Work;

namespace LambdaSync.Cli;

/// <summary>What a verb requests of AWS Marketplace: its work item, and what that says of it.</summary>
interface IRequested
{
    IReadOnlyList<Issue> Issues { get; }

    /// <summary>No issue keeps it from being requested.</summary>
    bool IsPlanned { get; }

    WorkKey Key(string catalog);

    /// <summary>There is no more to wait for.</summary>
    bool IsAnswered(WorkItem work);

    /// <summary>The records that it has changed.</summary>
    IEnumerable<WorkKey> Changed(string catalog, WorkItem work);

    /// <param name="work">Null: it is only requested.</param>
    string Status(WorkItem? work);

    /// <summary>It has the end that was wanted, or none is waited for.</summary>
    bool IsDone(WorkItem? work);

    /// <summary>One line for people.</summary>
    string Words(WorkItem? work, string job);

    /// <summary>The members of its JSON beside job and status.</summary>
    void Write(Utf8JsonWriter json, WorkItem? work);

    /// <summary>It has not ended when the time to wait is over.</summary>
    Issue NotEnded(WorkItem work);
}

/// <summary>A change set.</summary>
sealed class RequestedChange(ChangePlan plan) : IRequested
{
    public IReadOnlyList<Issue> Issues => plan.Issues;

    public bool IsPlanned => plan.Memo is not null;

    public WorkKey Key(string catalog) => WorkKey.ChangeSet(catalog, plan.Key);

    public bool IsAnswered(WorkItem work) => work is { Due: null, Owner: null };

    public IEnumerable<WorkKey> Changed(string catalog, WorkItem work) =>
        IsAnswered(work) ? MemoOf(work).EntityIds.Select(id => (Section: MarketSection.OfId(id), Id: id)).Where(e => e.Section is not null).Select(e => e.Section!.Key(catalog, e.Id)) : [];

    public string Status(WorkItem? work) => work is null ? "REQUESTED" : MemoOf(work).Status ?? (work.Parked ? "REFUSED" : MemoOf(work).SetId is null ? "WAITING" : ChangeSetState.Preparing);

    public bool IsDone(WorkItem? work) => work is null || MemoOf(work).Status == ChangeSetState.Succeeded;

    public string Words(WorkItem? work, string job) => $"{string.Join(' ', MemoOf(work).EntityIds.Append(MemoOf(work).SetId is { } set ? $"change set {set}" : $"job {job}"))}: {Status(work)}";

    public void Write(Utf8JsonWriter json, WorkItem? work)
    {
        json.WriteString("changeSetId", MemoOf(work).SetId);
        json.WriteStartArray("entityIds");
        foreach (var entity in MemoOf(work).EntityIds)
            json.WriteStringValue(entity);
        json.WriteEndArray();
    }

    public Issue NotEnded(WorkItem work) => Issue.Error(
        IssueCodes.ChangeSetPending, null, MemoOf(work).SetId, $"The change set has not ended{(work.Cause is { } cause ? $": {cause}" : "")}.", "LambdaSync follows it. Run the same command again today (UTC): it sends nothing twice and waits for the end.");

    ChangeSetMemo MemoOf(WorkItem? work) => ChangeSetMemo.Read(work?.Data) ?? plan.Memo!;
}

/// <summary>The cancellation of a change set.</summary>
sealed class RequestedCancellation(string request) : IRequested
{
    public IReadOnlyList<Issue> Issues => [];

    public bool IsPlanned => true;

    public WorkKey Key(string catalog) => WorkKey.ChangeSet(catalog, request);

    public bool IsAnswered(WorkItem work) => work.Owner is null && work.Reasons.All(reason => RecordRequest.Read(reason)?.Verb != RequestVerbs.CancelChangeSet);

    public IEnumerable<WorkKey> Changed(string catalog, WorkItem work) => [];

    public string Status(WorkItem? work) => work is null ? "REQUESTED" : MemoOf(work)?.Status ?? (MemoOf(work) is { IsCancelled: true } ? ChangeSetState.Cancelled : "NOT CANCELLED");

    public bool IsDone(WorkItem? work) => work is null || MemoOf(work) is { IsCancelled: true };

    public string Words(WorkItem? work, string job) => $"{request}: {Status(work)}";

    public void Write(Utf8JsonWriter json, WorkItem? work) => json.WriteString("changeSetId", MemoOf(work)?.SetId);

    public Issue NotEnded(WorkItem work) => Issue.Error(
        IssueCodes.ChangeSetPending, null, MemoOf(work)?.SetId, $"The change set has not ended{(work.Cause is { } cause ? $": {cause}" : "")}.", "LambdaSync follows it; 'lambdasync change-set list' shows its end.");

    static ChangeSetMemo? MemoOf(WorkItem? work) => ChangeSetMemo.Read(work?.Data);
}

/// <summary>A request about an agreement after the sale. Buyers have days to answer: a cancellation or payment is done here once AWS has the request.</summary>
sealed class RequestedOfAgreement(AgreementPlan plan) : IRequested
{
    public IReadOnlyList<Issue> Issues => plan.Issues;

    public bool IsPlanned => plan.Memo is not null;

    public WorkKey Key(string catalog) => WorkKey.AgreementRequest(catalog, plan.Key);

    public bool IsAnswered(WorkItem work) => work is { Due: null, Owner: null } || (MemoOf(work) is { RequestId: not null, Status: not null, Purpose: not AgreementRequestPurposes.Withdraw } && work.Owner is null);

    public IEnumerable<WorkKey> Changed(string catalog, WorkItem work) => MemoOf(work).IsOver ? [MarketSection.Agreement.Key(catalog, MemoOf(work).AgreementId)] : [];

    public string Status(WorkItem? work) => work is null ? "REQUESTED"
        : MemoOf(work) is { Adjustments.Count: > 0 } memo ? $"{memo.Adjustments.Count(a => a.Status == BillingAdjustment.Completed)} of {memo.Adjustments.Count} COMPLETED"
        : MemoOf(work).Status ?? (work.Parked ? "REFUSED" : "WAITING");

    public bool IsDone(WorkItem? work) => work is null || (!work.Parked && (MemoOf(work).IsOver || IsAnswered(work)));

    public string Words(WorkItem? work, string job) => $"{MemoOf(work).AgreementId} {(MemoOf(work).RequestId is { } id ? $"request {id}" : $"job {job}")}: {Status(work)}";

    public void Write(Utf8JsonWriter json, WorkItem? work)
    {
        json.WriteString("agreementId", MemoOf(work).AgreementId);
        json.WriteString("requestId", MemoOf(work).RequestId);
        json.WriteStartArray("adjustments");
        foreach (var adjustment in MemoOf(work).Adjustments)
        {
            json.WriteStartObject();
            json.WriteString("invoiceId", adjustment.InvoiceId);
            json.WriteString("amount", adjustment.Amount);
            json.WriteString("id", adjustment.Id);
            json.WriteString("status", adjustment.Status);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    public Issue NotEnded(WorkItem work) => Issue.Error(
        IssueCodes.AgreementRequestPending, null, MemoOf(work).RequestId, $"The request has not ended{(work.Cause is { } cause ? $": {cause}" : "")}.", "LambdaSync follows it. Run the same command again today (UTC): it sends nothing twice and waits for the end.");

    AgreementRequestMemo MemoOf(WorkItem? work) => AgreementRequestMemo.Read(work?.Data) ?? plan.Memo!;
}
