using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using LambdaSync.Sync.Work;

namespace LambdaSync.Sync;

/// <summary>The job of one record that is worked on for itself: it has one detail and ends with it.</summary>
public static class OwnJob
{
    /// <summary>The kind of what somebody asked for, a backfill too.</summary>
    public const string Command = "Command";

    /// <param name="reasons">Why the record is worked on: they name the kind.</param>
    /// <param name="ofWrite">Of a write that is stored as an intent: it may end after the piece of work that began it has told of its failure.</param>
    public static Job Of(Claimed claim, IReadOnlyCollection<string> reasons, bool outbound, DateTimeOffset now, bool ofWrite = false)
    {
        var source = string.Create(CultureInfo.InvariantCulture, $"{claim.Key}#{claim.Epoch}{(ofWrite ? "/write" : "")}");
        var id = "rec-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)).AsSpan(0, 8));
        return new Job(id, Kind(reasons), outbound ? "outbound" : "inbound", claim.Key.ToString(), now, null, JobStatus.ApiSuccess, 1, 0, 0, []);
    }

    public static Job Ended(Job job, Outcome outcome, DateTimeOffset now)
    {
        var failed = outcome == Outcome.Failed ? 1 : 0;
        return job with { Ended = now, Status = failed == 1 ? JobStatus.Error : JobStatus.Processed, Succeeded = 1 - failed, Failed = failed };
    }

    // The most telling reason of all that there are.
    static string Kind(IReadOnlyCollection<string> reasons) =>
        reasons.Contains(Reason.Refresh) ? Command
        : reasons.Contains(Reason.Event) ? "Event"
        : reasons.Contains(Reason.Crm) || reasons.Contains(Reason.Locked) ? "CRM Change"
        : "Sweep";
}
