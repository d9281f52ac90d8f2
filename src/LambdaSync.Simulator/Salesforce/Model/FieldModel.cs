using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Salesforce.Model;

/// <summary>A field as describe shows it.</summary>
sealed class FieldModel
{
    public required string Name { get; init; }

    public required string Label { get; init; }

    /// <summary>id, string, textarea, picklist, multipicklist, date, datetime, double, int, currency, percent, boolean, email, url, phone, reference, address.</summary>
    public required string Type { get; init; }

    public int Length { get; init; }

    public int Precision { get; init; }

    public int Scale { get; init; }

    /// <summary>A record has to have a value.</summary>
    public bool IsRequired { get; set; }

    public bool IsCreatable { get; set; } = true;

    public bool IsUpdatable { get; set; } = true;

    /// <summary>The server sets a value where a new record has none.</summary>
    public object? Default { get; init; }

    public bool IsDefaulted { get; init; }

    /// <summary>A formula over the record's other fields: see <see cref="Rules.Formulas"/>.</summary>
    public string? Formula { get; init; }

    /// <summary>A1-{0000} and a number.</summary>
    public string? AutoNumber { get; init; }

    public bool IsExternalId { get; init; }

    public bool IsUnique { get; init; }

    public bool IsCaseSensitive { get; init; }

    public bool IsRestricted { get; init; }

    public List<PicklistValue> Values { get; init; } = [];

    /// <summary>The picklist or checkbox that decides which values there are.</summary>
    public string? Controller { get; init; }

    /// <summary>Value, and the controller's values that it is there for.</summary>
    public Dictionary<string, HashSet<string>> ValidFor { get; init; } = new(StringComparer.Ordinal);

    public IReadOnlyList<string> ReferenceTo { get; init; } = [];

    public string? Relationship { get; init; }

    /// <summary>Of a part of an address or a name: the compound field.</summary>
    public string? Compound { get; init; }

    /// <summary>The name field of its object.</summary>
    public bool IsName { get; init; }

    /// <summary>Field-level security takes it from the integration user.</summary>
    public bool IsHidden { get; set; }

    public bool IsCalculated => Formula is not null;

    public bool IsPicklist => Type is "picklist" or "multipicklist";

    public bool IsNumber => Type is "double" or "int" or "currency" or "percent";

    public bool IsText => Type is "string" or "textarea" or "picklist" or "multipicklist" or "email" or "url" or "phone";

    /// <summary>A long text area can be neither filtered nor sorted.</summary>
    public bool IsFilterable => Type is not "address" && !(Type == "textarea" && Length > 255);

    public bool IsSortable => IsFilterable && Type is not "multipicklist";

    /// <summary>The field as an upsert's key.</summary>
    public bool IsKey => IsExternalId || Type == "id";

    /// <summary>A value of a picklist.</summary>
    public sealed record PicklistValue(string Value, string Label, bool IsActive, bool IsDefault);

    /// <summary>The describe of the field.</summary>
    public JsonObject Describe(ObjectModel of) => new()
    {
        ["name"] = Name,
        ["label"] = Label,
        ["type"] = Type,
        ["length"] = Length,
        ["byteLength"] = Length * 3,
        ["precision"] = Precision,
        ["scale"] = Scale,
        ["digits"] = Type == "int" ? 8 : 0,
        ["nillable"] = !IsRequired,
        ["createable"] = IsCreatable,
        ["updateable"] = IsUpdatable,
        ["defaultedOnCreate"] = IsDefaulted || Default is not null,
        ["calculated"] = IsCalculated,
        ["calculatedFormula"] = Formula,
        ["autoNumber"] = AutoNumber is not null,
        ["custom"] = Name.EndsWith("__c", StringComparison.Ordinal) || Name.EndsWith("__pc", StringComparison.Ordinal),
        ["externalId"] = IsExternalId,
        ["unique"] = IsUnique,
        ["caseSensitive"] = IsCaseSensitive,
        ["idLookup"] = IsExternalId || Type == "id" || (IsName && Type == "string") || Type == "email",
        ["nameField"] = IsName,
        ["restrictedPicklist"] = IsRestricted,
        ["dependentPicklist"] = Controller is not null,
        ["controllerName"] = Controller,
        ["picklistValues"] = new JsonArray([.. Values.Select(value => (JsonNode)Describe(of, value))]),
        ["referenceTo"] = Wire.ApiAnswer.Strings(ReferenceTo),
        ["relationshipName"] = Relationship,
        ["compoundFieldName"] = Compound,
        ["polymorphicForeignKey"] = ReferenceTo.Count > 1,
        ["filterable"] = IsFilterable,
        ["sortable"] = IsSortable,
        ["groupable"] = IsFilterable && !IsNumber && Type is not "multipicklist",
        ["aggregatable"] = IsFilterable,
        ["htmlFormatted"] = false,
        ["deprecatedAndHidden"] = false,
        ["encrypted"] = false,
        ["permissionable"] = !IsRequired && IsUpdatable,
        ["soapType"] = Type switch { "boolean" => "xsd:boolean", "int" => "xsd:int", "double" or "currency" or "percent" => "xsd:double", "date" => "xsd:date", "datetime" => "xsd:dateTime", "id" or "reference" => "tns:ID", "address" => "urn:address", _ => "xsd:string" },
    };

    JsonObject Describe(ObjectModel of, PicklistValue value) => new()
    {
        ["active"] = value.IsActive,
        ["defaultValue"] = value.IsDefault,
        ["label"] = value.Label,
        ["value"] = value.Value,
        ["validFor"] = Controller is null ? null : Bits(of, value.Value),
    };

    /// <summary>The positions among the controller's values, in order.</summary>
    public IEnumerable<int> ValidPositions(ObjectModel of, string value) => of.ControllerValues(this).Index().Where(c => ValidFor.GetValueOrDefault(value)?.Contains(c.Item) == true).Select(c => c.Index);

    // A base64 bit set over the controller's values, most significant bit first (object reference, DescribeSObjectResult).
    string Bits(ObjectModel of, string value)
    {
        var bits = new byte[((of.ControllerValues(this).Count - 1) / 8) + 1];
        foreach (var position in ValidPositions(of, value))
            bits[position / 8] |= (byte)(0x80 >> (position % 8));
        return Convert.ToBase64String(bits);
    }
}
