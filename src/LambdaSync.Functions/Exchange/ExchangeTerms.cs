using LambdaSync.Sync.Schedules;

namespace LambdaSync.Functions.Exchange;

/// <summary>How the exchange's bucket is read.</summary>
/// <param name="LandingName">The landing bucket's name, as notifications have it.</param>
/// <param name="CutOver">Files that AWS stored before are left where they are: another system reads them. Null: all are read.</param>
public sealed record ExchangeTerms(string LandingName, DateTimeOffset? CutOver = null)
{
    /// <summary>How often files of each object are fetched. AWS writes once an hour.</summary>
    public ObjectPeriods Every { get; init; } = ObjectPeriods.Hourly;
}
