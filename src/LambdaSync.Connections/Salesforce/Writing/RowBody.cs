using System.Text;
using System.Text.Json;
using LambdaSync.Sync;

namespace LambdaSync.Connections.Salesforce;

/// <summary>JSON of rows as Salesforce takes them.</summary>
static class RowBody
{
    public const string Id = "Id";

    /// <summary>One record.</summary>
    public static ReadOnlyMemory<byte> Of(SObject crmObject, FlatRecord fields, params IReadOnlyList<(string Field, string Value)> texts) =>
        JsonBody.Object(json => Members(json, crmObject, fields, texts));

    /// <summary>The body of a collection.</summary>
    public static ReadOnlyMemory<byte> Collection(SObject crmObject, IEnumerable<(FlatRecord Fields, (string Field, string Value) Key)> rows) => JsonBody.Object(json =>
    {
        json.WriteBoolean("allOrNone", false);
        json.WriteStartArray("records");
        foreach (var (fields, key) in rows)
        {
            json.WriteStartObject();
            json.WriteStartObject("attributes");
            json.WriteString("type", crmObject.Name);
            json.WriteEndObject();
            Members(json, crmObject, fields, [key]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    static void Members(Utf8JsonWriter json, SObject crmObject, FlatRecord fields, IReadOnlyList<(string Field, string Value)> texts)
    {
        foreach (var (name, value) in texts)
            json.WriteString(name, value);
        foreach (var (name, value) in fields.Fields.Where(f => !texts.Any(t => t.Field == f.Key)))
        {
            json.WritePropertyName(name);
            // A checkbox has no empty value.
            var sent = value is "null" or "\"\"" ? crmObject.Field(name)?.Type == "boolean" ? "false" : "null" : value;
            json.WriteRawValue(Encoding.UTF8.GetBytes(sent), skipInputValidation: true);
        }
    }
}
