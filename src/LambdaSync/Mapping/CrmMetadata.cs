namespace LambdaSync.Mapping;

/// <summary>The kinds of CRM field that differ for mapping.</summary>
public enum CrmFieldType
{
    Id,
    Text,
    LongText,
    Email,
    Phone,
    Url,
    Number,
    Boolean,
    Date,
    DateTime,
    Picklist,
    MultiPicklist,
    Reference,
}

/// <summary>One field of a CRM object.</summary>
/// <param name="Length">Longest text in UTF-16 units, 0 when the type has none.</param>
/// <param name="Scale">Decimals a number keeps, -1 when not a number.</param>
/// <param name="Required">A new record needs it and the CRM gives no default.</param>
/// <param name="ExternalId">May be used to find and upsert a record.</param>
/// <param name="Restricted">A picklist that refuses values it does not list.</param>
/// <param name="Writable">The integration user may write it (field-level security, formulas and system fields are not), to new records, existing ones, or both.</param>
/// <param name="Values">Picklist values of every record type together.</param>
/// <param name="RelatesTo">For a reference: the object it points to.</param>
/// <param name="Relation">For a reference: the name by which paths go through it (<c>Account</c> in <c>Account.Name</c>).</param>
public sealed record CrmField(
    string Name, string Label, CrmFieldType Type, int Length = 0, int Scale = -1, bool Required = false, bool ExternalId = false,
    bool Restricted = false, bool Writable = true, IReadOnlyList<string>? Values = null, string? RelatesTo = null, string? Relation = null)
{
    /// <summary>The integration user sees it. A CRM that tells hidden fields from missing ones describes them with false.</summary>
    public bool Readable { get; init; } = true;

    /// <summary>A <see cref="Writable"/> field that takes a value only when its record is created.</summary>
    public bool CreateOnly { get; init; }

    /// <summary>A <see cref="Writable"/> field that takes a value only in a record that exists.</summary>
    public bool UpdateOnly { get; init; }

    /// <summary>No two records have the same value.</summary>
    public bool Unique { get; init; }

    /// <summary>A formula or roll-up: the CRM computes it, and a new value of it is no change of the record.</summary>
    public bool Calculated { get; init; }

    /// <summary>The field whose value decides which of this picklist's values may be chosen, or null.</summary>
    public string? ControlledBy { get; init; }

    /// <summary>Of a controlled picklist: the controlling field's values, each with the values that it allows.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Allowed { get; init; }
}

/// <summary>A form of an object with picklists of its own: a record type, a pipeline, a layout.</summary>
/// <param name="Id">As records name it.</param>
/// <param name="IsDefault">New records of the integration user have it.</param>
/// <param name="Values">Its picklist fields with the values that it takes; a field that is not listed takes those of the object.</param>
public sealed record CrmVariant(string Id, string Name, bool IsDefault, IReadOnlyDictionary<string, IReadOnlyList<string>> Values);

/// <summary>One CRM object with its fields.</summary>
public sealed record CrmObject(string Name, IReadOnlyList<CrmField> Fields)
{
    /// <summary>Its variants that the integration user may give to records; empty: the object has none.</summary>
    public IReadOnlyList<CrmVariant> Variants { get; init; } = [];

    /// <summary>The field of a record that names its variant (<c>RecordTypeId</c>), or null.</summary>
    public string? VariantField { get; init; }
}

/// <summary>What a CRM says about its objects.</summary>
public sealed record CrmMetadata(IReadOnlyList<CrmObject> Objects)
{
    /// <summary>Two relations may be crossed: <c>Account.Owner.Email</c> (row C5).</summary>
    public const int MaxRelations = 2;

    /// <summary>Stands for this answer: given to the next question, the CRM answers only when something has changed. Null: it can't.</summary>
    public string? Token { get; init; }

    public CrmObject? Object(string name) => Objects.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.Ordinal));

    /// <summary>The field a path leads to through at most two relations, or null.</summary>
    public CrmField? Resolve(string crmObject, string path)
    {
        var steps = path.Split('.');
        if (steps.Length > MaxRelations + 1)
            return null;
        var current = Object(crmObject);
        for (var i = 0; i < steps.Length - 1 && current is not null; i++)
        {
            var relation = current.Fields.FirstOrDefault(f => string.Equals(f.Relation, steps[i], StringComparison.Ordinal));
            current = relation?.RelatesTo is { } target ? Object(target) : null;
        }

        return current?.Fields.FirstOrDefault(f => string.Equals(f.Name, steps[^1], StringComparison.Ordinal));
    }
}
