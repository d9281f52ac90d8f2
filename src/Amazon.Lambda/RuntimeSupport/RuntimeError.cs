using System.Text.Json;

namespace Amazon.Lambda.RuntimeSupport;

/// <summary>An exception in the form that the Runtime API takes (docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror).</summary>
static class RuntimeError
{
    public static string TypeOf(Exception failed) => failed.GetType().Name;

    public static byte[] ToJson(Exception failed)
    {
        var output = new MemoryStream();
        using (var json = new Utf8JsonWriter(output))
        {
            json.WriteStartObject();
            json.WriteString("errorMessage", failed.Message);
            json.WriteString("errorType", TypeOf(failed));
            json.WriteStartArray("stackTrace");
            foreach (var line in (failed.StackTrace ?? "").Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                json.WriteStringValue(line);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return output.ToArray();
    }
}
