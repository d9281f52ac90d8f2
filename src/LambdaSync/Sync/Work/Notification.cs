namespace LambdaSync.Sync.Work;

/// <summary>An event from AWS or a finding of a sweep (row A8), stored for operators.</summary>
/// <param name="Id">Deterministic: the same event always makes the same notification.</param>
/// <param name="Kind">AWS's detail-type, or the sweep's finding in the same words.</param>
/// <param name="Subject">The id it is about: O-number, invitation or engagement; empty when the event names none.</param>
/// <param name="Role">"Sender", "Receiver" or null.</param>
/// <param name="Found">Whether a sweep found it without an event.</param>
public sealed record Notification(string Id, string Catalog, DateTimeOffset At, string Kind, string Subject, string? Role, bool Found);
