namespace LambdaSync.Simulator.Salesforce.Model;

/// <summary>An object of the organisation.</summary>
sealed class ObjectModel
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    /// <summary>The first three characters of its ids; null for one without records of its own.</summary>
    public required string Prefix { get; init; }

    /// <summary>By API name, in describe's order.</summary>
    public OrderedDictionary<string, FieldModel> Fields { get; } = new(StringComparer.OrdinalIgnoreCase);

    public List<RecordType> RecordTypes { get; } = [];

    /// <summary>Accounts, contacts and leads have MasterRecordId (object reference).</summary>
    public bool IsMergeable { get; init; }

    /// <summary>The integration user may read, create, edit and delete.</summary>
    public bool IsReadable { get; set; } = true;

    public bool IsCreatable { get; set; } = true;

    public bool IsUpdatable { get; set; } = true;

    public bool IsDeletable { get; set; } = true;

    /// <summary>Only <c>/tooling</c> has it.</summary>
    public bool IsTooling { get; init; }

    public bool IsEvent => Name.EndsWith("__e", StringComparison.Ordinal);

    public bool IsCustom => Name.EndsWith("__c", StringComparison.Ordinal) || IsEvent;

    public bool HasRecordTypes => RecordTypes.Count > 0;

    /// <summary>Last change of its metadata, permissions included: whole seconds.</summary>
    public DateTimeOffset ChangedAt { get; set; }

    public IEnumerable<FieldModel> Visible => Fields.Values.Where(f => !f.IsHidden);

    /// <summary>A field that the integration user sees, or null.</summary>
    public FieldModel? Field(string name) => Fields.GetValueOrDefault(name) is { IsHidden: false } field ? field : null;

    /// <summary>The reference whose parent a path names: <c>Account</c>, <c>Partner__r</c>.</summary>
    public FieldModel? Parent(string relationship) => Visible.FirstOrDefault(field => relationship.Equals(field.Relationship, StringComparison.OrdinalIgnoreCase));

    public IReadOnlyList<string> ControllerValues(FieldModel dependent) =>
        dependent.Controller is { } name && Fields.GetValueOrDefault(name) is { } controller ? controller.Type == "boolean" ? ["false", "true"] : [.. controller.Values.Select(value => value.Value)] : [];

    public RecordType? RecordTypeOf(string? id) => RecordTypes.FirstOrDefault(type => type.Id == id);

    /// <summary>A record type.</summary>
    /// <param name="Values">Values by field where the record type has fewer than the field.</param>
    public sealed record RecordType(string Id, string DeveloperName, string Label, bool IsDefault, bool IsActive, bool IsPerson, IReadOnlyDictionary<string, IReadOnlyList<string>> Values)
    {
        public bool Takes(string field, string value) => !Values.TryGetValue(field, out var some) || some.Contains(value);
    }
}
