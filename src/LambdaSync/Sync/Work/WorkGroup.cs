namespace LambdaSync.Sync.Work;

/// <summary>The items that one function processes.</summary>
public enum WorkGroup
{
    /// <summary>Opportunities, leads, CRM records, invitations, engagements, and what AWS Marketplace has.</summary>
    Records,

    /// <summary>Sweeps and backfills.</summary>
    Schedules,

    /// <summary>Landed files and messages out of dead-letter queues.</summary>
    Arrivals,
}

public static class WorkGroups
{
    public static WorkGroup Of(WorkKind kind) => kind switch
    {
        WorkKind.Schedule => WorkGroup.Schedules,
        WorkKind.File or WorkKind.Message => WorkGroup.Arrivals,
        _ => WorkGroup.Records,
    };
}
