using LambdaSync.Sync.Work;

namespace LambdaSync.Events;

/// <summary>An event of AWS Marketplace. It names what it is about: what changed is read from AWS.</summary>
/// <param name="Type">EventBridge's detail-type: <c>Change Set Succeeded</c>.</param>
/// <param name="Account">The account that the event happened in: the seller's.</param>
/// <param name="Subject">The identifier of what it is about, empty when it names none.</param>
public sealed record MarketEvent(string Id, string Type, string Source, DateTimeOffset Time, string Account, string Subject)
{
    public const string Catalog = "aws.marketplacecatalog", Agreement = "aws.agreement-marketplace", Other = "aws.marketplace";

    /// <summary>EventBridge's names of the services that the events come from.</summary>
    public static IReadOnlyList<string> Sources { get; } = [Catalog, Agreement, Other];
}

/// <summary>What a message is.</summary>
public abstract record MarketReading
{
    /// <param name="Wakes">The records that it makes due, each with its reason.</param>
    /// <param name="Schedules">The sweeps that it makes due: something was changed that only a list shows.</param>
    /// <param name="IsKnown">False: a type that this release does not know. The event is kept.</param>
    public sealed record Understood(MarketEvent Event, IReadOnlyList<(WorkKey Key, string Reason)> Wakes, IReadOnlyList<string> Schedules, bool IsKnown) : MarketReading;

    /// <summary>No event of AWS Marketplace, or one that is not whole.</summary>
    public sealed record Broken(IReadOnlyList<Issue> Issues) : MarketReading;
}
