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
                objects.Add(MetadataDocument.Object(item));
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

    static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
