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

    /// <summary>Fetches AWS's files from the exchange's bucket.</summary>
    public const string PullFiles = "pull-files";

    /// <summary>Fetches files from an archive folder of the exchange once more, once: <c>pull-archive-opportunity-20261130-120000</c>.</summary>
    public const string PullArchivePrefix = "pull-archive-";

    /// <summary>Sends the CRM's changes in files.</summary>
    public const string SendFiles = "send-files";

    /// <summary>The schedules of the file exchange, which no sweep works on.</summary>
    public static bool IsOfExchange(string name) => name is PullFiles or SendFiles || name.StartsWith(PullArchivePrefix, StringComparison.Ordinal);
}
