using System.Globalization;
using LambdaSync.Sync.Work;

namespace LambdaSync.Sync;

/// <summary>The job of one log entry of a record that is not in a file: it has one detail and ends with it.</summary>
public static class OwnJob
{
    /// <summary>The kind of what somebody asked for, a backfill too.</summary>
    public const string Command = "Command";

    /// <summary>Of how the work on a record ended, where no step says it: it failed, was skipped, was linked without a write.</summary>
    /// <param name="reasons">Why the record is worked on: they name the kind.</param>
    public static Job OfEnd(Claimed claim, IReadOnlyCollection<string> reasons, bool outbound, DateTimeOffset now) => Of(claim, reasons, outbound, "", now);

    /// <summary>Of a write to the CRM.</summary>
    public static Job OfWrite(Claimed claim, IReadOnlyCollection<string> reasons, DateTimeOffset now) => Of(claim, reasons, outbound: false, "/write", now);

    /// <summary>Of a write to the CRM that a stopped worker made without an intent, found when both sides are compared.</summary>
    public static Job OfFound(Claimed claim, IReadOnlyCollection<string> reasons, DateTimeOffset now) => Of(claim, reasons, outbound: false, "/found", now);

    /// <summary>Of a link that followed its CRM record into the one that it was merged into.</summary>
    public static Job OfRelink(Claimed claim, IReadOnlyCollection<string> reasons, DateTimeOffset now) => Of(claim, reasons, outbound: false, "/relink", now);

    /// <summary>Of a changing call of AWS.</summary>
    /// <param name="ordinal">Counts the calls of the claim, from 0.</param>
    public static Job OfCall(Claimed claim, IReadOnlyCollection<string> reasons, int ordinal, DateTimeOffset now) =>
        Of(claim, reasons, outbound: true, ordinal == 0 ? "/call" : string.Create(CultureInfo.InvariantCulture, $"/call/{ordinal}"), now);

    /// <summary>Of the end of a task of AWS.</summary>
    public static Job OfTask(Claimed claim, IReadOnlyCollection<string> reasons, DateTimeOffset now) => Of(claim, reasons, outbound: true, "/task", now);

    /// <summary>Of a task that failed, in a claim that may find another one's end: the invitation is still open, the lead was converted by a colleague.</summary>
    public static Job OfFailedTask(Claimed claim, IReadOnlyCollection<string> reasons, DateTimeOffset now) => Of(claim, reasons, outbound: true, "/task-failed", now);

    /// <summary>Of what is worth an entry although nothing was changed: an invitation is about to end.</summary>
    public static Job OfReminder(Claimed claim, IReadOnlyCollection<string> reasons, DateTimeOffset now) => Of(claim, reasons, outbound: false, "/reminder", now);

    public static Job Ended(Job job, Outcome outcome, DateTimeOffset now)
    {
        var failed = outcome == Outcome.Failed ? 1 : 0;
        return job with { Ended = now, Status = failed == 1 ? JobStatus.Error : JobStatus.Processed, Succeeded = 1 - failed, Failed = failed };
    }

    // A claim has at most one of each: the id is its own even when a later claim settles it.
    static Job Of(Claimed claim, IReadOnlyCollection<string> reasons, bool outbound, string step, DateTimeOffset now)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"{claim.Key}#{claim.Epoch}{step}");
        var id = JobId.Of("rec-", source);
        return new Job(id, reasons.Any(reason => RecordRequest.Read(reason) is not null) ? Command : Kind(Reason.MostTelling(reasons)), outbound ? "outbound" : "inbound", claim.Key.ToString(), now, null, JobStatus.ApiSuccess, 1, 0, 0, []);
    }

    static string Kind(string? reason) => reason switch
    {
        Reason.Refresh => Command,
        Reason.Event => "Event",
        Reason.Crm or Reason.Locked or Reason.Task => "CRM Change",
        _ => "Sweep",
    };
}
