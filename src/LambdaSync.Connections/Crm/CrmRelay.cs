namespace LambdaSync.Connections.Crm;

/// <summary>A CRM's own delivery of events to AWS, as the CRM sees it.</summary>
/// <param name="Name">As people find it in the CRM.</param>
/// <param name="Status">The CRM's own word: of Salesforce RUNNING, STOPPED, PAUSED, ERROR.</param>
/// <param name="Error">What is wrong, or null.</param>
/// <param name="LastEvent">When it delivered its last event, or null: it has delivered none, or the CRM does not say.</param>
/// <param name="Source">The event source in AWS that it delivers to, or null: it has none yet.</param>
public sealed record CrmRelay(string Name, string Status, string? Error, DateTimeOffset? LastEvent, string? Source);
