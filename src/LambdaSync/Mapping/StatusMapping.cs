namespace LambdaSync.Mapping;

/// <summary>The CRM fields that show how a record stands with AWS (row D10). The sync writes them itself; no line of the mapping may name one.</summary>
/// <param name="LastSync">A date with time.</param>
/// <param name="LastError">A text, long enough for an error with its fix.</param>
public sealed record StatusMapping(
    string? SyncStatus, string? LastSync, StatusFlag? HasUpdates, string? ReviewStatus, StatusFlag? Locked, string? LastError)
{
    /// <summary>A number: how many issues keep the opportunity from being submitted or lower its quality at AWS.</summary>
    public string? Readiness { get; init; }

    /// <summary>The members that are there, by their names in the JSON, each with its CRM field.</summary>
    public IEnumerable<(string Member, string Crm)> Fields() =>
        new (string Member, string? Crm)[]
        {
            ("syncStatus", SyncStatus), ("lastSync", LastSync), ("hasUpdates", HasUpdates?.Crm), ("reviewStatus", ReviewStatus),
            ("locked", Locked?.Crm), ("lastError", LastError), ("readiness", Readiness),
        }.Where(f => f.Crm is not null).Select(f => (f.Member, f.Crm!));
}

/// <summary>A CRM field that says yes or no: a boolean, or a text with a word for each.</summary>
/// <param name="Yes">The value that means yes, canonical JSON text: <c>true</c> of a boolean, <c>"Yes"</c> with quotes of a text.</param>
public sealed record StatusFlag(string Crm, string Yes = "true", string No = "false")
{
    public bool IsBoolean => Yes == "true";
}
