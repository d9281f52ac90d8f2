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
    const int LongestMessage = 1000, LongestName = 200, MaxFields = 50;

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

        return new AwsError(status, Name(typeHeader), "", Cut(Encoding.UTF8.GetString(body[..Math.Min(body.Length, LongestMessage * 4)])), [], requestId);
    }

    static AwsError Read(int status, string typeHeader, string requestId, JsonElement body)
    {
        var type = typeHeader.Length > 0 ? typeHeader : Text(body, "__type") is { Length: > 0 } named ? named : Text(body, "code");
        var message = Text(body, "Message") is { Length: > 0 } text ? text : Text(body, "message");
        var fields = new List<AwsFieldError>();
        if (body.TryGetProperty("ErrorList", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var entry in list.EnumerateArray().Take(MaxFields))
                fields.Add(new AwsFieldError(Short(entry, "FieldName"), Short(entry, "Code"), Cut(Text(entry, "Message"))));
        }

        // Marketplace's Agreement API begins its members with a small letter.
        var reason = Short(body, "Reason") is { Length: > 0 } given ? given : Short(body, "reason");
        return new AwsError(status, Name(type), reason, Cut(message), fields, requestId);
    }

    static string Name(string type)
    {
        var name = type.AsSpan();
        if (name.IndexOf(':') is var colon and >= 0)
            name = name[..colon];
        return Cut(name[(name.LastIndexOf('#') + 1)..].Trim().ToString(), LongestName);
    }

    static string Short(JsonElement element, string name) => Cut(Text(element, name), LongestName);

    // A name or text that is not Unicode is none.
    static string Text(JsonElement element, string name)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return "";
        try
        {
            return element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString()! : "";
        }
        catch (InvalidOperationException)
        {
            return "";
        }
    }

    static string Cut(string text, int longest = LongestMessage) => text.Length > longest ? text[..longest] : text;
}
