namespace LambdaSync.Events;

/// <summary>The envelope of an event of Partner Central. It carries ids only: what changed is read from AWS.</summary>
/// <param name="Id">Every event has its own; a delivery that is repeated has the same.</param>
/// <param name="Type">EventBridge's detail-type: <c>Opportunity Updated</c>.</param>
/// <param name="Catalog">AWS or Sandbox; whatever it says, or empty, in an event of an unknown type.</param>
/// <param name="Account">The account that the event happened in.</param>
/// <param name="Resources">ARNs; opportunities' events have none.</param>
public sealed record PartnerEvent(string Id, string Type, DateTimeOffset Time, string Catalog, string Account, IReadOnlyList<string> Resources)
{
    /// <summary>EventBridge's name of the service that the events come from.</summary>
    public const string Source = "aws.partnercentral-selling";

    /// <summary>The identifier of what it is about, empty when it names none.</summary>
    public string Subject { get; init; } = "";

    /// <summary>As whom AWS tells us of an invitation, <c>Sender</c> or <c>Receiver</c>; null in other events.</summary>
    public string? Role { get; init; }
}
