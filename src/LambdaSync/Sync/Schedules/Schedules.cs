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

    public const string BackfillPrefix = "backfill-";
}
