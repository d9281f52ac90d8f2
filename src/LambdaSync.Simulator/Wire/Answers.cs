using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace LambdaSync.Simulator.Wire;

/// <summary>Answers of the protocol AWS JSON 1.0 (smithy.io/2.0/aws/protocols/aws-json-1_0-protocol.html).</summary>
static class Answers
{
    /// <summary>"HTTP 200 with an empty HTTP body" (API reference, the operations without an output).</summary>
    public static HttpResponseMessage Empty(string requestId) => Answer([], requestId, 200);

    public static HttpResponseMessage Json(JsonNode body, string requestId, int status = 200) => Answer(Bytes(body), requestId, status);

    public static byte[] Bytes(JsonNode body)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, Text))
            body.WriteTo(writer);
        return bytes.WrittenSpan.ToArray();
    }

    static HttpResponseMessage Answer(byte[] body, string requestId, int status)
    {
        var answer = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(body) };
        answer.Content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.0");
        answer.Headers.TryAddWithoutValidation("x-amzn-RequestId", requestId);
        return answer;
    }

    public static HttpResponseMessage Error(AwsError error, string requestId)
    {
        var answer = Json(Body(error), requestId, error.Status);
        answer.Headers.TryAddWithoutValidation("x-amzn-ErrorType", error.Type);
        return answer;
    }

    public static JsonObject Body(AwsError error)
    {
        var body = new JsonObject { ["__type"] = "com.amazonaws.partnercentral.selling#" + error.Type, ["Message"] = error.Message };
        if (error.Reason is not null)
            body["Reason"] = error.Reason;
        if (error.Fields.Count > 0)
        {
            body["ErrorList"] = new JsonArray(
                [.. error.Fields.Select(f => new JsonObject { ["FieldName"] = f.FieldName, ["Message"] = f.Message, ["Code"] = f.Code })]);
        }

        return body;
    }

    static readonly JsonWriterOptions Text = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
