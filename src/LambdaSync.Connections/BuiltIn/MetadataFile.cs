using System.Text.Json;
using LambdaSync.Mapping;

namespace LambdaSync.Connections.BuiltIn;

/// <summary>The objects and fields of the built-in CRM: the file that ships, or one that the operator gives.</summary>
static class MetadataFile
{
    const int PrefixLength = 3;

    /// <exception cref="ConnectionException">The file is missing or is not such a file.</exception>
    public static CrmSchema Read(string? path)
    {
        try
        {
            using var stream = path is null
                ? typeof(MetadataFile).Assembly.GetManifestResourceStream("built-in-crm.json")!
                : File.OpenRead(path);
            using var document = JsonDocument.Parse(stream);
            var objects = new List<CrmObject>();
            var prefixes = new Dictionary<string, string>(StringComparer.Ordinal);
            foreach (var item in document.RootElement.GetProperty("objects"u8).EnumerateArray())
            {
                var name = Text(item, "name") ?? throw new JsonException("An object has no name.");
                prefixes[name] = Text(item, "prefix") is { Length: PrefixLength } prefix
                    ? prefix
                    : throw new JsonException($"The prefix of {name} must be {PrefixLength} characters.");
                objects.Add(new CrmObject(name, [.. item.GetProperty("fields"u8).EnumerateArray().Select(Field)]));
            }

            return new CrmSchema(new CrmMetadata(objects), prefixes);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new ConnectionException($"The CRM's field file can't be used: {e.Message}", transient: false, e);
        }
        catch (IOException e)
        {
            throw new ConnectionException($"The CRM's field file can't be read: {e.Message}", transient: false, e);
        }
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
            Values: f.TryGetProperty("values"u8, out var values) ? [.. values.EnumerateArray().Select(v => v.GetString()!)] : null,
            RelatesTo: Text(f, "relatesTo"),
            Relation: Text(f, "relation"));
    }

    static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;

    static int Int(JsonElement item, string name, int otherwise) => item.TryGetProperty(name, out var value) ? value.GetInt32() : otherwise;

    static bool Flag(JsonElement item, string name, bool otherwise) =>
        item.TryGetProperty(name, out var value) ? value.GetBoolean() : otherwise;
}
