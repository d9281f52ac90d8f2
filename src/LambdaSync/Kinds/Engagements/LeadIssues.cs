using System.Globalization;
using LambdaSync.Gates;
using LambdaSync.Sync;

namespace LambdaSync.Kinds.Engagements;

/// <summary>The wording of what a lead may say.</summary>
static class LeadIssues
{
    public static Issue Started() => Issue.Note(
        IssueCodes.Conversion, null, null, "AWS was asked to make an opportunity of the lead", "nothing to do: LambdaSync follows AWS's task to its end");

    public static Issue Complete(string opportunity) => Issue.Note(
        IssueCodes.Conversion, null, opportunity, $"the lead is the opportunity {opportunity} now, a draft at AWS: not submitted",
        $"complete it in the CRM, then submit it: 'lambdasync opportunity submit {opportunity}'");

    public static Issue Found(string opportunity) => Issue.Note(
        IssueCodes.Conversion, null, opportunity, $"the lead was converted before: AWS has the opportunity {opportunity}", "nothing to do: LambdaSync links it");

    public static Issue SnapshotMissing(string opportunity) => Issue.Warning(
        IssueCodes.LeadSnapshotMissing, null, opportunity, $"AWS has made {opportunity} of the lead and reports no snapshot job: the engagement may not show it as the lead's opportunity",
        "look at the engagement in Partner Central; without a snapshot AWS does not attribute the opportunity to the lead, so ask AWS Partner support");

    public static Issue OpportunityMissing() => Issue.Error(
        IssueCodes.LeadOpportunityMissing, null, null, "the lead is converted, and AWS names no opportunity of it to this account",
        "look at the engagement in Partner Central: another member may have converted the lead, or its snapshot is missing");

    /// <summary>A task that failed, or one that would.</summary>
    public static Issue Failed(TaskReason reason) => new(
        IssueCodes.TaskFailed, reason.Class is TaskReasonClass.Transient or TaskReasonClass.TransientSlow ? Severity.Warning : Severity.Error, null, reason.Code,
        $"the lead was not converted: {reason.Sentence} ({reason.Code})", reason.Fix);

    public static Issue Running(SubmissionState running) => Issue.Note(
        IssueCodes.TaskRunning, null, null, $"AWS has been converting the lead since {Time(running.Started)}; no second task was started", "wait for its end");

    public static Issue Endless(SubmissionState running) => Issue.Error(
        IssueCodes.TaskRunning, null, null, $"AWS has been converting the lead since {Time(running.Started)}, longer than a day",
        "look at the engagement in Partner Central; if it has an opportunity, run 'lambdasync record refresh ID', else ask AWS Partner support");

    public static Issue UnsentEdits(IReadOnlySet<string> fields) => Issue.Error(
        IssueCodes.UnsentEdits, null, null, $"the CRM has edits that AWS does not have ({string.Join(", ", fields.Order(StringComparer.Ordinal))}), and the opportunity would not have them",
        "correct these values, as the sync log says, so that they can be sent; the conversion follows");

    public static Issue Converted(string opportunity) => Issue.Note(
        IssueCodes.ConvertedLead, null, opportunity, $"the lead is converted already: its opportunity is {opportunity}", "nothing to do");

    public static Issue Qualified(string status) => Issue.Note(
        IssueCodes.Requested, "lead:QualificationStatus", status, "AWS has this qualification status already", "nothing to do");

    public static Issue OtherRecord(string crmId, string opportunity, string other) => Issue.Warning(
        IssueCodes.ConvertedLead, null, crmId, $"the CRM's own conversion made {crmId}, which is linked to {other} and not to the lead's opportunity {opportunity}",
        $"merge the two CRM records, or delete the one that is not wanted");

    /// <summary>Why a CRM record is not created at AWS.</summary>
    public static Issue OfLead(string crmId, string lead) => Issue.Note(
        IssueCodes.Conversion, null, crmId, $"the CRM made {crmId} of the lead {lead}, so no second opportunity is created for it", "nothing to do: AWS's opportunity of the lead gets this record");

    public static Issue Created(string engagement) => Issue.Note(
        IssueCodes.LeadCreation, null, engagement, $"created at AWS as the lead of {engagement}", "nothing to do");

    public static Issue There(string awsId) => Issue.Note(
        IssueCodes.LeadThere, null, awsId, $"AWS has this lead already: {awsId}", "nothing to do: no second lead was created");

    /// <summary>How an engagement fared in a prospecting task. AWS's reason codes are not published, so they are shown as they are.</summary>
    public static Issue Enriched(string task, string status, string? code, string? message) => status == "COMPLETED"
        ? Issue.Note(IssueCodes.Enrichment, null, task, $"AWS has enriched the lead (task {task})", "nothing to do: its scores are in the CRM's fields that the mapping names")
        : Issue.Warning(
            IssueCodes.EnrichmentFailed, null, code, $"AWS could not enrich the lead: {status}{(code is null ? "" : $", {code}")}{(message is null ? "" : $": {message}")}",
            "look at the engagement in Partner Central, then run 'lambdasync lead enrich ID' again; nothing else waits for it");

    public static Issue NotThere() => Issue.Error(
        IssueCodes.ConvertedLead, null, null, "the engagement has no lead, or its CRM record is not linked yet", "run 'lambdasync record refresh ID', then try again");

    public static Issue LeftToFiles() => Issue.Note(
        IssueCodes.TravelsInFiles, null, null, "leads travel in files, so the engagement has no CRM record: AWS's file brings the lead",
        "nothing to do; when leads travel through the API, the next sweep creates the record");

    public static Issue OpportunitiesInFiles() => Issue.Error(
        IssueCodes.TravelsInFiles, null, null, "opportunities travel in files, so the lead is not converted through the API",
        "create the opportunity in the CRM, whose next file carries it, or let opportunities travel through the API: 'lambdasync migrate check' lists what is to be done");

    public static string FailedCause(SubmissionState failed) => $"the conversion failed ({failed.ReasonCode ?? "no reason"}) and is tried again";

    static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
