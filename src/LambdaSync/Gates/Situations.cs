using System.Globalization;
using LambdaSync.Fields;
using LambdaSync.Mapping;
using LambdaSync.Sync;
using LambdaSync.Sync.Outbound;
using LambdaSync.Sync.Work;

namespace LambdaSync.Gates;

/// <summary>The wording of a record's situation.</summary>
static class Situations
{
    public static string Text(RecordSituation situation, RecordFacts record, CompiledMapping mapping, DateTimeOffset now) => situation switch
    {
        RecordSituation.Unknown => "Neither the sync store nor the CRM knows this record.",
        RecordSituation.NotShared => "The CRM record is not at AWS and does not go there.",
        RecordSituation.Flagged => "The CRM record is not at AWS yet; the next run creates it there.",
        RecordSituation.Held => $"The record is held: {Sentence.Of(record.Work!.Cause!)}",
        RecordSituation.Waiting => Waiting(record.Work!, now),
        RecordSituation.InWork => $"A worker reconciles the record now, until {Moment(record.Work!.ClaimedUntil!.Value)} at the latest.",
        RecordSituation.Draft => $"AWS has the opportunity as a draft: it is not submitted, and AWS's sales teams do not see it.{(FailedSubmission(record) is { } failed ? $" The submission failed: {failed.Sentence} ({failed.Code})." : "")}",
        RecordSituation.InReview => $"The opportunity is with AWS's reviewers.{(record.Work?.Reasons.Contains(Reason.Locked) == true ? " Edits of the CRM record wait until they have answered." : "")}",
        RecordSituation.ActionRequired => "AWS asks for corrections before it approves the opportunity.",
        RecordSituation.Rejected => $"AWS has rejected the opportunity.{(record.Work?.Reasons.Contains(Reason.Locked) == true ? " Edits of the CRM record are kept and not sent, unless AWS opens it again." : "")}",
        RecordSituation.Linked => record.Work is { Due: { } due } ? $"The record is linked and due at {Moment(due)}: {Reasons(record.Work)}." : "The record is linked, and nothing is to be done.",
        RecordSituation.NotLinked => "AWS has the opportunity, and it is linked to no CRM record.",
        RecordSituation.Lead => Lead(record),
        RecordSituation.Closed => $"The CRM record {record.State!.CrmId} was deleted: the link is closed, and AWS is not changed.",
        RecordSituation.Invitation when record.Key.IsInvitation => InvitationFacts.Text(record),
        _ => record.Work?.Cause is { } cause ? Sentence.Of(char.ToUpperInvariant(cause[0]) + cause[1..]) : "Nothing is to be done.",
    };

    public static string First(RecordSituation situation, RecordFacts record, IReadOnlyList<Gate> gates, CompiledMapping mapping, DateTimeOffset now) => situation switch
    {
        RecordSituation.Unknown => "Check the id and the catalog; 'lambdasync opportunity list' shows what is known.",
        RecordSituation.NotShared => NotShared(record, gates, mapping),
        RecordSituation.Flagged => Error(gates)?.Fix ?? "Nothing: wait for the next run, or run 'lambdasync record refresh ID'.",
        RecordSituation.Held => LastError(record)?.Fix ?? Error(gates)?.Fix ?? "Run 'lambdasync log show ID' to see what failed, correct it, then run 'lambdasync record refresh ID'.",
        RecordSituation.Waiting => $"Nothing: LambdaSync tries again{(record.Work!.Due is { } due && due > now ? $" at {Moment(due)}" : " at the next run")}.",
        RecordSituation.InWork => "Nothing: look again when the worker has finished.",
        RecordSituation.Draft => Error(gates)?.Fix ?? FailedSubmission(record)?.Fix ?? "Run 'lambdasync opportunity submit ID': nothing keeps it from AWS's review.",
        RecordSituation.InReview => "Nothing: wait for AWS's answer.",
        RecordSituation.ActionRequired => ReadinessIssues.ActionRequired(mapping, new GateOpportunity(record.AtAws)).Fix,
        RecordSituation.Rejected => "Create a new opportunity if the reason no longer holds.",
        RecordSituation.Linked => Error(gates)?.Fix ?? "Nothing.",
        RecordSituation.NotLinked => "Run 'lambdasync record refresh ID' to bring it into the CRM.",
        RecordSituation.Lead => FirstOfLead(record),
        RecordSituation.Closed => "Nothing, if the deletion was intended.",
        _ => record.Key.IsInvitation ? InvitationFacts.First(record) : "Nothing.",
    };

    static string Lead(RecordFacts record)
    {
        var status = LeadBody.QualificationStatus(record.AtAws.Span);
        return record.State!.Submission switch
        {
            { OpportunityId: { } opportunity } => $"The lead is the opportunity {opportunity} now.",
            { IsRunning: true } running => $"AWS has been making an opportunity of the lead since {Moment(running.Started)}.",
            { HasFailed: true } failed => $"The lead was not converted: {TaskReasons.Of(failed.ReasonCode ?? "").Sentence} ({failed.ReasonCode}).",
            _ => $"The lead is linked; {(status is null ? "AWS gives it no qualification status" : $"its qualification status at AWS is '{status}'")}.",
        };
    }

    static string FirstOfLead(RecordFacts record) => record.State!.Submission switch
    {
        { OpportunityId: { } opportunity } => $"Run 'lambdasync explain {opportunity}'.",
        { IsRunning: true } => "Nothing: LambdaSync follows AWS's task to its end.",
        { HasFailed: true } failed => TaskReasons.Of(failed.ReasonCode ?? "").Fix,
        _ when LeadBody.IsDisqualified(record.AtAws.Span) => "Nothing: a disqualified lead becomes no opportunity.",
        _ => $"Qualify it, then run 'lambdasync lead convert {record.Key.Id}'.",
    };

    static TaskReason? FailedSubmission(RecordFacts record) => record.State?.Submission is { HasFailed: true } failed ? TaskReasons.Of(failed.ReasonCode ?? "") : null;

    static string NotShared(RecordFacts record, IReadOnlyList<Gate> gates, CompiledMapping mapping) => mapping.Object == AceObject.Lead
        ? $"Run 'lambdasync lead create {record.CrmId}' to create it at AWS, or nothing."
        : NotSharedOpportunity(record, gates, mapping);

    static string NotSharedOpportunity(RecordFacts record, IReadOnlyList<Gate> gates, CompiledMapping mapping) => gates.First(g => g is { IsOpen: false, Name: "sharing" or "conditions" or "stage" }) switch
    {
        { Name: "stage", Issues: [var lost, ..] } => lost.Fix,
        { Name: "conditions" } => "Bring the record within the conditions of the mapping's \"when\", or leave it out of AWS.",
        _ when mapping.Source.SyncFlag is { } flag && record.Crm![flag] != "true" => $"Set {flag} in the CRM record to share it.",
        _ => "Run 'lambdasync record refresh ID' to share it.",
    };

    static string Waiting(WorkItem work, DateTimeOffset now)
    {
        var until = work.Due > now ? $"waits until {Moment(work.Due.Value)}" : "is due";
        var tries = work.Attempts == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" after {work.Attempts} failed {(work.Attempts == 1 ? "attempt" : "attempts")}");
        return $"The record {until}{tries}: {Sentence.Of(work.Cause!)}";
    }

    static string Reasons(WorkItem work) => Reason.MostTelling(work.Reasons) is { } reason ? RecordRequest.Read(reason)?.Verb ?? reason : "work was requested";

    static Issue? Error(IReadOnlyList<Gate> gates) => gates.SelectMany(g => g.Issues).FirstOrDefault(issue => issue.Severity == Severity.Error);

    static Issue? LastError(RecordFacts record) =>
        record.Entries.FirstOrDefault(entry => entry.Outcome == Outcome.Failed)?.Issues.FirstOrDefault(issue => issue.Severity == Severity.Error);

    static string Moment(DateTimeOffset moment) => moment.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
