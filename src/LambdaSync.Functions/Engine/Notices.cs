using System.Globalization;
using System.Text.Json.Nodes;
using LambdaSync.Connections.Crm;
using LambdaSync.Connections.State;
using LambdaSync.Fields;
using LambdaSync.Kinds;
using LambdaSync.Kinds.Invitations;
using LambdaSync.Kinds.Marketplace;
using LambdaSync.Sync;
using LambdaSync.Sync.Invitations;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Functions.Engine;

/// <summary>
/// What the CRM's people are to notice of a record, found in what is about to be settled. A worker that is stopped before it has settled leaves
/// the record as it was, so the next one finds the same notices with the same keys.
/// </summary>
static class Notices
{
    const string ActionRequired = "Action Required";

    /// <param name="end">The settlement of a claim, not stored yet.</param>
    /// <param name="ofFile">How each object travels, if the record came in a file; else null.</param>
    public static IReadOnlyList<CrmNotice> Of(Settlement end, DateTimeOffset now, Transports? ofFile = null)
    {
        if (end.Claim is not { } claim)
            return [];
        var (notices, key) = (new List<CrmNotice>(), claim.Key);
        if (key.IsInvitation && IsNew(claim, end))
            Add(CrmNoticeKinds.ReferralReceived, key.Id, InvitationMemo.Read(end.Data) is { IsLead: true } ? "AWS or a partner offers a lead. It waits for an answer." : "AWS or a partner refers an opportunity. It waits for an answer.");
        if (key.IsOpportunity && ofFile?.InFiles(AceObject.Opportunity) == true && end.State is { } received && IsPending(received) && (claim.State is null || !IsPending(claim.State)))
            Add(CrmNoticeKinds.ReferralReceived, key.Id, "AWS refers an opportunity. It waits for an answer.");
        foreach (var reminder in end.Notifications.Where(n => n.Kind == InvitationKind.EndsSoon))
            Add(CrmNoticeKinds.Expiring, reminder.Id, "An invitation ends soon and has no answer.");
        if (key.IsOpportunity && end.State is { } state && Review(state) == ActionRequired && Review(claim.State) != ActionRequired)
            Add(CrmNoticeKinds.ActionRequired, $"{key.Id}-{Moment(state.AwsModified ?? now)}", "AWS's reviewer asks for a correction. The review comments say what to change.");
        if (key.IsMarketplace && MarketMemo.Read(end.Data).Command is { Error: { } why } command && command != MarketMemo.Read(claim.Data).Command)
            notices.Add(new CrmNotice($"{CrmNoticeKinds.CommandRefused}-{key.Id}-{command.Job}", CrmNoticeKinds.CommandRefused, $"{command.Verb} was refused: {why}", About(end.State ?? claim.State, key), key.Id, now) { Person = command.Person, Job = command.Job });
        // The record that the command is about has the notice.
        if (end.Wakes.Any(wake => wake.Key.IsMarketplace && RecordRequest.Read(wake.Reason)?.Verb == RequestVerbs.Commanded))
            return notices;
        if (end.Entries is [.., { Detail: { Outcome: Outcome.Failed } failed }] && (end.Next is not WorkNext.Again || ofFile is not null) && FailureOf(end) is var cause && cause != claim.Cause)
            Add(CrmNoticeKinds.Failed, ofFile is not null ? $"{key.Id}-{failed.JobId}" : key.IsCrmRecord ? $"{key.Id}-{now.UtcDateTime:yyyyMMdd}-{Hash(cause):x8}" : $"{key.Id}-{Moment(claim.Since)}", $"Synchronization with AWS failed: {cause}");
        return notices;

        void Add(string kind, string what, string text) => notices.Add(new CrmNotice($"{kind}-{what}", kind, text, About(end.State ?? claim.State, key), AwsId(key), now));
    }

    // The first answer of AWS that is stored, and it waits for an answer in the CRM: not as long as its object travels in files.
    static bool IsNew(Claimed claim, Settlement end) =>
        end.Data is not null && InvitationMemo.Read(claim.Data) is { IsEmpty: true } or { IsLeftToFiles: true } && InvitationMemo.Read(end.Data) is { IsPending: true, IsLeftToFiles: false };

    // In files an AWS referral that waits for its answer has no state of acceptance yet.
    static bool IsPending(RecordState state) =>
        JsonNode.Parse(state.AwsBaseline) is JsonObject document && document["aws"]?["Origin"]?.ToString() == "AWS Referral" && document["invitation"]?["Status"]?.ToString() is null or "PENDING";

    /// <summary>Whether the record's last entry in the sync log is the same failure: a CRM that reports our own writes brings a record back that has failed.</summary>
    public static bool IsKnown(JobDetail last, JobDetail failed) =>
        last.Outcome == Outcome.Failed && RecordIssues.Cause(last.Issues) == RecordIssues.Cause(failed.Issues) && FirstError(last) == FirstError(failed);

    static string? FirstError(JobDetail detail) => detail.Issues.FirstOrDefault(i => i.Severity == Severity.Error)?.Value;

    static string? Review(RecordState? state) => state is null ? null : OpportunityBody.ReviewStatus(state.AwsBaseline);

    // Codes and fields; values are the log's.
    static string FailureOf(Settlement end) =>
        (end.Next as WorkNext.Parked)?.Cause ?? RecordIssues.Cause(end.Entries[^1].Detail.Issues) ?? "see the sync log";

    static CrmReference? About(RecordState? state, WorkKey key) =>
        state is { Closed: false, CrmId.Length: > 0 } ? new CrmReference(state.CrmObject, state.CrmId)
        : key.IsCrmRecord && key.Id.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? new CrmReference(key.Id[..slash], key.Id[(slash + 1)..])
        : null;

    // The same in each process.
    static uint Hash(string text) => text.Aggregate(2_166_136_261u, (hash, c) => unchecked((hash ^ c) * 16_777_619u));

    // A change set and a prospecting task have keys of our own.
    static string? AwsId(WorkKey key) => key.IsOpportunity || key.IsInvitation || key.IsEngagement || key.IsLead || key.IsMarketplace ? key.Id : null;

    static string Moment(DateTimeOffset time) => time.UtcDateTime.ToString("yyyyMMdd'T'HHmmss", CultureInfo.InvariantCulture);
}
