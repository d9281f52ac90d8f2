using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using LambdaSync.Simulator.Salesforce.State;

namespace LambdaSync.Simulator.Salesforce.Model;

/// <summary>
/// Reads objects and fields from JSON: the embedded organisation, and what the verbs add. A field has
/// <c>name, type, label, length, precision, scale, required, createable, updateable, default, formula, autoNumber, externalId, unique, caseSensitive, restricted,
/// values, controller, validFor, referenceTo, relationship, compound, nameField</c>. A value <c>*X</c> is the default, <c>-X</c> is not active, <c>=*X</c> begins with the character itself.
/// </summary>
static partial class SchemaReader
{
    /// <summary>The organisation that ships with the simulator.</summary>
    public static List<ObjectModel> Embedded(RecordTypeIds ids)
    {
        using var stream = typeof(SchemaReader).Assembly.GetManifestResourceStream("salesforce-organization.json")!;
        return [.. JsonNode.Parse(stream)!.AsObject().Select(entry => Object(entry.Key, entry.Value!.AsObject(), ids))];
    }

    /// <exception cref="ArgumentException">A member is missing or wrong.</exception>
    public static ObjectModel Object(string name, JsonObject source, RecordTypeIds ids)
    {
        var model = new ObjectModel
        {
            Name = name,
            Label = source["label"]?.GetValue<string>() ?? Words(name),
            Prefix = source["prefix"]?.GetValue<string>() ?? throw new ArgumentException("prefix is missing."),
            IsMergeable = source["mergeable"]?.GetValue<bool>() == true,
            IsTooling = source["tooling"]?.GetValue<bool>() == true,
        };
        foreach (var type in source["recordTypes"] as JsonArray ?? [])
            model.RecordTypes.Add(RecordType(type!.AsObject(), ids));
        Add(model, System("Id", "id"));
        foreach (var field in source["fields"] as JsonArray ?? [])
            Add(model, Field(field!.AsObject()));
        if (model.IsEvent)
        {
            Add(model, System("CreatedDate", "datetime"));
            return model;
        }

        if (model.HasRecordTypes)
            Add(model, RecordTypeField());
        foreach (var field in SystemFields(model))
            Add(model, field);
        return model;
    }

    public static FieldModel RecordTypeField() => Field(new JsonObject { ["name"] = "RecordTypeId", ["type"] = "reference", ["referenceTo"] = new JsonArray("RecordType"), ["relationship"] = "RecordType" });

    public static FieldModel Field(JsonObject source)
    {
        var name = source["name"]?.GetValue<string>() ?? throw new ArgumentException("A field has no name.");
        var type = source["type"]?.GetValue<string>() ?? throw new ArgumentException($"{name} has no type.");
        var values = source["values"] as JsonArray ?? [];
        return new FieldModel
        {
            Name = name,
            Label = Text(source, "label") ?? (type == "reference" && name.EndsWith("Id", StringComparison.Ordinal) ? Words(name[..^2]) + " ID" : Words(name)),
            Type = type,
            Length = Number(source, "length") ?? type switch { "string" or "textarea" or "picklist" or "url" => 255, "multipicklist" => 4099, "email" => 80, "phone" => 40, "id" or "reference" => 18, _ => 0 },
            Precision = Number(source, "precision") ?? type switch { "double" or "currency" => 18, "percent" => 5, _ => 0 },
            Scale = Number(source, "scale") ?? type switch { "double" or "currency" or "percent" => 2, _ => 0 },
            IsRequired = Flag(source, "required"),
            IsCreatable = source["createable"]?.GetValue<bool>() ?? (source["formula"] is null && source["autoNumber"] is null),
            IsUpdatable = source["updateable"]?.GetValue<bool>() ?? (source["formula"] is null && source["autoNumber"] is null),
            Default = source["default"] is { } value ? value.GetValueKind() switch { JsonValueKind.True => true, JsonValueKind.False => false, JsonValueKind.Number => value.GetValue<decimal>(), _ => value.GetValue<string>() } : type == "boolean" ? false : null,
            IsDefaulted = values.Any(v => v!.GetValue<string>().StartsWith('*')),
            Formula = Text(source, "formula"),
            AutoNumber = Text(source, "autoNumber"),
            IsExternalId = Flag(source, "externalId"),
            IsUnique = Flag(source, "unique"),
            IsCaseSensitive = Flag(source, "caseSensitive"),
            IsRestricted = Flag(source, "restricted"),
            Values = [.. values.Select(v => Value(v!.GetValue<string>()))],
            Controller = Text(source, "controller"),
            ValidFor = (source["validFor"] as JsonObject ?? []).ToDictionary(v => v.Key, v => v.Value!.AsArray().Select(c => c!.GetValue<string>()).ToHashSet(StringComparer.Ordinal), StringComparer.Ordinal),
            ReferenceTo = [.. (source["referenceTo"] as JsonArray ?? []).Select(r => r!.GetValue<string>())],
            Relationship = Text(source, "relationship"),
            Compound = Text(source, "compound"),
            IsName = Flag(source, "nameField"),
        };
    }

    public static ObjectModel.RecordType RecordType(JsonObject source, RecordTypeIds ids) => new(
        ids.Next(),
        Text(source, "developerName") ?? throw new ArgumentException("A record type has no developerName."),
        Text(source, "label") ?? Text(source, "developerName")!,
        Flag(source, "default"),
        source["active"]?.GetValue<bool>() ?? true,
        Flag(source, "person"),
        (source["values"] as JsonObject ?? []).ToDictionary(v => v.Key, v => (IReadOnlyList<string>)[.. v.Value!.AsArray().Select(one => one!.GetValue<string>())], StringComparer.OrdinalIgnoreCase));

    static void Add(ObjectModel model, FieldModel field) => model.Fields[field.Name] = field;

    static IEnumerable<FieldModel> SystemFields(ObjectModel model)
    {
        yield return System("IsDeleted", "boolean");
        if (model.IsMergeable)
            yield return System("MasterRecordId", "reference", model.Name, "MasterRecord");
        yield return System("CreatedDate", "datetime");
        yield return System("CreatedById", "reference", "User", "CreatedBy");
        yield return System("LastModifiedDate", "datetime");
        yield return System("LastModifiedById", "reference", "User", "LastModifiedBy");
        yield return System("SystemModstamp", "datetime");
    }

    static FieldModel System(string name, string type, string? reference = null, string? relationship = null) => new()
    {
        Name = name,
        Label = Words(name),
        Type = type,
        Length = type is "id" or "reference" ? 18 : 0,
        IsCreatable = false,
        IsUpdatable = false,
        IsRequired = name != "MasterRecordId",
        Default = type == "boolean" ? false : null,
        IsDefaulted = true,
        ReferenceTo = reference is null ? [] : [reference],
        Relationship = relationship,
    };

    static FieldModel.PicklistValue Value(string text)
    {
        var value = text is ['*' or '-' or '=', ..] ? text[1..] : text;
        return new(value, value, !text.StartsWith('-'), text.StartsWith('*'));
    }

    static string? Text(JsonObject source, string name) => source[name]?.GetValue<string>();

    static int? Number(JsonObject source, string name) => source[name]?.GetValue<int>();

    static bool Flag(JsonObject source, string name) => source[name]?.GetValue<bool>() == true;

    // "StageName" is "Stage Name", "AWS_Use_Case__c" is "AWS Use Case".
    static string Words(string name) => Humps().Replace(Suffix().Replace(name, ""), " $1").Replace('_', ' ').Replace("  ", " ", StringComparison.Ordinal);

    [GeneratedRegex("(?<=[a-z])([A-Z])")]
    private static partial Regex Humps();

    [GeneratedRegex("__p?[cer]$")]
    private static partial Regex Suffix();

    /// <summary>Counts the record types of the organisation.</summary>
    public sealed class RecordTypeIds
    {
        int _last;

        public string Next() => RecordId.Of("012", ++_last);
    }
}
