using LambdaSync.Fields;

namespace LambdaSync.Sync.Schedules;

/// <summary>The names of schedules.</summary>
public static class Schedules
{
    /// <summary>Asks the CRM what people changed.</summary>
    public const string CrmChanges = "crm-changes";

    /// <summary>Lists opportunities by AWS's LastModifiedDate.</summary>
    public const string Opportunities = "sweep-opportunities";

    /// <summary>All invitations that wait for our answer.</summary>
    public const string Invitations = "sweep-invitations";

    /// <summary>Engagements with a lead in them.</summary>
    public const string Engagements = "sweep-engagements";

    /// <summary>A slow round over open opportunities: AWS's own side, which moves no date.</summary>
    public const string Summaries = "sweep-summaries";

    /// <summary>What AWS Marketplace has and the mapping has a section for.</summary>
    public const string Marketplace = "sweep-marketplace";

    public const string BackfillPrefix = "backfill-";

    /// <summary>Fetches AWS's files of an object from the exchange's bucket.</summary>
    public const string PullOpportunities = "pull-opportunities", PullLeads = "pull-leads";

    /// <summary>Fetches files from an archive folder of the exchange once more, once: <c>pull-archive-opportunity-20261130-120000</c>.</summary>
    public const string PullArchivePrefix = "pull-archive-";

    /// <summary>Sends the CRM's changes of an object in files.</summary>
    public const string SendOpportunities = "send-opportunities", SendLeads = "send-leads";

    /// <summary>What the file exchange of earlier releases had: one schedule of a direction for both objects.</summary>
    public const string FormerPull = "pull-files", FormerSend = "send-files";

    /// <summary>The standing schedules of the file exchange: one for an object and a direction (row E1). No sweep works on them.</summary>
    public static IReadOnlyList<string> OfExchange { get; } = [PullOpportunities, PullLeads, SendOpportunities, SendLeads];

    /// <summary>Whether the schedule is of no use any more once it has ended.</summary>
    public static bool IsOnce(string name) => name is FormerPull or FormerSend || name.StartsWith(PullArchivePrefix, StringComparison.Ordinal);

    public static string Pull(AceObject aceObject) => aceObject == AceObject.Lead ? PullLeads : PullOpportunities;

    public static string Send(AceObject aceObject) => aceObject == AceObject.Lead ? SendLeads : SendOpportunities;
}
