namespace LambdaSync.Sync;

/// <summary>One field that a step changed. Its values are personal data: they are stored in the sync log's table, never in log lines or causes.</summary>
/// <param name="Field">The CRM field's name (inbound), or the path in AWS's opportunity (outbound).</param>
/// <param name="Old">The value before, canonical JSON text; null: none, or a masked one.</param>
/// <param name="New">The value that was written, canonical JSON text; null: the field was cleared.</param>
public sealed record FieldChange(string Field, string? Old, string? New);
