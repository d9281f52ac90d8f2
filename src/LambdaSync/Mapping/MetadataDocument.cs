using System.Text.Json;

namespace LambdaSync.Mapping;

/// <summary>What a CRM says about its objects, as a file: a mapping is checked and drafted from it where there is no CRM to ask.</summary>
public static class MetadataDocument
{
    /// <exception cref="JsonException">It is no such file; the text names the object or field.</exception>
    public static CrmMetadata Read(ReadOnlyMemory<byte> json)
    {
        using var document = JsonDocument.Parse(json);
        try
        {
            return document.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("objects"u8, out var objects)
                ? new CrmMetadata([.. objects.EnumerateArray().Select(Object)])
                : throw new JsonException("It has no list 'objects'.");
        }
        catch (Exception wrong) when (wrong is KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new JsonException(wrong.Message, wrong);
        }
    }

    /// <exception cref="JsonException">It is no such object.</exception>
    public static CrmObject Object(JsonElement item)
    {
        var name = Text(item, "name") ?? throw new JsonException("An object has no name.");
        var fields = item.TryGetProperty("fields"u8, out var list) ? list : throw new JsonException($"{name} has no list 'fields'.");
        return new CrmObject(name, [.. fields.EnumerateArray().Select(Field)])
        {
            VariantField = Text(item, "variantField"),
            Variants = item.TryGetProperty("variants"u8, out var variants) ? [.. variants.EnumerateArray().Select(Variant)] : [],
        };
    }

    public static byte[] Write(CrmMetadata metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteStartArray("objects");
            foreach (var item in metadata.Objects)
                Write(json, item);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return buffer.ToArray();
    }

    static CrmField Field(JsonElement f)
    {
        var name = Text(f, "name") ?? throw new JsonException("A field has no name.");
        if (!Enum.TryParse<CrmFieldType>(Text(f, "type"), out var type))
            throw new JsonException($"The type of {name} is not known.");
        return new CrmField(
            name, Text(f, "label") ?? name, type,
            Length: Int(f, "length", 0),
            Scale: type == CrmFieldType.Number ? Int(f, "scale", 0) : -1,
            Required: Flag(f, "required", false),
            ExternalId: Flag(f, "externalId", false),
            Restricted: Flag(f, "restricted", false),
            Writable: Flag(f, "writable", true),
            Values: f.TryGetProperty("values"u8, out var values) ? Texts(values) : null,
            RelatesTo: Text(f, "relatesTo"),
            Relation: Text(f, "relation"))
        {
            Readable = Flag(f, "readable", true),
            CreateOnly = Flag(f, "createOnly", false),
            UpdateOnly = Flag(f, "updateOnly", false),
            Unique = Flag(f, "unique", false),
            Calculated = Flag(f, "calculated", false),
            ControlledBy = Text(f, "controlledBy"),
            Allowed = f.TryGetProperty("allowed"u8, out var allowed) ? Lists(allowed) : null,
        };
    }

    static CrmVariant Variant(JsonElement item) => new(
        Text(item, "id") ?? throw new JsonException("A variant has no id."), Text(item, "name") ?? Text(item, "id")!, Flag(item, "isDefault", false),
        item.TryGetProperty("values"u8, out var values) ? Lists(values) : new Dictionary<string, IReadOnlyList<string>>());

    static List<string> Texts(JsonElement list) => [.. list.EnumerateArray().Select(v => v.GetString() ?? throw new JsonException("A value is no text."))];

    static Dictionary<string, IReadOnlyList<string>> Lists(JsonElement item) =>
        item.EnumerateObject().ToDictionary(m => m.Name, m => (IReadOnlyList<string>)Texts(m.Value), StringComparer.Ordinal);

    static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    static int Int(JsonElement item, string name, int otherwise) => item.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

    static bool Flag(JsonElement item, string name, bool otherwise) => item.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;

    static void Write(Utf8JsonWriter json, CrmObject item)
    {
        json.WriteStartObject();
        json.WriteString("name", item.Name);
        if (item.VariantField is not null)
            json.WriteString("variantField", item.VariantField);
        json.WriteStartArray("fields");
        foreach (var field in item.Fields)
            Write(json, field);
        json.WriteEndArray();
        if (item.Variants.Count > 0)
        {
            json.WriteStartArray("variants");
            foreach (var variant in item.Variants)
            {
                json.WriteStartObject();
                json.WriteString("id", variant.Id);
                json.WriteString("name", variant.Name);
                json.WriteBoolean("isDefault", variant.IsDefault);
                Write(json, "values", variant.Values);
                json.WriteEndObject();
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, CrmField field)
    {
        json.WriteStartObject();
        json.WriteString("name", field.Name);
        json.WriteString("label", field.Label);
        json.WriteString("type", field.Type.ToString());
        if (field.Length != 0)
            json.WriteNumber("length", field.Length);
        if (field.Scale >= 0)
            json.WriteNumber("scale", field.Scale);
        foreach (var (name, value) in ((string, bool)[])
            [("required", field.Required), ("externalId", field.ExternalId), ("restricted", field.Restricted), ("createOnly", field.CreateOnly), ("updateOnly", field.UpdateOnly),
             ("unique", field.Unique), ("calculated", field.Calculated)])
        {
            if (value)
                json.WriteBoolean(name, true);
        }

        foreach (var (name, value) in ((string, bool)[])[("writable", field.Writable), ("readable", field.Readable)])
        {
            if (!value)
                json.WriteBoolean(name, false);
        }

        foreach (var (name, value) in ((string, string?)[])[("relatesTo", field.RelatesTo), ("relation", field.Relation), ("controlledBy", field.ControlledBy)])
        {
            if (value is not null)
                json.WriteString(name, value);
        }

        if (field.Values is { } values)
            Write(json, "values", values);
        if (field.Allowed is { } allowed)
            Write(json, "allowed", allowed);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, IReadOnlyList<string>> lists)
    {
        json.WriteStartObject(name);
        foreach (var (key, values) in lists)
            Write(json, key, values);
        json.WriteEndObject();
    }

    static void Write(Utf8JsonWriter json, string name, IReadOnlyList<string> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values)
            json.WriteStringValue(value);
        json.WriteEndArray();
    }
}
