namespace LambdaSync.Sync.Schedules;

/// <summary>The schedules that every installation has, by name.</summary>
public static class Schedules
{
    /// <summary>Asks the CRM what people changed.</summary>
    public const string CrmChanges = "crm-changes";

    /// <summary>Goes on along AWS's LastModifiedDate.</summary>
    public const string Opportunities = "sweep-opportunities";

    /// <summary>All invitations that wait for our answer.</summary>
    public const string Invitations = "sweep-invitations";

    /// <summary>Engagements with a lead in them.</summary>
    public const string Engagements = "sweep-engagements";

    /// <summary>A slow round over open opportunities: AWS's own side, which moves no date.</summary>
    public const string Summaries = "sweep-summaries";

    public const string BackfillPrefix = "backfill-";

    /// <summary>All of them as they are at first.</summary>
    public static IReadOnlyDictionary<string, Schedule> Standing { get; } = new Dictionary<string, Schedule>(StringComparer.Ordinal)
    {
        [CrmChanges] = new(TimeSpan.FromMinutes(5)),
        [Opportunities] = new(TimeSpan.FromMinutes(15)),
        [Invitations] = new(TimeSpan.FromMinutes(15)),
        [Engagements] = new(TimeSpan.FromHours(1)),
        [Summaries] = new(TimeSpan.FromDays(1)),
    };
}
