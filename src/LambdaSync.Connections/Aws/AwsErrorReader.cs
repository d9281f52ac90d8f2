using System.Text;
using System.Text.Json;

namespace LambdaSync.Connections.Aws;

/// <summary>
/// Reads an error answer. The type stands in the body's <c>__type</c> (or <c>code</c>) or only in the <c>x-amzn-ErrorType</c> header,
/// in both places possibly with a namespace before <c>#</c> and a link after <c>:</c>
/// (smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html#operation-error-serialization).
/// </summary>
static class AwsErrorReader
{
    const int LongestMessage = 1000;

    public static AwsError Read(int status, string typeHeader, string requestId, ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            if (document.RootElement.ValueKind == JsonValueKind.Object)
                return Read(status, typeHeader, requestId, document.RootElement);
        }
        catch (JsonException)
        {
            // A proxy's page, or nothing.
        }

        return new AwsError(status, Name(typeHeader), "", Cut(Encoding.UTF8.GetString(body)), [], requestId);
    }

    static AwsError Read(int status, string typeHeader, string requestId, JsonElement body)
    {
        var type = typeHeader.Length > 0 ? typeHeader : Text(body, "__type") is { Length: > 0 } named ? named : Text(body, "code");
        var message = Text(body, "Message") is { Length: > 0 } text ? text : Text(body, "message");
        var fields = new List<AwsFieldError>();
        if (body.TryGetProperty("ErrorList", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in list.EnumerateArray())
                fields.Add(new AwsFieldError(Text(entry, "FieldName"), Text(entry, "Code"), Cut(Text(entry, "Message"))));
        }

        return new AwsError(status, Name(type), Text(body, "Reason"), Cut(message), fields, requestId);
    }

    static string Name(string type)
    {
        var name = type.AsSpan();
        if (name.IndexOf(':') is var colon and >= 0)
            name = name[..colon];
        return name[(name.LastIndexOf('#') + 1)..].Trim().ToString();
    }

    static string Text(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : "";

    static string Cut(string text) => text.Length > LongestMessage ? text[..LongestMessage] : text;
}
