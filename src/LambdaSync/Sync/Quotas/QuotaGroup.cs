namespace LambdaSync.Sync.Quotas;

/// <summary>
/// Whose quota a call counts against, per partner account: reads 10/s and 100,000 a rolling day, writes 1/s and 10,000
/// (docs.aws.amazon.com/partner-central/latest/developer-guide/quotas.html).
/// </summary>
public enum QuotaGroup
{
    Read,
    Write,

    /// <summary>StartProspectingFromEngagementTask: 2 a second.</summary>
    ProspectingStart,

    /// <summary>GetProspectingFromEngagementTask: 100 a second.</summary>
    ProspectingGet,

    /// <summary>ListProspectingFromEngagementTasks: 50 a second.</summary>
    ProspectingList,
}
