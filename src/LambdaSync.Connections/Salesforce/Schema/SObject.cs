namespace LambdaSync.Connections.Salesforce;

/// <summary>A record type of an object that the integration user may use.</summary>
sealed record SRecordType(string Id, string DeveloperName, string Label, bool IsMaster, bool IsDefault);

/// <summary>One object as the organization describes it to the integration user: hidden fields are not there.</summary>
/// <param name="version">When the description last changed, as Salesforce says it.</param>
sealed class SObject(string name, string label, string keyPrefix, IReadOnlyList<SField> fields, IReadOnlyList<SRecordType> recordTypes, DateTimeOffset? version)
{
    readonly Dictionary<string, SField> _fields = fields.ToDictionary(f => f.Name, StringComparer.Ordinal);

    readonly Dictionary<string, SField> _relations = fields.Where(f => f.Relation is not null && f.Target is not null).DistinctBy(f => f.Relation).ToDictionary(f => f.Relation!, StringComparer.Ordinal);

    public string Name => name;

    public string Label => label;

    /// <summary>The three characters that its record ids start with; empty for objects without records of their own.</summary>
    public string KeyPrefix => keyPrefix;

    public IReadOnlyList<SField> Fields => fields;

    public IReadOnlyList<SRecordType> RecordTypes => recordTypes;

    public DateTimeOffset? Version => version;

    public SField? Field(string field) => _fields.GetValueOrDefault(field);

    /// <summary>The reference that a path's step goes through, or null.</summary>
    public SField? Relation(string step) => _relations.GetValueOrDefault(step);

    public bool Has(string field) => _fields.ContainsKey(field);

    /// <summary>A field that finds at most one record.</summary>
    public bool IsUniqueKey(string field) => Field(field) is { IsUnique: true, IsExternalId: true };
}
