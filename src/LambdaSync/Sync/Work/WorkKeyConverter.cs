using System.Text.Json;
using System.Text.Json.Serialization;
using LambdaSync.Fields;

namespace LambdaSync.Sync.Work;

/// <summary>A key in stored intents. The first format named the object of AWS's files by its number, and its id.</summary>
sealed class WorkKeyConverter : JsonConverter<WorkKey>
{
    public override WorkKey Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        var key = json.RootElement;
        var catalog = key.GetProperty("Catalog").GetString()!;
        if (key.TryGetProperty("AwsId", out var awsId))
            return WorkKey.Of(catalog, key.GetProperty("Object").GetInt32() == 1 ? AceObject.Lead : AceObject.Opportunity, awsId.GetString()!);
        return Enum.TryParse<WorkKind>(key.GetProperty("Kind").GetString(), out var kind)
            ? new WorkKey(catalog, kind, key.GetProperty("Id").GetString()!)
            : throw new JsonException("a key has a kind");
    }

    public override void Write(Utf8JsonWriter writer, WorkKey value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        writer.WriteString("Catalog", value.Catalog);
        writer.WriteString("Kind", value.Kind.ToString());
        writer.WriteString("Id", value.Id);
        writer.WriteEndObject();
    }
}
